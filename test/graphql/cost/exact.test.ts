import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { buildSchema, type GraphQLSchema, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../../support/server.ts';
import { fullAnswer } from './full-answer.ts';
import { type KnownIds, randomDocument } from './random-document.ts';
import { seedFullLists } from './seed-full-lists.ts';

let server: TestServer;
let schema: GraphQLSchema;
let known: KnownIds;
beforeAll(async () => {
  server = await startServer();
  // As clients see it: the prices are those that the printed schema declares.
  schema = buildSchema(await readFile('schema/schema.graphql', 'utf8'));
  known = await seedFullLists(server);
});
afterAll(() => server.stop());

async function ask(query: string, variables: unknown = {}, headers: object = {}) {
  const response = await server.fetch('/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-admin-api-key': server.adminKey,
      ...headers,
    },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors = [], extensions } = await response.json();
  return { data, errors, cost: extensions?.cost as { requested: number; maximum: number } };
}

describe('the cost of 300 random documents', () => {
  it('equals the objects of a full answer and the declared weights', async () => {
    const seen = { lists: 0, full: 0, refused: 0, objects: 0 };
    await fc.assert(
      fc.asyncProperty(fc.noShrink(fc.nat()), async (seed) => {
        const { query, variables } = randomDocument(schema, known, seed);
        const dry = await ask(query, variables, { 'x-cost-only': 'true' });
        const { data, errors, cost } = await ask(query, variables);
        expect(dry.cost, query).toEqual(cost);
        const codes = errors.map(({ extensions }: { extensions: object }) => extensions);
        if (codes[0]?.code === 'QUERY_TOO_COMPLEX') {
          seen.refused += 1;
          return;
        }
        expect([codes, errors], query).toEqual([[], []]);
        const { points, lists, full } = fullAnswer(schema, parse(query), { variables, data });
        expect(cost.requested, `${query} ${JSON.stringify(variables)}`).toBe(points);
        seen.lists += lists;
        seen.full += full;
        seen.objects += points;
      }),
      { numRuns: 300 },
    );
    // What was compared is worth comparing: most documents are answered, and most lists are full.
    expect(seen.refused).toBeLessThan(60);
    expect(seen.full / seen.lists).toBeGreaterThan(0.8);
    expect(seen.objects).toBeGreaterThan(10_000);
  });
});

const WORTH = 'apiTokens { edges { node { hint } } } meetings { edges { node { id } } }';
const OF_USERS = `query ($n: Int) { users(first: $n) { edges { node { ${WORTH} } } } }`;
const TELEMATICS = 'meetings(first: 10) { edges { node { telematics { speakers { words } } } } }';

/** Too dear in one place each: the number that passes, and the document with any number in that place. */
const DEAR: readonly (readonly [string, string, (size: number) => readonly [string, object?]])[] = [
  ['a literal', 'users', (n) => [`{ users(first: ${n}) { edges { node { ${TELEMATICS} } } } }`]],
  ['a variable', 'users', (n) => [OF_USERS, { n }]],
  ['the last rows', 'users', (n) => [`{ users(last: ${n}) { edges { node { ${TELEMATICS} } } } }`]],
  [
    'an alias',
    'theirs',
    (n) => [`{ theirs: users(first: ${n}) { edges { node { ${TELEMATICS} } } } }`],
  ],
  [
    'a list below one object',
    'user.meetings',
    (n) => [
      `{ user(by: {databaseId: 1}) { meetings(first: ${n}) { edges { node { user { meetings { edges { node { sessions { startedAt } } } } } } } } } }`,
    ],
  ],
  [
    'a list beside the place that passes the limit',
    'users',
    (n) => [
      `{ users(first: ${n}) { edges { node { ${WORTH} } } } analytics(range: {start: "2026-01-01T00:00:00Z", end: "2026-01-02T00:00:00Z"}) { totals { meetings } } }`,
    ],
  ],
];

