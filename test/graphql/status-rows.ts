import { expect } from 'vitest';
import type { RawResponse } from '../support/raw-request.ts';

/** The keys that a request may be sent with. */
type Keys = { readonly admin: string; readonly user: string };

export type Row = {
  readonly when: string;
  readonly method?: string;
  readonly target?: string;
  readonly headers?: (keys: Keys) => Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** With the newer type, and with `application/json`. */
  readonly status: readonly [newer: number, older: number];
  readonly code?: string;
  readonly more?: (response: RawResponse) => void;
};

const allowIs = (allow: string) => (response: RawResponse) =>
  expect(response.headers.allow).toBe(allow);
const inUrl = (query: string) => `/graphql?query=${encodeURIComponent(query)}`;
const admin = (keys: Keys) => ({ 'x-admin-api-key': keys.admin });

export const ROWS: readonly Row[] = [
  { when: 'data without errors', body: { query: '{ __typename }' }, status: [200, 200] },
  {
    when: 'data with errors',
    headers: ({ user }) => ({ 'x-api-key': user }),
    body: { query: '{ viewer { user { email } } users(first: 1) { totalCount } }' },
    status: [294, 200],
    code: 'FORBIDDEN',
  },
  {
    when: 'data that is null but for errors',
    body: { query: '{ users(first: 1) { totalCount } }' },
    status: [294, 200],
    code: 'UNAUTHENTICATED',
  },
  {
    when: 'a mutation of which nothing ran',
    body: { query: 'mutation { deleteUser(input: {id: "x"}) { __typename } }' },
    status: [294, 200],
  },
  { when: 'a body that is no JSON', body: 'NONSENSE', status: [400, 400], code: 'BAD_REQUEST' },
  { when: 'half a JSON text', body: '{"query":', status: [400, 400], code: 'BAD_REQUEST' },
  { when: 'no body', status: [400, 400], code: 'BAD_REQUEST' },
  { when: 'a misspelt parameter', body: { qeury: '{ __typename }' }, status: [422, 400] },
  { when: 'a query that is a number', body: { query: 7 }, status: [422, 400] },
  {
    when: 'variables that are a list',
    body: { query: '{ __typename }', variables: [7] },
    status: [422, 400],
  },
  {
    when: 'an operation name that is an object',
    body: { query: '{ __typename }', operationName: {} },
    status: [422, 400],
  },
  {
    when: 'extensions that are a text',
    body: { query: '{ __typename }', extensions: 'x' },
    status: [422, 400],
  },
  { when: 'a text in place of the parameters', body: '"x"', status: [422, 400] },
  {
    when: 'variables in a URL that are no JSON',
    method: 'GET',
    target: `${inUrl('{ __typename }')}&variables=x`,
    headers: admin,
    status: [400, 400],
  },
  {
    when: 'no query in a URL',
    method: 'GET',
    target: '/graphql',
    headers: admin,
    status: [422, 400],
  },
  {
    when: 'a document that cannot be parsed',
    body: { query: '{' },
    status: [400, 200],
    code: 'GRAPHQL_PARSE_FAILED',
  },
  {
    when: 'a document that does not validate',
    body: { query: '{ nothing }' },
    status: [422, 200],
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    when: 'a document that costs too much',
    headers: admin,
    body: {
      query: `{ users(first: 100) { edges { node { meetings(first: 100) { edges { node {
        user { apiTokens(first: 100) { edges { node { hint } } } } } } } } } } }`,
    },
    status: [422, 200],
    code: 'QUERY_TOO_COMPLEX',
  },
  {
    when: 'a document with too many fields at its root',
    body: { query: `{ ${Array.from({ length: 25 }, (_, at) => `a${at}: __typename`).join(' ')} }` },
    status: [422, 200],
    code: 'QUERY_TOO_COMPLEX',
  },
  {
    when: 'an operation that is not there',
    body: { query: 'query A { __typename }', operationName: 'B' },
    status: [422, 400],
    code: 'OPERATION_RESOLUTION_FAILURE',
  },
  {
    when: 'several operations and no name',
    body: { query: 'query A { __typename } query B { __typename }' },
    status: [422, 400],
    code: 'OPERATION_RESOLUTION_FAILURE',
  },
  {
    when: 'variables that do not fit',
    body: { query: 'query ($id: ID!) { user(by: {id: $id}) { email } }', variables: { id: null } },
    status: [422, 200],
    code: 'BAD_USER_INPUT',
  },
  {
    when: 'a mutation by GET',
    method: 'GET',
    target: inUrl('mutation { deleteUser(input: {id: "x"}) { __typename } }'),
    headers: admin,
    status: [405, 405],
    code: 'BAD_REQUEST',
    more: allowIs('POST'),
  },
  ...['PUT', 'PATCH', 'DELETE', 'QUERY', 'TRACE'].map(
    (method): Row => ({
      when: `the method ${method}`,
      method,
      status: [405, 405],
      code: 'BAD_REQUEST',
      more: allowIs('GET, HEAD, POST, OPTIONS'),
    }),
  ),
  {
    when: 'a query in a URL without a header that only programs send',
    method: 'GET',
    target: inUrl('{ __typename }'),
    status: [400, 400],
    code: 'BAD_REQUEST',
  },
  {
    when: 'a body of another type',
    headers: () => ({ 'content-type': 'text/plain' }),
    body: { query: '{ __typename }' },
    status: [415, 415],
    code: 'BAD_REQUEST',
    more: ({ headers }) => expect(headers['accept']).toBe('application/json'),
  },
  {
    when: 'a packed body',
    headers: () => ({ 'content-encoding': 'gzip' }),
    body: { query: '{ __typename }' },
    status: [415, 415],
    code: 'BAD_REQUEST',
    more: ({ headers }) => expect(headers['accept-encoding']).toBe('identity'),
  },
  {
    when: 'a body that is too large',
    headers: admin,
    body: { query: '{ __typename }', variables: { text: 'x'.repeat(1_100_000) } },
    status: [413, 413],
    code: 'BAD_REQUEST',
  },
  {
    when: 'a URL that is too long',
    method: 'GET',
    target: inUrl(`{ __typename } #${'x'.repeat(9_000)}`),
    headers: admin,
    status: [414, 414],
    code: 'BAD_REQUEST',
  },
  {
    when: 'too many header fields',
    headers: () => Object.fromEntries(Array.from({ length: 110 }, (_, at) => [`x-${at}`, 'x'])),
    body: { query: '{ __typename }' },
    status: [431, 431],
    code: 'BAD_REQUEST',
  },
  {
    when: 'a wrong key',
    headers: () => ({ 'x-api-key': 'wrong' }),
    body: { query: '{ __typename }' },
    status: [401, 401],
    code: 'UNAUTHENTICATED',
  },
  {
    when: 'a long request without a key',
    body: { query: '{ __typename }', variables: { text: 'x'.repeat(20_000) } },
    status: [401, 401],
    code: 'UNAUTHENTICATED',
  },
  {
    when: 'an idempotency key that is none',
    headers: (keys) => ({ ...admin(keys), 'idempotency-key': 'x'.repeat(300) }),
    body: { query: '{ __typename }' },
    status: [400, 400],
    code: 'BAD_REQUEST',
  },
  {
    when: 'a path below that is nothing',
    target: '/graphql/nothing',
    body: { query: '{ __typename }' },
    status: [404, 404],
    code: 'NOT_FOUND',
  },
];
