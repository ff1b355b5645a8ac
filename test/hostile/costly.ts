/** How long the repeated part of each is: with what stands around it, just within the limit of a body. */
const LENGTH = 1_040_000;

export type CostlyRequest = { readonly query: string; readonly variables?: unknown };

/** As it is written in JSON: quotes and line breaks take two characters there. */
function fill(piece: string): string {
  return piece.repeat(Math.floor(LENGTH / (JSON.stringify(piece).length - 2)));
}

function list<Item>(length: number, make: (place: number) => Item): Item[] {
  return Array.from({ length }, (_, place) => make(place));
}

const INPUT = 'mutation ($input: CreateUserInput!) { createUser(input: $input) { __typename } }';
const RECORD =
  'mutation ($input: RecordMeetingInput!) { recordMeeting(input: $input) { __typename } }';
const NODES = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
const USERS = 'query ($filter: UserFilter) { users(filter: $filter) { totalCount } }';
const RANGE = 'query ($range: DateRange!) { analytics(range: $range) { totals { meetings } } }';

function withUser(by: string): string {
  return `{ user(by: ${by}) { id } }`;
}

/** Literals and names: all in the document. */
const DOCUMENTS: Readonly<Record<string, () => string>> = {
  'hints in a text of the wrong type': () =>
    `{ users(first: "${fill(' Did you mean ')}") { totalCount } }`,
  'hints in an unknown enum value': () =>
    `{ users(orderBy: "${fill(' Did you mean x?')}y") { totalCount } }`,
  'a long text': () => withUser(`{email: "${fill('x')}"}`),
  'a long text of escapes': () => withUser(`{email: "${fill('\\u00e9')}"}`),
  'an unended text': () => withUser(`{email: "${fill('x')}`),
  'a block text of many lines': () => withUser(`{email: """${fill(' \n')}"""}`),
  'a block text of quotes': () => withUser(`{email: """${fill('\\"""')}"""}`),
  'a long name of a field': () => `{ ${fill('user')} }`,
  'a long name of a type': () => `query ($x: ${fill('User')}) { __typename }`,
  'a long name of an enum value': () =>
    `{ users(orderBy: {field: ${fill('NAME')}, direction: ASC}) { totalCount } }`,
  'a long name of an argument': () => `{ users(${fill('first')}: 1) { totalCount } }`,
  'a long name of a directive': () => `{ __typename @${fill('skip')} }`,
  'a long number': () => `{ users(first: ${fill('9')}) { totalCount } }`,
  'a long number of 64 bits': () => withUser(`{databaseId: ${fill('9')}}`),
  'a long fraction': () => `{ users(first: 1.${fill('9')}) { totalCount } }`,
  'a long exponent': () => `{ users(first: 1e${fill('9')}) { totalCount } }`,
  'many commas': () => `{ ${fill(',')} __typename }`,
  'many lines': () => `{ ${fill('\n')} nope }`,
  'many comments': () => `{ ${fill('#\n')} __typename }`,
  'one long comment': () => `{ #${fill('x')}\n __typename }`,
  'many opened braces': () => fill('{a'),
  'many lists': () => `{ users(first: ${fill('[')}`,
  'many fields': () => `{ ${fill('a ')} }`,
  'many aliases': () => `{ ${list(60_000, (place) => `a${place}: viewer`).join(' ')} }`,
  'many operations': () => list(30_000, (place) => `query Q${place} {a}`).join(' '),
  'many fragments': () =>
    `{ ...F0 } ${list(20_000, (place) => `fragment F${place} on Query { ...F${place + 1} }`).join(' ')}`,
  'many spreads': () => `{ ${fill('...F ')} } fragment F on Query { __typename }`,
  'many variables': () =>
    `query (${list(50_000, (place) => `$v${place}: Int`).join(' ')}) { __typename }`,
  'many arguments': () =>
    `{ users(${list(60_000, (place) => `a${place}: 1`).join(' ')}) { totalCount } }`,
  'many directives': () => `{ __typename ${fill('@skip(if: false) ')} }`,
  'many keys of an object': () =>
    `{ users(filter: {${list(60_000, (place) => `a${place}: 1`).join(' ')}}) { totalCount } }`,
  'many items of a list': () => `{ nodes(ids: [${fill('1 ')}]) { id } }`,
};

