import { ADA, BOB, BOBS_KEY, type ComparedRequest, MEETING } from './ways.ts';

const USERS = 'users(first: 10, orderBy: {field: CREATED_AT, direction: ASC})';

/** What goes wrong while it is answered: where it stands, and what becomes of the rest. */
export const FAILURES: readonly ComparedRequest[] = [
  {
    name: 'a refused field that may be null',
    as: 'bot',
    query: `{ user(by: {id: "${ADA}"}) { email } viewer { access } }`,
  },
  {
    name: 'a refused field that must not be null',
    as: 'bot',
    query: `{ viewer { access } ${USERS} { totalCount } }`,
  },
  {
    name: 'the same refused under another name',
    as: 'bot',
    query: `{ a: user(by: {id: "${ADA}"}) { email } b: user(by: {id: "${BOB}"}) { email } viewer { access } }`,
  },
  {
    name: 'all refused, some not to be null',
    as: 'bot',
    query: `{ a: user(by: {id: "${ADA}"}) { email } b: users { totalCount } c: user(by: {id: "${BOB}"}) { email } }`,
  },
  {
    name: 'nobody asks',
    as: 'nobody',
    query: `{ viewer { access } user(by: {id: "${ADA}"}) { email } apiToken(by: {id: "${BOBS_KEY}"}) { name } }`,
  },
  {
    name: 'refused in each row',
    as: 'analytics',
    query: `{ ${USERS} { edges { node { email data } } } viewer { access } }`,
  },
  {
    name: 'refused in each row that may be null',
    as: 'analytics',
    query: `{ nodes(ids: ["${ADA}", "${MEETING}", "${BOB}"]) { id ... on User { data } } viewer { access } }`,
  },
  {
    name: 'refused in some rows',
    as: 'bot',
    query: `{ nodes(ids: ["${ADA}", "${MEETING}", "${BOB}"]) { id ... on Meeting { user { email data } } ... on User { email webhook { url } } } }`,
  },
  {
    name: 'refused far down, where null may be only far up',
    as: 'bot',
    query: `{ viewer { access user { email meetings(first: 2) { edges { node { user { data } } } } } } }`,
  },
  {
    name: 'refused in two places of each row',
    as: 'analytics',
    query: `{ ${USERS} { edges { node { a: data b: data apiTokens(first: 1) { totalCount } } } } }`,
  },
  {
    name: 'refused beside what may be null',
    as: 'analytics',
    query: `{ user(by: {id: "${ADA}"}) { email data } b: user(by: {id: "${BOB}"}) { webhook { url } email } }`,
  },
  {
    name: 'refused by scope',
    as: 'browser',
    query: `{ meeting(by: {id: "${MEETING}"}) { status } viewer { user { meetings { totalCount } } } }`,
  },
  { name: 'an id of another type', query: `{ meeting(by: {id: "${ADA}"}) { status } }` },
  {
    name: 'an id that is none',
    query: '{ node(id: "nonsense") { id } nodes(ids: ["nonsense", ""]) { id } }',
  },
  {
    name: 'several wrong inputs',
    query:
      '{ a: meeting(by: {id: "x"}) { status } b: apiToken(by: {id: "y"}) { name } c: users(first: 101) { totalCount } viewer { access } }',
  },
  {
    name: 'a wrong input far down',
    query: `{ ${USERS} { edges { node { email meetings(first: -1) { totalCount } } } } }`,
  },
  { name: 'a wrong cursor', query: '{ users(after: "nonsense") { totalCount } }' },
  {
    name: 'a wrong time zone',
    query: `{ user(by: {id: "${ADA}"}) { usagePatterns(timeZone: "Mars/Olympus") { meetingsPerDay } } }`,
  },
  {
    name: 'a time zone that only PostgreSQL does not know',
    query:
      'query ($zone: TimeZone!) { viewer { access } analytics(range: {start: "2026-01-01T00:00:00Z", end: "2026-02-01T00:00:00Z"}, timeZone: $zone) { series(metric: MEETINGS, bucket: DAY) { value } } }',
    variables: { zone: 'UTC' },
  },
  {
    name: 'refused on many lines',
    as: 'analytics',
    query: `query Many(\n  $id: ID!\n) {\n  nodes(ids: [$id]) {\n    ... on User {\n      data\n      webhook { url }\n    }\n  }\n  ...More\n}\nfragment More on Query {\n  apiTokens {\n    totalCount\n  }\n}`,
    variables: { id: ADA },
  },
  {
    name: 'the same field refused in two places of the document',
    as: 'analytics',
    query: `{ user(by: {id: "${ADA}"}) { ...A ...B email } } fragment A on User { webhook { url } } fragment B on User { webhook { events } }`,
  },
];

/** What only a fault of ours brings about: to read `meetings.platform` divides by zero meanwhile. */
export const FAULTS: readonly ComparedRequest[] = [
  {
    name: 'a bug in a field that may be null',
    query: `{ meeting(by: {id: "${MEETING}"}) { platformName } viewer { access } }`,
  },
  {
    name: 'a bug in a field that must not be null',
    query: '{ viewer { access } meetings { edges { node { platformName } } } }',
  },
  {
    name: 'a bug in each row',
    query: `{ ${USERS} { edges { node { email meetings(first: 1) { edges { node { platformName } } } } } } }`,
  },
  {
    name: 'a bug in each row that may be null',
    query: `{ nodes(ids: ["${ADA}", "${MEETING}", "${BOB}"]) { id ... on User { meetings(first: 1) { edges { node { platformName } } } } } }`,
  },
  {
    name: 'a bug beside a refusal',
    as: 'bot',
    query: `{ meeting(by: {id: "${MEETING}"}) { platformName } user(by: {id: "${ADA}"}) { email } viewer { access } }`,
  },
  {
    name: 'a bug in a mutation, and what comes after it',
    query: `mutation { a: updateMeetingStatus(input: {changes: [{meeting: {id: "${MEETING}"}, status: FAILED}]}) { ... on UpdateMeetingStatusSuccess { receipts { meeting { platformName } } } } b: deleteUser(input: {id: "x"}) { __typename } }`,
  },
];
