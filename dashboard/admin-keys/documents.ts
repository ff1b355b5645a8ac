import { graphql } from '../generated/gql.ts';

graphql(`
  fragment AdminKeyRow on AdminKey {
    id hint name access status createdAt expiresAt retiresAt generation rateLimit
    createdBy { adminKey { name } user { email } }
    replaces { id status }
    replacedBy { id status }
  }
`);

export const ADMIN_KEYS = graphql(`
  query AdminKeys($first: Int, $last: Int, $after: String, $before: String) {
    list: adminKeys(first: $first, last: $last, after: $after, before: $before) {
      totalCount
      edges { node { ...AdminKeyRow } }
      pageInfo { hasNextPage startCursor endCursor }
    }
  }
`);

export const CREATE = graphql(`
  mutation CreateAdminKey($input: CreateAdminKeyInput!) {
    result: createAdminKey(input: $input) {
      __typename
      ... on CreateAdminKeySuccess { secret adminKey { id name } }
      ...Failed
    }
  }
`);

export const UPDATE = graphql(`
  mutation UpdateAdminKey($input: UpdateAdminKeyInput!) {
    result: updateAdminKey(input: $input) {
      __typename
      ... on UpdateAdminKeySuccess { adminKey { id name } }
      ...Failed
    }
  }
`);

export const ROTATE = graphql(`
  mutation RotateAdminKey($input: RotateAdminKeyInput!) {
    result: rotateAdminKey(input: $input) {
      __typename
      ... on RotateAdminKeySuccess { secret adminKey { id name } }
      ...Failed
    }
  }
`);

export const FINISH = graphql(`
  mutation FinishAdminKeyRotation($input: AdminKeyInput!) {
    result: finishAdminKeyRotation(input: $input) {
      __typename
      ... on FinishAdminKeyRotationSuccess { adminKey { id name } }
      ...Failed
    }
  }
`);

export const CANCEL = graphql(`
  mutation CancelAdminKeyRotation($input: AdminKeyInput!) {
    result: cancelAdminKeyRotation(input: $input) {
      __typename
      ... on CancelAdminKeyRotationSuccess { adminKey { id name } }
      ...Failed
    }
  }
`);

export const REVOKE = graphql(`
  mutation RevokeAdminKey($input: AdminKeyInput!) {
    result: revokeAdminKey(input: $input) {
      __typename
      ... on RevokeAdminKeySuccess { adminKey { id name } }
      ...Failed
    }
  }
`);

export const REVOKE_LINEAGE = graphql(`
  mutation RevokeAdminKeyLineage($input: AdminKeyInput!) {
    result: revokeAdminKeyLineage(input: $input) {
      __typename
      ... on RevokeAdminKeyLineageSuccess { count }
      ...Failed
    }
  }
`);
