import { graphql } from '../generated/gql.ts';

graphql(`
  fragment LineageKey on ApiToken { id hint generation status createdAt retiresAt revokedAt }
`);

graphql(`
  fragment KeyDetail on ApiToken {
    ...LineageKey
    databaseId name scopes isImported rateLimit lastUsedAt lastUsedIp expiresAt
    user { id email role isActive }
    usage { totalRequests requestsToday firstUsedAt }
    replaces { ...LineageKey replaces { ...LineageKey replaces { ...LineageKey replaces { id } } } }
    replacedBy {
      ...LineageKey replacedBy { ...LineageKey replacedBy { ...LineageKey replacedBy { id } } }
    }
  }
`);

export const KEY = graphql(`
  query KeyDetail($id: ID!) {
    list: apiTokens(first: 1, filter: { id: { eq: $id } }) { nodes { ...KeyDetail } }
  }
`);

export const OWN_KEY = graphql(`
  query OwnKeyDetail($id: ID!) {
    viewer {
      user { list: apiTokens(first: 1, filter: { id: { eq: $id } }) { nodes { ...KeyDetail } } }
    }
  }
`);

export const MINT = graphql(`
  mutation MintKey($input: MintTokenInput!) {
    result: mintToken(input: $input) {
      __typename
      ... on MintTokenSuccess { secret token { id hint } }
      ...Failed
    }
  }
`);

export const UPDATE = graphql(`
  mutation UpdateKey($input: UpdateTokenInput!) {
    result: updateToken(input: $input) {
      __typename
      ... on UpdateTokenSuccess { token { id hint } }
      ...Failed
    }
  }
`);

export const ROTATE = graphql(`
  mutation RotateKey($input: RotateKeyInput!) {
    result: rotateKey(input: $input) {
      __typename
      ... on RotateKeySuccess { secret token { id hint } }
      ...Failed
    }
  }
`);

export const FINISH = graphql(`
  mutation FinishRotation($input: FinishRotationInput!) {
    result: finishRotation(input: $input) {
      __typename
      ... on FinishRotationSuccess { token { id hint } }
      ...Failed
    }
  }
`);

export const CANCEL = graphql(`
  mutation CancelRotation($input: CancelRotationInput!) {
    result: cancelRotation(input: $input) {
      __typename
      ... on CancelRotationSuccess { token { id hint } }
      ...Failed
    }
  }
`);

export const REVOKE = graphql(`
  mutation RevokeKey($input: RevokeTokenInput!) {
    result: revokeToken(input: $input) {
      __typename
      ... on RevokeTokenSuccess { token { id hint } }
      ...Failed
    }
  }
`);

export const REVOKE_LINEAGE = graphql(`
  mutation RevokeLineage($input: RevokeLineageInput!) {
    result: revokeLineage(input: $input) {
      __typename
      ... on RevokeLineageSuccess { count }
      ...Failed
    }
  }
`);
