import fc from 'fast-check';
import {
  type GraphQLField,
  getNamedType,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../src/api/graphql/schema.ts';
import type { FieldCost } from '../../src/kit/graphql/cost.ts';
import { seedKey, seedMeetings, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { anyDocument } from './cost/any-document.ts';

type Field = GraphQLField<unknown, unknown>;
type Named = { readonly name: string; readonly field: Field };

const FIELDS: readonly Named[] = Object.values(schema.getTypeMap())
  .filter((type) => isObjectType(type) && !type.name.startsWith('__'))
  .filter(isObjectType)
  .flatMap((type) =>
    Object.values(type.getFields()).map((field) => ({ name: `${type.name}.${field.name}`, field })),
  );

function costOf({ extensions }: Field): FieldCost | undefined {
  return extensions['cost'] as FieldCost | undefined;
}

function isListOfObjects({ type }: Field): boolean {
  const inner = isNonNullType(type) ? type.ofType : type;
  return isListType(inner) && isCompositeType(getNamedType(inner));
}

describe('every field of the schema', () => {
  it('that answers a list of objects says how many they are', () => {
    const lists = FIELDS.filter(({ field }) => isListOfObjects(field));
    expect(lists.length).toBeGreaterThan(20);
    const silent = lists.filter(({ field }) => costOf(field)?.items === undefined);
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  it('that adds up what a range, or all rows hold says what that costs', () => {
    const sums = FIELDS.filter(
      ({ name, field }) =>
        field.name === 'totalCount' ||
        name.startsWith('Analytics.') ||
        name.startsWith('Telematics.') ||
        ['MeetingStats', 'UsagePatterns', 'Usage'].includes(getNamedType(field.type).name) ||
        (field.args.some(({ name: arg }) => arg === 'range') && name !== 'Query.analytics'),
    );
    expect(sums.length).toBeGreaterThan(20);
    const silent = sums.filter(({ field }) => !costOf(field)?.base);
    expect(silent.map(({ name }) => name)).toEqual([]);
  });
});

let server: TestServer;
let users: string[];
let key: string;
beforeAll(async () => {
  server = await startServer();
  const seeded = [await seedUser(server), await seedUser(server), await seedUser(server)];
  users = seeded.map(({ id }) => id);
  for (const user of seeded) {
    key = (await seedKey(server, user, { scopes: ['BOT', 'TX'] })).secret;
    await seedMeetings(server, user.databaseId, 12);
  }
  const meetings = await server.db.prisma.meeting.findMany();
  // More than a list of sessions counts as before it is read.
  await server.db.prisma.meetingSession.createMany({
    data: Array.from({ length: 40 }, (_, place) => ({
      meetingId: meetings[0]?.id ?? 0n,
      userId: meetings[0]?.userId ?? 0n,
      sessionUid: `more-${place}`,
      startedAt: new Date(),
    })),
  });
});
afterAll(() => server.stop());

type Cost = { readonly requested: number; readonly maximum: number };

async function ask(query: string, variables?: unknown, who: object = { admin: server.adminKey }) {
  const reply = await server.graphql<unknown>(query, { ...who, variables });
  return { ...reply, cost: reply.extensions?.['cost'] as Cost };
}

function objectsIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const below = Object.values(value).reduce<number>((sum, one) => sum + objectsIn(one), 0);
  return Array.isArray(value) ? below : below + 1;
}

describe('the cost of a document', () => {
  it('is at least the number of objects in its answer', async () => {
    await fc.assert(
      fc.asyncProperty(anyDocument, fc.integer({ min: 0, max: 100 }), async (query, n) => {
        const { data, errors = [], cost } = await ask(query, { n, ids: users });
        const codes = errors.map(({ extensions }) => extensions.code);
        expect(codes.filter((code) => code !== 'QUERY_TOO_COMPLEX')).toEqual([]);
        if (codes.length > 0) return;
        // The answer itself is no object of it.
        expect(objectsIn(data) - 1, query).toBeLessThanOrEqual(cost.requested);
      }),
      { numRuns: 60 },
    );
  });

  it('grows by what a list turns out to hold', async () => {
    const query = `{ meetings(first: 100, orderBy: {field: CREATED_AT, direction: ASC}) { edges { node { id sessions { sessionUid } } } } }`;
    const { data, cost } = await ask(query);
    expect(cost.requested).toBe(1 + 100 + 100 + 100 * 5 + (41 - 5));
    expect(objectsIn(data) - 1).toBeLessThanOrEqual(cost.requested);
  });

  it('is that of its variables', async () => {
    const query = 'query ($n: Int) { users(first: $n) { edges { node { id } } } }';
    expect((await ask(query, { n: 1 })).cost.requested).toBe(3);
    expect((await ask(query, { n: 100 })).cost.requested).toBe(201);
    expect((await ask(query)).cost.requested).toBe(101);
  });

  it('counts days, points and ids', async () => {
    const year = { start: '2025-01-01T00:00:00Z', end: '2026-01-01T00:00:00Z' };
    const daily =
      'query ($range: DateRange!) { viewer { user { usage { daily(range: $range) { day } } } } }';
    const { cost, data } = await ask(daily, { range: year }, { key });
    expect(cost.requested).toBeGreaterThanOrEqual(objectsIn(data) - 1);
    expect(cost.requested).toBeLessThan(700);
    const nodes = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
    expect((await ask(nodes, { ids: users })).cost.requested).toBe(3);
  });
});

const TEN_YEARS = { start: '2016-01-02T00:00:00Z', end: '2026-01-01T00:00:00Z' };

/** Documents that looked cheap: what they asked for, the database and the process had to pay. */
const DEAR: readonly (readonly [string, string, string | undefined])[] = [
  [
    '28 times the habits of a user',
    `query ($range: DateRange!) { viewer { user { ${Array.from({ length: 28 }, (_, place) => `a${place}: usagePatterns(range: $range) { meetingsPerDay }`).join(' ')} } } }`,
    undefined,
  ],
  [
    'ten years of days for each of a hundred keys',
    `query ($range: DateRange!) { ${['a', 'b', 'c', 'd'].map((name) => `${name}: viewer { user { apiTokens(first: 100) { edges { node { usage { daily(range: $range) { day } } } } } } }`).join(' ')} }`,
    'range',
  ],
  [
    'ten years of days for each of many users',
    'query ($range: DateRange!) { users(first: 6) { edges { node { usage { daily(range: $range) { day } } } } } }',
    'range',
  ],
  [
    'years of hours three times',
    'query { analytics(range: {start: "2025-01-01T00:00:00Z", end: "2026-01-01T00:00:00Z"}) { a: series(metric: MEETINGS, bucket: HOUR) { value } b: series(metric: FAILED, bucket: HOUR) { value } c: series(metric: COMPLETED, bucket: HOUR) { value } } }',
    'bucket',
  ],
  [
    'the transcripts of a thousand meetings',
    '{ users(first: 100) { edges { node { meetings(first: 10) { edges { node { telematics { speakers { words } } } } } } } } }',
    'first',
  ],
];

describe('a document that costs too much', () => {
  it.each(DEAR)(
    'because it asks for %s is refused before anything is read',
    async (_what, query, argument) => {
      const who = query.includes('viewer') ? { key } : { admin: server.adminKey };
      await ask('{ viewer { access } }', undefined, who);
      server.statements.length = 0;
      const variables = query.includes('$range') ? { range: TEN_YEARS } : undefined;
      const { data, errors, cost } = await ask(query, variables, who);
      expect(data).toBeUndefined();
      expect(errors?.map(({ extensions }) => extensions)).toEqual([
        expect.objectContaining({
          code: 'QUERY_TOO_COMPLEX',
          limit: 20_000,
          ...(argument && { argument }),
        }),
      ]);
      expect(cost.requested).toBeGreaterThan(20_000);
      // What verifies the key is all that was asked.
      const asked = server.statements.filter((text) => /usage_days|meetings/.test(text));
      expect(asked).toEqual([]);
    },
  );
});
