import { graphql } from '../generated/gql.ts';

graphql(`
  fragment SessionRow on SignInSession {
    id provider subject createdAt lastUsedAt expiresAt isCurrent
    user { id email }
  }
`);

export const SESSIONS = graphql(`
  query SignInSessions { signInSessions { ...SessionRow } }
`);

export const USER_SESSIONS = graphql(`
  query UserSessions($id: ID!) { user(by: { id: $id }) { id sessions { ...SessionRow } } }
`);

export const END_SESSIONS = graphql(`
  mutation EndSignInSessions($input: EndSignInSessionsInput!) {
    result: endSignInSessions(input: $input) {
      __typename
      ... on EndSignInSessionsSuccess { count }
      ...Failed
    }
  }
`);
