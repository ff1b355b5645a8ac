import { afterAll, beforeAll, expect, it } from 'vitest';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { SHORT_CUTS } from '../support/short-cuts.ts';

// Requests that come at the same time share statements where they ask for the same. Many that ask for
// nearly the same must each be answered as if they were alone.

const USERS = 6;
const MEETINGS = 9;

let server: TestServer;
let keys: string[];

beforeAll(async () => {
  // All come from one address.
  server = await startServer({ env: { REQUESTS_AT_ONCE: '1024' } });
  const users = await Promise.all(Array.from({ length: USERS }, () => seedUser(server)));
  keys = await Promise.all(
    users.map(async (user) => (await seedKey(server, user, { scopes: ['BOT', 'TX'] })).secret),
  );
  await server.db.prisma.meeting.createMany({
    data: users.flatMap(({ databaseId }) =>
      Array.from({ length: MEETINGS }, (_, place) => ({
        userId: BigInt(databaseId),
        platform: ['zoom', 'teams', 'google_meet'][place % 3] ?? '',
        nativeMeetingId: `${databaseId}-${place}`,
        status: place % 2 === 0 ? 'completed' : 'failed',
        data: { of: databaseId },
        createdAt: new Date(Date.UTC(2026, 0, 1) + place * 60_000),
      })),
    ),
  });
});
afterAll(() => server.stop());

const PAGES = [
  '(first: 3)',
  '(first: 4)',
  '(last: 3)',
  '(first: 3, orderBy: {field: CREATED_AT, direction: ASC})',
  '(first: 3, filter: {status: {eq: FAILED}})',
  '(first: 3, filter: {platform: {in: [ZOOM, TEAMS]}})',
];
const FIELDS = ['nativeMeetingId', 'status data', 'id user { email }', 'user { id name } platform'];
const QUERIES = [
  'limit=3',
  'limit=4',
  'limit=3&offset=2',
  'limit=3&status=failed',
  'limit=3&platform=failed',
  'limit=3&platform=zoom&offset=1',
];

function overGraphql(page: string, fields: string, asks: { key: string } | { admin: string }) {
  const list = `meetings${page} { pageInfo { hasNextPage hasPreviousPage } edges { node { ${fields} } } }`;
  const query = 'key' in asks ? `{ viewer { user { ${list} } } }` : `{ ${list} }`;
  return async () => JSON.stringify(await server.graphql(query, asks));
}

function overRest(query: string, key: string) {
  return async () => {
    const response = await fetch(`${server.url}/meetings?${query}`, {
      headers: { 'x-api-key': key },
    });
    return `${response.status} ${await response.text()}`;
  };
}

it('many that ask for nearly the same at once are each answered as if they were alone', async () => {
  const asked = [
    ...PAGES.flatMap((page) =>
      FIELDS.flatMap((fields) => [
        overGraphql(page, fields, { admin: server.adminKey }),
        ...keys.map((key) => overGraphql(page, fields, { key })),
      ]),
    ),
    ...QUERIES.flatMap((query) => keys.map((key) => overRest(query, key))),
  ];
  const alone: string[] = [];
  for (const ask of asked) alone.push(await ask());
  // Nothing is compared that is the same for all.
  expect(new Set(alone).size).toBeGreaterThan(asked.length * 0.8);

  server.statements.length = 0;
  for (const _time of [1, 2, 3])
    expect(await Promise.all(asked.map((ask) => ask()))).toEqual(alone);
  // With the short cuts, they did share.
  if (SHORT_CUTS === 'true') expect(server.statements.length).toBeLessThan(3 * asked.length);
});
