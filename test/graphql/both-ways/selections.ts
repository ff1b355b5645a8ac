import { ADA, ADAS_KEY, BOB, type ComparedRequest, MEETING, NOBODY } from './ways.ts';

const IDS = `["${ADA}", "${MEETING}", "${NOBODY}", "${ADAS_KEY}", "${BOB}"]`;
const USERS = 'users(first: 10, orderBy: {field: CREATED_AT, direction: ASC})';

/** What is selected, and whether. */
export const SELECTIONS: readonly ComparedRequest[] = [
  ...['A', 'B'].map((operationName) => ({
    name: `a fragment of two operations, in ${operationName}`,
    query:
      'query A($on: Boolean!) { viewer { ...V @include(if: $on) __typename } } query B { viewer { ...V } } fragment V on Viewer { access }',
    operationName,
    variables: { on: false },
  })),
  {
    name: 'a fragment that is skipped first and spread later',
    query: '{ viewer { ...V @skip(if: true) ...V } } fragment V on Viewer { access }',
  },
  {
    name: 'an inline fragment that is skipped first and there later',
    query: '{ viewer { ... @skip(if: true) { access } ... { access } adminKeyName } }',
  },
  {
    name: 'the same row twice, with other conditions',
    query: `query ($on: Boolean!) { ${USERS} { edges { node { email @include(if: $on) name } } edges @skip(if: $on) { node { role email } } } }`,
    variables: { on: true },
  },
  {
    name: 'conditions within inline fragments of several types',
    query: `query ($on: Boolean!) { nodes(ids: ${IDS}) { ... on Node @include(if: $on) { id ... on User { email @skip(if: $on) name } } ... on Meeting @skip(if: $on) { statusName } ... on ApiToken { name @include(if: $on) } } }`,
    variables: { on: true },
  },
  {
    name: 'a field that is there with and without a condition',
    query:
      'query ($on: Boolean!) { viewer { access @include(if: $on) access ... @skip(if: $on) { adminKeyName } } }',
    variables: { on: false },
  },
  {
    name: '@skip and @include with literals',
    query: `{ ${USERS} { totalCount @skip(if: true) edges @include(if: true) { node { email @skip(if: false) name @include(if: false) } } } }`,
  },
  ...[true, false].map((on) => ({
    name: `@skip and @include with a variable that is ${on}`,
    query: `query ($on: Boolean!) { a: viewer @skip(if: $on) { access } b: viewer @include(if: $on) { access } c: viewer { access @skip(if: $on) adminKeyName @include(if: $on) } }`,
    variables: { on },
  })),
  ...[
    { a: true, b: true },
    { a: true, b: false },
    { a: false, b: true },
    { a: false, b: false },
  ].map((variables) => ({
    name: `@skip beside @include: ${JSON.stringify(variables)}`,
    query:
      'query ($a: Boolean!, $b: Boolean!) { viewer { access @skip(if: $a) @include(if: $b) adminKeyName @include(if: $b) @skip(if: $a) __typename } }',
    variables,
  })),
  {
    name: '@include with a default',
    query: 'query ($on: Boolean = false) { viewer { access @include(if: $on) __typename } }',
  },
  {
    name: '@include with a default that is overruled by null',
    query: 'query ($on: Boolean = false) { viewer { access @include(if: $on) __typename } }',
    variables: { on: null },
  },
  {
    name: '@include with a variable of the wrong type',
    query: 'query ($on: Boolean!) { viewer { access @include(if: $on) __typename } }',
    variables: { on: 'yes' },
  },
  { name: 'everything skipped', query: '{ viewer @skip(if: true) { access } }' },
  { name: 'everything below skipped', query: '{ viewer { access @skip(if: true) } }' },
  {
    name: 'directives on fragments',
    query: `query ($on: Boolean!) { ${USERS} { edges { node { ...A @include(if: $on) ... on User @skip(if: $on) { role } ... @include(if: $on) { isActive } } } } } fragment A on User { email }`,
    variables: { on: true },
  },
  {
    name: 'directives on fragments, the other way',
    query: `query ($on: Boolean!) { ${USERS} { edges { node { ...A @include(if: $on) ... on User @skip(if: $on) { role } ... @include(if: $on) { isActive } } } } } fragment A on User { email }`,
    variables: { on: false },
  },
  {
    name: 'the same field once included and once not',
    query:
      'query ($on: Boolean!) { viewer { access @include(if: $on) access @skip(if: $on) } viewer @include(if: $on) { adminKeyName } }',
    variables: { on: false },
  },
  {
    name: 'a fragment skipped in one place and not in another',
    query:
      'query ($on: Boolean!) { a: viewer { ...V @skip(if: $on) } b: viewer { ...V } } fragment V on Viewer { access }',
    variables: { on: true },
  },
  {
    name: 'nested fragments',
    query: `{ ...Q } fragment Q on Query { ${USERS} { ...C } } fragment C on UserConnection { edges { ...E } pageInfo { hasNextPage } } fragment E on UserEdge { node { ...U ...V } } fragment U on User { email name } fragment V on User { name role }`,
  },
  { name: 'inline fragments without a type', query: `{ ... { viewer { ... { access } } } }` },
  {
    name: 'fragments on an interface and on its types',
    query: `{ nodes(ids: ${IDS}) { __typename id ...N ... on User { email } ... on Meeting { statusName platformName } ... on ApiToken { name hint: __typename } } } fragment N on Node { nodeId: id ... on User { name } }`,
  },
  {
    name: 'one name for different fields of different types',
    query: `{ nodes(ids: ${IDS}) { ... on User { label: email } ... on ApiToken { label: id } } }`,
  },
  {
    name: 'a fragment on a type that cannot be there',
    query: `{ node(id: "${ADA}") { ... on Viewer { access } } }`,
  },
  {
    name: 'an interface within an interface',
    query: `{ node(id: "${MEETING}") { ... on Meeting { user { ... on Node { id ... on User { email } } } } } }`,
  },
  {
    name: 'nothing there',
    query: `{ node(id: "${NOBODY}") { id } user(by: {id: "${NOBODY}"}) { email } }`,
  },
  {
    name: 'aliases',
    query: `{ a: viewer { x: access y: access } b: viewer { access } ada: user(by: {email: "ada@example.com"}) { mail: email } }`,
  },
  {
    name: 'an alias that takes the name of another field',
    query: `{ user(by: {id: "${ADA}"}) { email: name name: email } }`,
  },
  {
    name: 'odd aliases',
    query: `{ __proto__: viewer { access } constructor: viewer { access } toString: viewer { access } hasOwnProperty: viewer { length: access } }`,
  },
  {
    name: 'the same field twice, merged',
    query: `{ user(by: {id: "${ADA}"}) { email apiTokens(first: 5) { totalCount } } user(by: {id: "${ADA}"}) { name apiTokens(first: 5) { edges { node { name } } } } }`,
  },
  {
    name: 'the same field in another order',
    query: `{ user(by: {id: "${ADA}"}) { name ... on User { email } role email } viewer { __typename access } }`,
  },
  {
    name: 'the same field with other arguments',
    query: `{ user(by: {id: "${ADA}"}) { email } user(by: {id: "${BOB}"}) { email } }`,
  },
  {
    name: '__typename at every level',
    query: `{ __typename viewer { __typename } ${USERS} { __typename edges { __typename node { __typename kind: __typename apiTokens(first: 3) { __typename edges { __typename node { __typename } } } } } pageInfo { __typename } } }`,
  },
  {
    name: 'introspection of the schema',
    query:
      '{ __schema { queryType { name } types { name kind fields(includeDeprecated: true) { name args { name defaultValue type { name kind ofType { name } } } } enumValues { name } possibleTypes { name } interfaces { name } inputFields { name defaultValue } } directives { name locations args { name } isRepeatable } } }',
  },
  {
    name: 'introspection of a type',
    query:
      'query ($name: String!) { __type(name: $name) { name description isOneOf fields { name type { name kind ofType { name kind } } } } other: __type(name: "UserBy") { isOneOf inputFields { name } } none: __type(name: "Nonsense") { name } }',
    variables: { name: 'User' },
  },
  {
    name: 'introspection beside data',
    query: '{ __schema { mutationType { __typename name } } viewer { access } }',
  },
  {
    name: 'lists within lists of rows',
    query: `{ ${USERS} { edges { cursor node { email meetings(first: 2, orderBy: {field: CREATED_AT, direction: DESC}) { totalCount pageInfo { hasNextPage endCursor } edges { cursor node { databaseId nativeMeetingId createdAt url data sessions { sessionUid } } } } } } } }`,
  },
  {
    name: 'all sorts of scalars',
    query: `{ user(by: {id: "${ADA}"}) { databaseId isActive createdAt data imageUrl maxConcurrentBots meetingStats { meetings successRate totalDuration } usagePatterns { hourly { hour meetings } mostUsedPlatformName } } }`,
  },
];
