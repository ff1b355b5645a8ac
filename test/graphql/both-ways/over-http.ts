import { type ComparedRequest, MEETING } from './ways.ts';

const VIEWER = '{ viewer { access } }';
const JSON_TYPE = 'application/json';
const NEWER = 'application/graphql-response+json';

const ACCEPTED: readonly string[] = [
  JSON_TYPE,
  NEWER,
  '*/*',
  'application/*',
  'text/html',
  'text/event-stream',
  'multipart/mixed',
  '',
  'nonsense',
  '/',
  ';',
  ',',
  `${NEWER}, ${JSON_TYPE}`,
  `${JSON_TYPE}, ${NEWER}`,
  `${JSON_TYPE};q=0.5, ${NEWER};q=0.9`,
  `${NEWER};q=0.5, ${JSON_TYPE};q=0.9`,
  `${JSON_TYPE};q=0`,
  `${NEWER};q=0, ${JSON_TYPE}`,
  `text/html, ${JSON_TYPE};q=0.9`,
  'text/html, */*;q=0.8',
  `text/event-stream, ${JSON_TYPE}`,
  `${JSON_TYPE}, text/event-stream`,
  `text/event-stream;q=0.1, ${NEWER}`,
  `multipart/mixed, ${JSON_TYPE}`,
  `${JSON_TYPE}; charset=utf-8`,
  `${JSON_TYPE};charset=UTF-8`,
  `${JSON_TYPE}; charset="utf-8"`,
  `${JSON_TYPE}; charset=latin1`,
  `${JSON_TYPE}; charset=latin1, ${NEWER}`,
  `${NEWER}; charset=latin1, */*`,
  `${NEWER}; charset=utf-8, */*`,
  `${JSON_TYPE}; version=1`,
  'APPLICATION/JSON',
  'Application/GraphQL-Response+JSON',
  ' application/json ',
  `${JSON_TYPE},`,
  `,,${JSON_TYPE}`,
  'application/graphql+json',
  'application/xml, application/*;q=0.1',
  'application/json-seq',
  '*/*;charset=latin1',
];

/** The forms of an answer: one that serves, one that fails while it does, and two that never begin. */
const DOCUMENTS: Readonly<Record<string, Omit<ComparedRequest, 'name'>>> = {
  served: { query: VIEWER },
  refused: { query: '{ users { totalCount } }', as: 'bot' },
  invalid: { query: '{ nonsense }' },
  'no document': { query: '{' },
  'a wrong variable': { query: 'query ($x: Int!) { users(first: $x) { totalCount } }' },
  'a subscription': { query: 'subscription { meetingChanged { id } }', as: 'browser' },
};

const get = (query: string, more = '') => ({
  method: 'GET',
  search: `?query=${encodeURIComponent(query)}${more}`,
});

/** What HTTP adds to it. */
export const OVER_HTTP: readonly ComparedRequest[] = [
  ...Object.entries(DOCUMENTS).flatMap(([what, asked]) =>
    ACCEPTED.map((accept) => ({
      ...asked,
      name: `${what}, accepted as "${accept}"`,
      headers: { accept },
    })),
  ),
  ...Object.entries(DOCUMENTS).map(([what, asked]) => ({
    ...asked,
    name: `${what}, without Accept`,
  })),
  { name: 'a wrong key', as: 'stranger', query: VIEWER },
  {
    name: 'a wrong admin key',
    as: 'nobody',
    query: VIEWER,
    headers: { 'x-admin-api-key': 'wrong' },
  },
  { name: 'a right key beside a wrong one', query: VIEWER, headers: { 'x-api-key': 'wrong' } },
  { name: 'a GET', ...get(VIEWER) },
  { name: 'a GET that any page could send', as: 'nobody', ...get(VIEWER) },
  {
    name: 'a GET with the header that no page can set',
    as: 'nobody',
    ...get(VIEWER),
    headers: { 'x-graphql-csrf': '1' },
  },
  {
    name: 'a GET with variables',
    ...get(
      'query A($x: Int!) { users(first: $x) { totalCount } }',
      '&variables={"x":1}&operationName=A',
    ),
  },
  { name: 'a GET with variables that are none', ...get(VIEWER, '&variables=x') },
  {
    name: 'a GET of a mutation',
    ...get('mutation { deleteUser(input: {id: "x"}) { __typename } }'),
  },
  { name: 'a GET of nothing', method: 'GET' },
  { name: 'a PUT', method: 'PUT' },
  { name: 'a batch', body: `[{"query":"${VIEWER}"},{"query":"${VIEWER}"}]` },
  { name: 'a batch of none', body: '[]' },
  { name: 'no JSON', body: '{ viewer { access } }' },
  { name: 'JSON that is no object', body: '"x"' },
  { name: 'an empty body', body: '' },
  {
    name: 'null as variables',
    body: JSON.stringify({ query: VIEWER, variables: null, operationName: null, extensions: null }),
  },
  { name: 'a list as variables', body: JSON.stringify({ query: VIEWER, variables: [] }) },
  {
    name: 'more than it knows',
    body: JSON.stringify({
      query: VIEWER,
      id: 1,
      doc_id: 'x',
      extensions: { persistedQuery: { version: 1, sha256Hash: 'x' } },
    }),
  },
  {
    name: 'a form',
    query: VIEWER,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  },
  { name: 'a text', query: VIEWER, headers: { 'content-type': 'text/plain' } },
  {
    name: 'a document by itself',
    body: VIEWER,
    headers: { 'content-type': 'application/graphql' },
  },
  {
    name: 'a request id that is none',
    query: '{ users(first: 101) { totalCount } }',
    headers: { 'x-request-id': 'a b' },
  },
  {
    name: 'a request id',
    query: `{ meeting(by: {id: "${MEETING}"}) { status } }`,
    headers: { 'x-request-id': 'mine.1' },
  },
];