/** Short enough to be parsed: what is costly is to find out what is wrong with it. */
const TANGLED: Readonly<Record<string, () => string>> = {
  'one field again and again': () => `{ viewer { ${'access '.repeat(980)} } }`,
  'one object again and again': () =>
    `{ ${'viewer { access } '.repeat(19)} viewer { ${'user { id } '.repeat(230)} } }`,
  'one name for different fields': () =>
    `{ viewer { ${list(160, (place) => `x: ${place % 2 === 0 ? 'access' : 'adminKeyName'}`).join(' ')} } }`,
  'different fields on many lines': () =>
    `{ viewer { ${list(28, (place) => `x: ${place % 2 === 0 ? 'access' : 'adminKeyName'}`).join('\n'.repeat(4_500))} } }`,
  'objects that differ below one name': () => {
    const fields = list(29, (place) => `a${place}: id`).join(' ');
    return `{ viewer { user { ${fields} } ${'user { email id name } '.repeat(140)} } }`;
  },
  'unknown fields on many lines': () =>
    `{ ${list(18, (place) => `f${place}`).join('\n'.repeat(280))} }`,
  'fragments that all spread one another': () =>
    `{ ...F0 } ${list(17, (one) => `fragment F${one} on Query { ${list(17, (other) => `...F${other}`).join(' ')} }`).join(' ')}`,
  'unused fragments': () =>
    `{ __typename } ${list(120, (place) => `fragment F${place} on User { id }`).join(' ')}`,
};

