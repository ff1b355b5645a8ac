import { graphql } from '../generated/gql.ts';

graphql(`
  fragment UserDetail on User {
    id databaseId email name role isActive maxConcurrentBots createdAt updatedAt
    stats: meetingStats { totalMeetings activeMeetings }
    usage { totalRequests requestsToday lastUsedAt lastUsedIp }
  }
`);

// A list of one: it answers in the same way whether there is such a user or not.
export const USER = graphql(`
  query UserDetail($id: ID!) {
    list: users(first: 1, filter: { id: { eq: $id } }) { nodes { ...UserDetail } }
  }
`);

export const CREATE_USER = graphql(`
  mutation CreateUser($input: CreateUserInput!) {
    result: createUser(input: $input) {
      __typename
      ... on CreateUserSuccess { created user { id email } }
      ...Failed
    }
  }
`);

export const UPDATE_USER = graphql(`
  mutation UpdateUser($input: UpdateUserInput!) {
    result: updateUser(input: $input) {
      __typename
      ... on UpdateUserSuccess {
        user { id email name role isActive maxConcurrentBots }
        endedAdminKeys { id name }
        remainingAccess { adminCount keyCount webhookCount }
      }
      ...Failed
    }
  }
`);

export const DELETE_USER = graphql(`
  mutation DeleteUser($input: DeleteUserInput!) {
    result: deleteUser(input: $input) {
      __typename
      ... on DeleteUserSuccess {
        deletedUserId
        endedAdminKeys { id name }
        remainingAccess { adminCount keyCount webhookCount }
      }
      ...Failed
    }
  }
`);

export const REVOKE_ALL = graphql(`
  mutation RevokeAllKeys($input: RevokeAllTokensInput!) {
    result: revokeAllTokens(input: $input) {
      __typename
      ... on RevokeAllTokensSuccess { count }
      ...Failed
    }
  }
`);
