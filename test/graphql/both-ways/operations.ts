import { ADA, ADAS_KEY, type ComparedRequest, MEETING, NOBODY } from './ways.ts';

const TWO =
  'query A { viewer { access } } query B($x: Int) { viewer { adminKeyName } } mutation C { deleteUser(input: {id: "x"}) { __typename } } subscription D { meetingChanged { id } }';
const ERROR = '... on Error { code message } ... on InvalidInputError { issues { path message } }';
const ALL = `__typename ${ERROR}`;

/** Which operation, and what it changes. What does change something changes the same each time. */
export const OPERATIONS: readonly ComparedRequest[] = [
  ...['A', 'B', 'C', 'D', 'E', '', null, undefined, 7].map((operationName) => ({
    name: `the operation ${JSON.stringify(operationName)} of several`,
    query: TWO,
    operationName,
  })),
  ...['A', 'B', '', null].map((operationName) => ({
    name: `the operation ${JSON.stringify(operationName)} of one`,
    query: 'query A { viewer { access } }',
    operationName,
  })),
  {
    name: 'an operation without a name, asked for by one',
    query: '{ viewer { access } }',
    operationName: 'A',
  },
  {
    name: 'two operations without names',
    query: '{ viewer { access } } { viewer { adminKeyName } }',
  },
  {
    name: 'two operations of one name',
    query: 'query A { viewer { access } } query A { viewer { adminKeyName } }',
    operationName: 'A',
  },
  { name: 'a document of fragments', query: 'fragment A on Viewer { access }' },
  {
    name: 'variables of one operation, in the other',
    query: 'query A($x: Int!) { users(first: $x) { totalCount } } query B { viewer { access } }',
    operationName: 'B',
  },
  {
    name: 'a subscription that is refused',
    as: 'browser',
    query: 'subscription { meetingChanged { id } }',
  },
  { name: 'an empty document', query: '' },
  { name: 'a document of spaces', query: '   ' },
  { name: 'a document of a comment', query: '# nothing' },
  { name: 'no document', body: '{}' },
  { name: 'an empty selection', query: '{ viewer { } }' },
  { name: 'no selection where one is needed', query: '{ viewer }' },
  { name: 'a selection where none can be', query: '{ viewer { access { x } } }' },
  { name: 'an unknown field, with a hint', query: '{ viewr { access } }' },
  {
    name: 'more faults than are listed',
    query: `{ ${Array.from({ length: 9 }, (_, n) => `x${n}`).join(' ')} }`,
  },
  {
    name: 'a circle of fragments',
    query: '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }',
  },
  { name: 'an unknown directive', query: '{ viewer @nonsense { access } }' },
  { name: 'a directive of the schema', query: '{ viewer { access @deprecated } }' },
  {
    name: 'too deep',
    query: `${'{ viewer { user { apiTokens { edges { node '.repeat(3)}{ id }${' } } } } }'.repeat(3)}`,
  },
  {
    name: 'too many aliases',
    query: `{ ${Array.from({ length: 31 }, (_, n) => `a${n}: __typename`).join(' ')} }`,
  },
  {
    name: 'too dear',
    query:
      '{ users(first: 100) { edges { node { meetings(first: 100) { edges { node { transitions { at } user { apiTokens(first: 100) { edges { node { id } } } } } } } } } } }',
  },
  {
    name: 'a text with what cannot be stored',
    query: '{ user(by: {email: "a\\u0000b@example.com"}) { email } }',
  },
  { name: 'a mutation asked as a query', query: '{ deleteUser(input: {id: "x"}) { __typename } }' },

  {
    name: 'serial mutations',
    query: `mutation { a: updateUser(input: {id: "${ADA}", name: "Ada L."}) { ... on UpdateUserSuccess { user { name } } } b: updateUser(input: {id: "${ADA}", name: "Ada"}) { ... on UpdateUserSuccess { user { name } } } c: deleteUser(input: {id: "${NOBODY}"}) { ${ALL} } }`,
  },
  {
    name: 'serial mutations, one refused',
    as: 'bot',
    query: `mutation { a: revokeToken(input: {id: "${NOBODY}"}) { ${ALL} } b: deleteUser(input: {id: "${NOBODY}"}) { ${ALL} } c: removeWebhook(input: {userId: "${ADA}"}) { ${ALL} } }`,
  },
  {
    name: 'a mutation with a variable',
    query: `mutation ($input: UpdateUserInput!) { updateUser(input: $input) { ${ALL} ... on UpdateUserSuccess { user { ...U } } } } fragment U on User { email name }`,
    variables: { input: { id: ADA, name: 'Ada' } },
  },
  {
    name: 'a mutation with a variable that breaks rules',
    query: `mutation ($input: UpdateUserInput!) { updateUser(input: $input) { ${ALL} } }`,
    variables: {
      input: { id: ADA, name: 'x'.repeat(300), email: 'a@example.com', maxConcurrentBots: -1 },
    },
  },
  {
    name: 'a mutation with a variable that lacks something',
    query: `mutation ($input: UpdateUserInput!) { updateUser(input: $input) { ${ALL} } }`,
    variables: { input: { name: 'x' } },
  },
  {
    name: 'a mutation that repeats what was done',
    headers: { 'idempotency-key': 'both-ways-1' },
    query: `mutation { createUser(input: {email: "new@example.com"}) { ${ALL} ... on CreateUserSuccess { user { email databaseId createdAt } } } mintToken(input: {userId: "${ADA}", name: "again"}) { ${ALL} ... on MintTokenSuccess { secret token { databaseId name } } } }`,
  },
  {
    name: 'the same repetition for something else',
    headers: { 'idempotency-key': 'both-ways-1' },
    query: `mutation { createUser(input: {email: "other@example.com"}) { ${ALL} } }`,
  },
  {
    name: 'an Idempotency-Key that is none',
    headers: { 'idempotency-key': 'x'.repeat(300) },
    query: `mutation { deleteUser(input: {id: "${NOBODY}"}) { ${ALL} } }`,
  },
  ...UNIONS(),
];

