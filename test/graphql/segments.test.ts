import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let user: SeededUser;
let key: string;
let meetingId: bigint;
beforeAll(async () => {
  server = await startServer();
  user = await seedUser(server);
  key = (await seedKey(server, user, { scopes: ['TX'] })).secret;
  const userId = BigInt(user.databaseId);
  const startTime = new Date('2026-01-01T10:00:00Z');
  const meeting = await server.db.prisma.meeting.create({
    data: { userId, platform: 'zoom', startTime },
  });
  meetingId = meeting.id;
  const sessions = { late: '2026-01-01T10:10:00Z', early: '2026-01-01T10:01:00Z' };
  for (const [sessionUid, startedAt] of Object.entries(sessions))
    await server.db.prisma.meetingSession.create({
      data: { meetingId, userId, sessionUid, startedAt: new Date(startedAt) },
    });
  const segments = [
    ['late', 0, 'five'],
    ['early', 30.25, 'three'],
    [null, 5, 'one'],
    ['early', 0, 'two'],
    ['unknown', 540, 'four'],
    ['late', 0, 'six'],
  ] as const;
  for (const [sessionUid, startOffset, text] of segments)
    await server.db.prisma.transcriptSegment.create({
      data: { meetingId, userId, sessionUid, startOffset, endOffset: startOffset + 1, text },
    });
});
afterAll(() => server.stop());

type Caller = { readonly admin?: string; readonly key?: string };
type Segment = { readonly id: string; readonly text: string; readonly at: string };
type Page = {
  readonly nodes: readonly Segment[];
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
};

async function read(args: string, caller: Caller = { admin: server.adminKey }) {
  const { data, errors } = await server.graphql<{ meeting: { segments: Page } | null }>(
    `{ meeting(by: {databaseId: ${meetingId}}) { segments(${args}) {
      nodes { id text at } totalCount pageInfo { hasNextPage endCursor } } } }`,
    caller,
  );
  return { page: data.meeting?.segments ?? null, errors };
}

it('has the segments in the order in which they were spoken, whatever session they are of', async () => {
  const found: Segment[] = [];
  for (let after = '', more = true; more; ) {
    const { page } = await read(`first: 2${after && `, after: "${after}"`}`);
    found.push(...(page?.nodes ?? []));
    expect(page?.totalCount).toBe(6);
    after = page?.pageInfo.endCursor ?? '';
    more = page?.pageInfo.hasNextPage ?? false;
  }
  expect(found.map(({ text }) => text)).toEqual(['one', 'two', 'three', 'four', 'five', 'six']);
  expect(found.map(({ at }) => at.slice(11))).toEqual(
    ['10:00:05.000Z', '10:01:00.000Z', '10:01:30.250Z', '10:09:00.000Z'].concat(
      ...['10:10:00.000Z', '10:10:00.000Z'],
    ),
  );
  const { page } = await read('last: 2');
  expect(page?.nodes).toEqual(found.slice(-2));
});

it('is the same over REST, page by page', async () => {
  const rest = async (query: string, secret = key) => {
    const headers = { 'x-api-key': secret };
    const response = await server.fetch(`/meetings/${meetingId}/segments${query}`, { headers });
    return { status: response.status, body: await response.json() };
  };
  const { page } = await read('first: 100');
  const { body } = await rest('');
  expect(body).toMatchObject({
    segments: page?.nodes.map(({ text, at }) => ({ text, at })),
    has_more: false,
  });
  expect(await rest('?limit=2&offset=3')).toMatchObject({
    status: 200,
    body: { segments: [{ text: 'four' }, { text: 'five' }], has_more: true },
  });
  expect(await rest('?offset=6')).toEqual({ status: 200, body: { segments: [], has_more: false } });
  const other = (await seedKey(server, await seedUser(server), { scopes: ['TX'] })).secret;
  expect(await rest('', other)).toEqual({ status: 404, body: { detail: 'Meeting not found' } });
});

it('is for transcript keys of the owner and for admin keys, as a segment by its id is', async () => {
  const { page } = await read('first: 1');
  const node = `{ node(id: "${page?.nodes[0]?.id}") { ... on TranscriptSegment { text } } }`;
  const sees = async (caller: Caller) => {
    const { page: own } = await read('first: 1', caller);
    const { data } = await server.graphql<{ node: object | null }>(node, caller);
    return [own !== null, data.node !== null];
  };
  const browser = (await seedKey(server, user, { scopes: ['BROWSER'] })).secret;
  const other = (await seedKey(server, await seedUser(server), { scopes: ['BOT', 'TX'] })).secret;
  expect(await sees({ admin: server.adminKey })).toEqual([true, true]);
  expect(await sees({ key })).toEqual([true, true]);
  expect(await sees({ key: browser })).toEqual([false, false]);
  const bot = (await seedKey(server, user, { scopes: ['BOT'] })).secret;
  expect(await sees({ key: bot })).toEqual([false, false]);
  expect(await sees({ admin: server.analyticsKey })).toEqual([false, false]);
  expect(await sees({ key: other })).toEqual([false, false]);
  expect(await sees({})).toEqual([false, false]);
});

it('reads whole transcripts a few at a time, so that other requests do not wait for them', async () => {
  const client = new pg.Client(server.databaseUrl);
  await client.connect();
  const waiting = async () => {
    await client.query('select pg_stat_clear_snapshot()');
    const { rowCount } = await client.query(
      "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    return rowCount ?? 0;
  };
  const admin = { admin: server.adminKey };
  try {
    await client.query('begin; lock transcript_segments');
    const all = [admin, { key }].flatMap((caller) =>
      [1, 2, 3].map((size) => read(`first: ${size}`, caller)),
    );
    while ((await waiting()) < 2);
    const { data } = await server.graphql('{ meetings(first: 1) { totalCount } }', admin);
    expect(data).toEqual({ meetings: { totalCount: 1 } });
    expect(await waiting()).toBe(2);
    await client.query('rollback');
    await Promise.all(all);
  } finally {
    await client.end();
  }
});
