import { graphql } from './gql/index.ts';

export const USERS = graphql(`
  query Users($first: Int!, $after: String) {
    users(first: $first, after: $after) {
      totalCount
      edges { cursor node { id email name createdAt maxConcurrentBots meetingStats { totalMeetings } } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

export const CREATE_USER = graphql(`
  mutation CreateUser($input: CreateUserInput!) {
    createUser(input: $input) {
      __typename
      ... on CreateUserSuccess { created user { id email name createdAt maxConcurrentBots } }
      ... on InvalidInputError { message issues { path message } }
    }
  }
`);

export const MEETING_CHANGED = graphql(`
  subscription MeetingChanged {
    meetingChanged { id platformName statusName user { id email } }
  }
`);