/** Every mutation, with an input that it turns down: all their unions. */
function UNIONS(): ComparedRequest[] {
  const inputs: Readonly<Record<string, string>> = {
    createUser: '{email: "a@example.com", name: "  "}',
    updateUser: `{id: "${NOBODY}"}`,
    deleteUser: '{id: "nonsense"}',
    mintToken: `{userId: "${NOBODY}"}`,
    rotateKey: `{id: "${ADAS_KEY}", overlap: 99999999}`,
    revokeToken: `{id: "${NOBODY}"}`,
    finishRotation: `{id: "${ADAS_KEY}"}`,
    cancelRotation: `{id: "${ADAS_KEY}"}`,
    updateToken: `{id: "${ADAS_KEY}", scopes: [BROWSER]}`,
    createAdminKey: '{name: "", access: ADMIN}',
    rotateAdminKey: '{id: "nonsense"}',
    finishAdminKeyRotation: `{id: "${NOBODY}"}`,
    cancelAdminKeyRotation: `{id: "${NOBODY}"}`,
    revokeAdminKey: `{id: "${NOBODY}"}`,
    revokeAdminKeyLineage: `{id: "${NOBODY}"}`,
    revokeLineage: `{id: "${NOBODY}"}`,
    revokeAllTokens: `{userId: "${NOBODY}"}`,
    setWebhook: `{userId: "${ADA}", url: "http://localhost/x"}`,
    removeWebhook: `{userId: "${NOBODY}"}`,
    recordMeeting: `{userId: "${ADA}", meetings: []}`,
    updateMeetingStatus: `{meetings: [{id: "${MEETING}", status: JOINING}]}`,
    recordSessions: `{meetingId: "${MEETING}", sessions: []}`,
    recordSegments: `{meetingId: "${NOBODY}", segments: []}`,
  };
  return Object.entries(inputs).map(([field, input]) => ({
    name: `the union of ${field}`,
    query: `mutation { ${field}(input: ${input}) { ${ALL} } }`,
  }));
}
