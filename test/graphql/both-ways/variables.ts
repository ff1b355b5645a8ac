import { ADA, BOB, type ComparedRequest } from './ways.ts';

const USERS =
  'query ($first: Int = 1, $filter: UserFilter) { users(first: $first, filter: $filter, orderBy: {field: CREATED_AT, direction: ASC}) { edges { node { email } } } }';
const BY = 'query ($by: UserBy!) { user(by: $by) { email } }';
const NODES = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
const ROLE =
  'query ($role: UserRole) { users(first: 5, filter: {role: {eq: $role}}) { totalCount } }';
const RANGE = 'query ($range: DateRange!) { analytics(range: $range) { totals { meetings } } }';

const each = (
  what: string,
  query: string,
  given: Readonly<Record<string, unknown>>,
): ComparedRequest[] =>
  Object.entries(given).map(([name, variables]) => ({
    name: `${what}: ${name}`,
    query,
    variables,
  }));

/** What comes in beside the document. */
export const VARIABLES: readonly ComparedRequest[] = [
  ...each(
    'what must not be null, with a default',
    'query ($ids: [ID!] = []) { nodes(ids: $ids) { id } }',
    {
      absent: {},
      null: { ids: null },
      given: { ids: [ADA] },
    },
  ),
  ...each(
    'an argument with a default of its own',
    `query ($zone: TimeZone, $first: Int) { user(by: {id: "${ADA}"}) { usagePatterns(timeZone: $zone) { meetingsPerDay } meetings(first: $first) { totalCount } } }`,
    {
      absent: {},
      null: { zone: null, first: null },
      given: { zone: 'Europe/Berlin', first: 1 },
    },
  ),
  ...each(
    'variables within an object',
    'query ($text: String, $texts: [String!], $text2: String!, $on: Boolean) { users(filter: {email: {contains: $text, in: $texts}, name: {in: ["Ada", $text2]}, isActive: $on}) { totalCount } }',
    {
      absent: { text2: 'Bob' },
      null: { text: null, texts: null, text2: 'Bob', on: null },
      given: { text: 'a', texts: ['ada@example.com'], text2: 'Bob', on: true },
      'one value for a list': { texts: 'ada@example.com', text2: 'Bob' },
    },
  ),
  ...each('a page size with a default', USERS, {
    absent: {},
    'no variables at all': undefined,
    null: { first: null },
    given: { first: 2 },
    'a whole float': { first: 2.0 },
    'a fraction': { first: 1.5 },
    'a text': { first: '2' },
    'too large for the type': { first: 3_000_000_000 },
    'too large for the rule': { first: 101 },
    negative: { first: -1 },
    'an object': { first: {} },
    'a list of one': { first: [1] },
    'extra ones': { first: 1, more: 2 },
  }),
  ...each('a filter', USERS, {
    null: { filter: null },
    empty: { filter: {} },
    'a null within': { filter: { email: null } },
    'an unknown field': { filter: { nonsense: 1 } },
    'an unknown field far down': { filter: { email: { like: 'x' } } },
    'a list made of one value': { filter: { email: { in: 'bob@example.com' } } },
    'a list with null in it': { filter: { email: { in: ['bob@example.com', null] } } },
    'a wrong type': { filter: 'x' },
    'several things wrong': { first: 'x', filter: { nonsense: 1, email: { in: [1, 2] }, role: 3 } },
  }),
  ...each('one of several', BY, {
    'the id': { by: { id: ADA } },
    'the address': { by: { email: 'BOB@example.com' } },
    'no such address': { by: { email: 'nonsense' } },
    none: { by: {} },
    two: { by: { id: ADA, email: 'ada@example.com' } },
    'one and a null': { by: { id: ADA, email: null } },
    'a null': { by: { id: null } },
    absent: {},
    null: { by: null },
  }),
  {
    name: 'one of several, as a variable within',
    query: 'query ($id: ID!) { user(by: {id: $id}) { email } }',
    variables: { id: ADA },
  },
  {
    name: 'one of several, as a variable that may be null',
    query: 'query ($id: ID) { user(by: {id: $id}) { email } }',
    variables: { id: ADA },
  },
  {
    name: 'one of several, two in the document',
    query: `{ user(by: {id: "${ADA}", databaseId: 1}) { email } }`,
  },
  { name: 'one of several, null in the document', query: '{ user(by: {id: null}) { email } }' },
  ...each('a list', NODES, {
    two: { ids: [ADA, BOB] },
    'one value': { ids: ADA },
    empty: { ids: [] },
    'with null': { ids: [ADA, null] },
    'with a number': { ids: [1] },
    'with a list': { ids: [[ADA]] },
    null: { ids: null },
    absent: {},
  }),
  { name: 'a list of one value in the document', query: `{ nodes(ids: "${ADA}") { id } }` },
  {
    name: 'a variable within a list',
    query: 'query ($id: ID!) { nodes(ids: [$id, "x"]) { id } }',
    variables: { id: ADA },
  },
  ...each('an enum', ROLE, {
    right: { role: 'ADMIN' },
    wrong: { role: 'NOBODY' },
    'in lower case': { role: 'admin' },
    'a number': { role: 1 },
    null: { role: null },
    absent: {},
  }),
  {
    name: 'an enum that is wrong in the document',
    query: '{ users(filter: {role: {eq: NOBODY}}) { totalCount } }',
  },
  ...each('dates', RANGE, {
    right: { range: { start: '2026-01-01T00:00:00Z', end: '2026-02-01T00:00:00Z' } },
    nonsense: { range: { start: 'yesterday', end: '2026-02-01T00:00:00Z' } },
    'the wrong way round': {
      range: { start: '2026-02-01T00:00:00Z', end: '2026-01-01T00:00:00Z' },
    },
    'one missing': { range: { start: '2026-02-01T00:00:00Z' } },
  }),
  {
    name: 'a default that is an object',
    query:
      'query ($filter: UserFilter = {email: {eq: "bob@example.com"}}) { users(filter: $filter) { edges { node { email } } } }',
  },
  {
    name: 'a variable that is not defined',
    query: '{ user(by: {id: $id}) { email } }',
    variables: { id: ADA },
  },
  {
    name: 'a variable that nobody uses',
    query: 'query ($id: ID) { viewer { access } }',
    variables: { id: ADA },
  },
  {
    name: 'a variable of a type that does not fit',
    query: 'query ($first: String) { users(first: $first) { totalCount } }',
    variables: { first: '1' },
  },
  {
    name: 'a variable of no known type',
    query: 'query ($x: Nonsense) { viewer { access } }',
    variables: { x: 1 },
  },
  {
    name: 'an id that is a number',
    query: 'query ($id: ID!) { node(id: $id) { id } }',
    variables: { id: 7 },
  },
  {
    name: 'a number beyond what a float can hold',
    query: 'query ($id: BigInt!) { user(by: {databaseId: $id}) { email } }',
    variables: { id: '9007199254740993' },
  },
  {
    name: 'a number that is none',
    query: 'query ($id: BigInt!) { user(by: {databaseId: $id}) { email } }',
    variables: { id: 'one' },
  },
];
