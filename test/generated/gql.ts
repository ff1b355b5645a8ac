/* eslint-disable */
import * as types from './graphql.ts';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  mutation CreateUser($input: CreateUserInput!) {\n    createUser(input: $input) {\n      __typename\n      ... on CreateUserSuccess {\n        created\n        user { id databaseId email name imageUrl role isActive maxConcurrentBots data createdAt updatedAt }\n      }\n      ... on InvalidInputError { code message issues { path message } }\n    }\n  }\n": typeof types.CreateUserDocument,
    "\n  mutation MintToken($input: MintTokenInput!) {\n    mintToken(input: $input) {\n      __typename\n      ... on MintTokenSuccess {\n        secret\n        token { id databaseId hint name scopes status generation createdAt expiresAt user { email } }\n      }\n      ... on InvalidInputError { code message issues { path message } }\n      ... on NotFoundError { code message }\n    }\n  }\n": typeof types.MintTokenDocument,
    "\n  query MyMeetings($first: Int) {\n    viewer {\n      access\n      user {\n        email\n        meetings(first: $first) {\n          totalCount\n          edges { cursor node { id platform status url sessions { sessionUid startedAt } } }\n          pageInfo { hasNextPage endCursor }\n        }\n      }\n    }\n  }\n": typeof types.MyMeetingsDocument,
};
const documents: Documents = {
    "\n  mutation CreateUser($input: CreateUserInput!) {\n    createUser(input: $input) {\n      __typename\n      ... on CreateUserSuccess {\n        created\n        user { id databaseId email name imageUrl role isActive maxConcurrentBots data createdAt updatedAt }\n      }\n      ... on InvalidInputError { code message issues { path message } }\n    }\n  }\n": types.CreateUserDocument,
    "\n  mutation MintToken($input: MintTokenInput!) {\n    mintToken(input: $input) {\n      __typename\n      ... on MintTokenSuccess {\n        secret\n        token { id databaseId hint name scopes status generation createdAt expiresAt user { email } }\n      }\n      ... on InvalidInputError { code message issues { path message } }\n      ... on NotFoundError { code message }\n    }\n  }\n": types.MintTokenDocument,
    "\n  query MyMeetings($first: Int) {\n    viewer {\n      access\n      user {\n        email\n        meetings(first: $first) {\n          totalCount\n          edges { cursor node { id platform status url sessions { sessionUid startedAt } } }\n          pageInfo { hasNextPage endCursor }\n        }\n      }\n    }\n  }\n": types.MyMeetingsDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateUser($input: CreateUserInput!) {\n    createUser(input: $input) {\n      __typename\n      ... on CreateUserSuccess {\n        created\n        user { id databaseId email name imageUrl role isActive maxConcurrentBots data createdAt updatedAt }\n      }\n      ... on InvalidInputError { code message issues { path message } }\n    }\n  }\n"): (typeof documents)["\n  mutation CreateUser($input: CreateUserInput!) {\n    createUser(input: $input) {\n      __typename\n      ... on CreateUserSuccess {\n        created\n        user { id databaseId email name imageUrl role isActive maxConcurrentBots data createdAt updatedAt }\n      }\n      ... on InvalidInputError { code message issues { path message } }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation MintToken($input: MintTokenInput!) {\n    mintToken(input: $input) {\n      __typename\n      ... on MintTokenSuccess {\n        secret\n        token { id databaseId hint name scopes status generation createdAt expiresAt user { email } }\n      }\n      ... on InvalidInputError { code message issues { path message } }\n      ... on NotFoundError { code message }\n    }\n  }\n"): (typeof documents)["\n  mutation MintToken($input: MintTokenInput!) {\n    mintToken(input: $input) {\n      __typename\n      ... on MintTokenSuccess {\n        secret\n        token { id databaseId hint name scopes status generation createdAt expiresAt user { email } }\n      }\n      ... on InvalidInputError { code message issues { path message } }\n      ... on NotFoundError { code message }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query MyMeetings($first: Int) {\n    viewer {\n      access\n      user {\n        email\n        meetings(first: $first) {\n          totalCount\n          edges { cursor node { id platform status url sessions { sessionUid startedAt } } }\n          pageInfo { hasNextPage endCursor }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query MyMeetings($first: Int) {\n    viewer {\n      access\n      user {\n        email\n        meetings(first: $first) {\n          totalCount\n          edges { cursor node { id platform status url sessions { sessionUid startedAt } } }\n          pageInfo { hasNextPage endCursor }\n        }\n      }\n    }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;