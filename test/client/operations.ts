import { graphql } from '../generated/gql.ts';

export const CREATE_USER = graphql(`
  mutation CreateUser($input: CreateUserInput!) {
    createUser(input: $input) {
      __typename
      ... on CreateUserSuccess {
        created
        user { id databaseId email name imageUrl role isActive maxConcurrentBots data createdAt updatedAt }
      }
      ... on InvalidInputError { code message issues { path message } }
    }
  }
`);

export const MINT_TOKEN = graphql(`
  mutation MintToken($input: MintTokenInput!) {
    mintToken(input: $input) {
      __typename
      ... on MintTokenSuccess {
        secret
        token { id databaseId hint name scopes status generation createdAt expiresAt user { email } }
      }
      ... on InvalidInputError { code message issues { path message } }
      ... on NotFoundError { code message }
    }
  }
`);

export const MY_MEETINGS = graphql(`
  query MyMeetings($first: Int) {
    viewer {
      access
      user {
        email
        meetings(first: $first) {
          totalCount
          edges { cursor node { id platform status url sessions { sessionUid startedAt } } }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  }
`);