/** A short document, with what is costly in the variables. */
const VARIABLES: Readonly<Record<string, () => CostlyRequest>> = {
  'hints in a variable of the wrong type': () => ({
    query: 'query ($n: Int) { users(first: $n) { totalCount } }',
    variables: { n: fill(' Did you mean ') },
  }),
  'hints in an enum variable': () => ({
    query: 'query ($by: UserOrder) { users(orderBy: $by) { totalCount } }',
    variables: { by: { field: `${fill(' Did you mean "x"')}`, direction: 'ASC' } },
  }),
  'an enum variable that nearly is': () => ({
    query: 'query ($by: UserOrder) { users(orderBy: $by) { totalCount } }',
    variables: { by: { field: fill('CREATED_AT'), direction: 'ASC' } },
  }),
  'a long name of a variable': () => ({
    query: 'query ($n: Int) { users(first: $n) { totalCount } }',
    variables: { [fill('n')]: 1 },
  }),
  'a long key of an input': () => ({
    query: INPUT,
    variables: { input: { email: 'a@b.de', [fill('name')]: 1 } },
  }),
  'many keys of an input': () => ({
    query: INPUT,
    variables: { input: Object.fromEntries(list(80_000, (place) => [`nam${place}`, 1])) },
  }),
  'many wrong items of a list': () => ({
    query: RECORD,
    variables: { input: { meetings: list(300_000, () => 1) } },
  }),
  'many empty items of a list': () => ({
    query: RECORD,
    variables: { input: { meetings: list(300_000, () => ({})) } },
  }),
  'many wrong enum values': () => ({
    query: 'query ($in: [MeetingStatus!]) { meetings(filter: {status: {in: $in}}) { totalCount } }',
    variables: { in: list(120_000, () => 'ACTIV') },
  }),
  'many ids': () => ({ query: NODES, variables: { ids: list(250_000, () => '1') } }),
  'one long id': () => ({ query: NODES, variables: { ids: [fill('VXNlcjox')] } }),
  'many texts of a filter': () => ({
    query: USERS,
    variables: { filter: { name: { in: list(250_000, () => 'a') } } },
  }),
  'a long number of 64 bits in a text': () => ({
    query: 'query ($id: BigInt!) { user(by: {databaseId: $id}) { id } }',
    variables: { id: fill('9') },
  }),
  'blanks around a number of 64 bits': () => ({
    query: 'query ($id: BigInt!) { user(by: {databaseId: $id}) { id } }',
    variables: { id: `${fill(' ')}x` },
  }),
  'a long timestamp': () => ({
    query: RANGE,
    variables: {
      range: { start: `2026-01-01T00:00:00.${fill('0')}`, end: '2026-01-01T00:00:00Z' },
    },
  }),
  'a long time zone': () => ({
    query:
      'query ($zone: TimeZone) { analytics(range: {start: "2026-01-01T00:00:00Z", end: "2026-02-01T00:00:00Z"}, timeZone: $zone) { totals { meetings } } }',
    variables: { zone: fill('Europe/') },
  }),
  'a long e-mail address': () => ({
    query: INPUT,
    variables: { input: { email: `${fill('a.')}@` } },
  }),
  'a long address in brackets': () => ({
    query: INPUT,
    variables: { input: { email: fill('<') } },
  }),
  'a long URL': () => ({
    query: INPUT,
    variables: { input: { email: 'a@b.de', imageUrl: `http://${fill('.')}` } },
  }),
  'a long cursor': () => ({
    query: 'query ($after: String) { users(after: $after) { totalCount } }',
    variables: { after: fill('W10') },
  }),
  'many values of free data': () => ({
    query: INPUT,
    variables: {
      input: {
        email: 'a@b.de',
        data: Object.fromEntries(list(80_000, (place) => [`k${place}`, 1])),
      },
    },
  }),
  'many addresses of long domains': () => ({
    query: 'query ($in: [String!]) { users(filter: {email: {in: $in}}) { totalCount } }',
    variables: { in: list(100, (place) => `a@${'・'.repeat(1_700)}${place}${'漢'.repeat(300)}`) },
  }),
  'unused variables': () => ({
    query: '{ __typename }',
    variables: Object.fromEntries(list(80_000, (place) => [`k${place}`, 1])),
  }),
};

/** What a caller could send to keep the process busy: each kind, about one megabyte of it. */
export const COSTLY: Readonly<Record<string, () => CostlyRequest>> = {
  ...Object.fromEntries(
    Object.entries({ ...DOCUMENTS, ...TANGLED }).map(([name, make]) => [
      name,
      () => ({ query: make() }),
    ]),
  ),
  ...VARIABLES,
  'an operation name': (): CostlyRequest & { operationName: string } => ({
    query: 'query A { __typename } query B { __typename }',
    operationName: fill('A'),
  }),
};

const UNEXACT = `[${'1e400,'.repeat(24_000)}1]`;
const NAMES = JSON.stringify(
  Object.fromEntries(list(24_000, (place) => [`webhook-${place}`, 'x'])),
);

/** The same of REST: bodies that are refused, each about as costly to look at as a body may be. */
export const COSTLY_BODIES: Readonly<Record<string, () => string>> = {
  'numbers that cannot be kept': () => `{"data": ${UNEXACT}, "webhook_url": ${UNEXACT}}`,
  'many names': () => NAMES,
  'many names where a text is expected': () =>
    `{"webhook_url": ${NAMES}, "email": 1, "name": 1, "token": {}}`,
  'one long text': () => JSON.stringify({ webhook_url: fill('://a:'), email: '', token: [] }),
  'JSON within texts': () =>
    JSON.stringify({ webhook_url: list(24_000, () => '{"a":"b"}'), email: {} }),
  'lists in lists': () => `{"webhook_url": ${'['.repeat(60)}${']'.repeat(60)}}`,
};
