import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

type Reply = {
  readonly status: number;
  readonly text: string;
  readonly errors: { message: string; extensions: { code: string } }[];
};

async function send(body: string | object): Promise<Reply> {
  const response = await server.fetch('/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      'x-admin-api-key': server.adminKey,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  const { errors = [] } = JSON.parse(text) as { errors?: Reply['errors'] };
  return { status: response.status, text, errors };
}

function repeat(count: number, make: (place: number) => string, glue = ' '): string {
  return Array.from({ length: count }, (_, place) => make(place)).join(glue);
}

/** Fragments each of which spreads the next one twice: 2^depth fields from a few lines. */
function doubling(depth: number): string {
  return repeat(
    depth,
    (place) => `fragment F${place} on Query { ...F${place + 1} ...F${place + 1} }`,
    '\n',
  );
}

const REFUSED: readonly (readonly [string, string])[] = [
  ['5,000 levels', '{'.repeat(5_000)],
  ['5,000 levels of fields', `${'{ a '.repeat(5_000)}${'}'.repeat(5_000)}`],
  ['100,000 levels of fields', `${'{ a '.repeat(100_000)}${'}'.repeat(100_000)}`],
  [
    '20,000 nested lists',
    `{ users(first: ${'['.repeat(20_000)}${']'.repeat(20_000)}) { totalCount } }`,
  ],
  [
    '20,000 nested objects',
    `{ users(filter: ${'{a:'.repeat(20_000)}1${'}'.repeat(20_000)}) { totalCount } }`,
  ],
  [
    '50,000 nested types',
    `query ($a: ${'['.repeat(50_000)}Int${']'.repeat(50_000)}) { __typename }`,
  ],
  ['101 aliases', `{ ${repeat(101, (place) => `a${place}: __typename`)} }`],
  ['1,000 aliases', `{ ${repeat(1_000, (place) => `a${place}: __typename`)} }`],
  ['20,000 aliases', `{ ${repeat(20_000, (place) => `a${place}: __typename`)} }`],
  ['20,000 repeated fields', `{ ${repeat(20_000, () => '__typename')} }`],
  ['5,000 directives', `{ __typename ${repeat(5_000, () => '@skip(if: false)')} }`],
  ['6 directives on one field', `{ __typename ${repeat(6, () => '@nope')} }`],
  ['3,000 operations', repeat(3_000, (place) => `query Q${place} { __typename }`)],
  ['5,000 variables', `query (${repeat(5_000, (place) => `$v${place}: Int`)}) { __typename }`],
  ['10,000 unknown fields', `{ ${repeat(10_000, (place) => `f${place}`)} }`],
  ['a fragment within itself', 'query { ...F } fragment F on Query { ...F }'],
  [
    'two fragments in a circle',
    'query { ...F } fragment F on Query { ...G } fragment G on Query { ...F }',
  ],
  [
    '2,000 fragments in a row',
    `query { ...F0 } ${repeat(2_000, (place) => `fragment F${place} on Query { ...F${place + 1} }`)}`,
  ],
  [
    '2^30 fields by fragments',
    `query { ...F0 } ${doubling(30)} fragment F30 on Query { __typename }`,
  ],
  ['overlapping fields without end', `{ ${repeat(300, () => 'viewer { access }')} }`],
  [
    'a million rows',
    '{ users(first: 100) { edges { node { meetings(first: 100) { edges { node { user { meetings(first: 100) { edges { node { id } } } } } } } } } } }',
  ],
  ['13 levels', `${'{ viewer { user '.repeat(7)}{ id }${'} }'.repeat(7)}`],
];

describe('a hostile document', () => {
  it.each(REFUSED)('with %s is refused in few words', async (_what, query) => {
    const { status, text, errors } = await send({ query });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(errors.length).toBeLessThanOrEqual(6);
    expect(text.length).toBeLessThan(262_144);
  });

  it('costs what its variables ask for', async () => {
    const query =
      'query ($n: Int) { users(first: $n) { edges { node { meetings(first: $n) { edges { node { id sessions { sessionUid } user { name id } } } } } } } }';
    expect((await send({ query, variables: { n: 1 } })).errors).toEqual([]);
    const { errors, status } = await send({ query, variables: { n: 100 } });
    expect([status, errors[0]?.extensions.code]).toEqual([422, 'QUERY_TOO_COMPLEX']);
  });

  it('is told what a good one costs', async () => {
    const reply = await server.graphql('{ users(first: 10) { edges { node { id } } } }', {
      admin: server.adminKey,
    });
    expect(reply.extensions).toMatchObject({ cost: { requested: 21, maximum: 20_000 } });
  });

  it.each([
    [
      'a list of requests',
      422,
      JSON.stringify(Array.from({ length: 100 }, () => ({ query: '{ __typename }' }))),
    ],
    ['a list in a list', 422, '[[{"query":"{ __typename }"}]]'],
    ['variables that are a list', 422, '{"query":"{ __typename }","variables":[]}'],
    ['extensions that are a text', 422, '{"query":"{ __typename }","extensions":"x"}'],
    ['a document that is a number', 422, '{"query":1}'],
    [
      'variables 100,000 deep',
      400,
      `{"query":"{ __typename }","variables":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`,
    ],
    [
      'extensions 100,000 deep',
      400,
      `{"query":"{ __typename }","extensions":{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`,
    ],
    ['half a body', 400, '{"query":"{ __type'],
  ])('in %s is refused', async (_what, expected, body) => {
    const { status } = await send(body);
    expect(status).toBe(expected);
  });
});