describe('a document that costs too much', () => {
  it.each(DEAR)('by %s is refused with the number that would pass', async (_what, path, make) => {
    const { errors } = await ask(...make(100));
    const [{ message, extensions }] = errors;
    const { value, argument, variable } = extensions.wouldPass;
    expect(extensions).toMatchObject({
      code: 'QUERY_TOO_COMPLEX',
      wouldPass: { path: path.split('.') },
    });
    expect(message).toContain(`\`${path}(${argument}: ${variable ? `$${variable}` : value})\``);
    expect(message).toContain(`${value}`);
    const passing = await ask(...make(value));
    expect([passing.errors, passing.cost.requested <= 20_000]).toEqual([[], true]);
    const beyond = await ask(...make(value + 1));
    expect(beyond.errors[0].extensions.code).toBe('QUERY_TOO_COMPLEX');
    expect(beyond.cost.requested).toBeGreaterThan(20_000);
  });

  it('names no number where even one row is too much', async () => {
    const years = '(range: {start: "2016-01-02T00:00:00Z", end: "2026-01-01T00:00:00Z"})';
    const { errors } = await ask(
      `{ users(first: 2) { edges { node { ${[1, 2, 3, 4, 5, 6].map((place) => `u${place}: usage { daily${years} { day } }`).join(' ')} } } } }`,
    );
    expect(errors[0].extensions).toMatchObject({ argument: 'range' });
    expect(errors[0].extensions.wouldPass).toBeUndefined();
    expect(errors[0].message).toContain('request less with `range`');
  });
});

describe('the cost', () => {
  it('of a list follows the variable that sets its size', async () => {
    const { errors, cost } = await ask(OF_USERS, { n: 5 });
    expect(errors).toEqual([]);
    expect(cost.requested).toBe(1 + 5 * 2 + 5 * (1 + 100 + 1 + 100));
  });

  it('of an object of several types is that of the dearest', async () => {
    const user = '... on User { meetings(first: 4) { edges { node { id } } } }';
    const meeting = '... on Meeting { user { id } }';
    const costOf = async (text: string) =>
      (await ask(`{ node(id: "${known['User']?.ids[0]}") { ${text} } }`)).cost.requested;
    expect(await costOf(meeting)).toBe(2);
    expect(await costOf(user)).toBe(10);
    expect(await costOf(`${user} ${meeting}`)).toBe(10);
  });
});

describe('a dry run', () => {
  const DRY = { 'x-cost-only': 'true' };
  const CREATE =
    'mutation { createUser(input: {email: "dry@example.com"}) { ... on CreateUserSuccess { user { id } } } }';

  it.each([
    ['a query', '{ users { edges { node { email } } } }', {}],
    ['a mutation', CREATE, {}],
    ['a subscription', 'subscription { meetingChanged { id } }', { accept: 'text/event-stream' }],
  ])('of %s reads and changes nothing, and answers the cost', async (_what, query, headers) => {
    await ask('{ viewer { access } }');
    server.statements.length = 0;
    const response = await server.fetch('/graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-admin-api-key': server.adminKey,
        ...DRY,
        ...headers,
      },
      body: JSON.stringify({ query }),
    });
    const text = await response.text();
    const { data, extensions } = JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? text);
    expect(data).toEqual({});
    expect(extensions.cost).toEqual({ requested: expect.any(Number), maximum: 20_000 });
    expect(
      server.statements.filter((sql) => /from "?users|into "?users|meetings/.test(sql)),
    ).toEqual([]);
    expect(await server.db.prisma.user.count({ where: { email: 'dry@example.com' } })).toBe(0);
  });

  it('is refused as the document would be', async () => {
    expect((await ask('{ nothing }', {}, DRY)).errors[0].extensions.code).toBe(
      'GRAPHQL_VALIDATION_FAILED',
    );
    expect((await ask(OF_USERS, { n: 100 }, DRY)).errors[0].extensions.code).toBe(
      'QUERY_TOO_COMPLEX',
    );
  });

  it('is never taken for a request that runs: other values are refused', async () => {
    for (const value of ['1', 'yes', 'TRUE', ''])
      expect((await ask(CREATE, {}, { 'x-cost-only': value })).errors[0].message, value).toContain(
        'X-Cost-Only',
      );
    const { data } = await ask('{ viewer { access } }', {}, { 'x-cost-only': 'false' });
    expect(data.viewer.access).toContain('ADMIN');
  });
});
