import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reaches, reachesSql, reachFor } from '../../src/security/authentication/reach.ts';
import { ANONYMOUS, owns, type Viewer } from '../../src/security/callers/viewer.ts';
import { recordOne, report } from '../recording/reports.ts';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

// Who may see a row of whom: the rule itself, in TypeScript and in SQL, and each way to a meeting.

const CALLERS = ['nobody', 'owner', 'another', 'admin user', 'admin', 'analytics'] as const;
type CallerName = (typeof CALLERS)[number];

/** Who reaches a meeting of `owner` as its own, and who sees it because it sees all meetings. */
const REACHES: readonly CallerName[] = ['owner', 'admin user', 'admin'];
const SEES_ALL: readonly CallerName[] = [...REACHES, 'analytics'];

let server: TestServer;
let owner: SeededUser;
let headers: Readonly<Record<CallerName, Record<string, string>>>;
let meetingId: number;

beforeAll(async () => {
  server = await startServer();
  owner = await seedUser(server, { maxConcurrentBots: 100 });
  const keyOf = async (user: SeededUser) =>
    ({ 'x-api-key': (await seedKey(server, user, { scopes: ['BOT', 'TX'] })).secret }) as const;
  headers = {
    nobody: {},
    owner: await keyOf(owner),
    another: await keyOf(await seedUser(server)),
    'admin user': await keyOf(await seedUser(server, { role: 'ADMIN' })),
    admin: { 'x-admin-api-key': server.adminKey },
    analytics: { 'x-admin-api-key': server.analyticsKey },
  };
  meetingId = await recordOne(server, owner, { nativeMeetingId: 'the-call' });
});
afterAll(() => server.stop());

const OWNER = 7n;

/** The viewers that the headers prove, for a row of the user 7. */
function viewerOf(caller: CallerName): Viewer {
  if (caller === 'nobody') return ANONYMOUS;
  if (caller === 'admin' || caller === 'analytics')
    return {
      holder: null,
      operator: {
        ...{ access: caller, keyName: 'ADMIN_API_TOKEN', keyId: null, rootId: null },
        ...{ dependsOn: [], rateLimit: null },
      },
    };
  const holder = { userId: caller === 'owner' ? OWNER : 8n, isAdmin: caller === 'admin user' };
  // The rule reads no more of a key than this.
  return { operator: null, holder: holder as Viewer['holder'] };
}

async function ask<Data>(caller: CallerName, document: string): Promise<Data | null> {
  const response = await server.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers[caller] },
    body: JSON.stringify({ query: document }),
  });
  return ((await response.json()) as { data: Data | null }).data;
}

describe.each(CALLERS)('%s', (caller) => {
  it('reaches a row in TypeScript as in SQL', async () => {
    const viewer = viewerOf(caller);
    let notes = 0;
    const reach = reachFor(viewer, () => {
      notes += 1;
    });
    const isReached = REACHES.includes(caller);
    expect([owns(viewer, OWNER), reaches(reach, OWNER)]).toEqual([isReached, isReached]);
    expect(notes).toBe(isReached ? 0 : 1);
    const rows = await server.db.rows(
      sql`select from (values (${OWNER}::bigint)) t(owner) where ${reachesSql(reach, sql`t.owner`)}`,
    );
    expect(rows).toHaveLength(isReached ? 1 : 0);
  });

  it.each([
    ['its number', () => `databaseId: ${meetingId}`],
    ['its native id', () => 'native: {platform: ZOOM, nativeMeetingId: "the-call"}'],
  ])('finds a meeting by %s', async (_name, by) => {
    const data = await ask<{ meeting: object | null }>(
      caller,
      `{ meeting(by: {${by()}}) { databaseId } }`,
    );
    const found = REACHES.includes(caller) ? { databaseId: meetingId } : null;
    expect(data?.meeting ?? null).toEqual(found);
  });

  it('finds a meeting as a node', async () => {
    const { data } = await server.graphql<{ meeting: { id: string } }>(
      `{ meeting(by: {databaseId: ${meetingId}}) { id } }`,
      { admin: server.adminKey },
    );
    const answer = await ask<{ node: object | null }>(
      caller,
      `{ node(id: "${data.meeting.id}") { id } }`,
    );
    expect(answer?.node ?? null).toEqual(SEES_ALL.includes(caller) ? data.meeting : null);
  });

  it('finds a meeting over REST only as the user whose it is', async () => {
    const { status } = await server.fetch(`/meetings/${meetingId}`, { headers: headers[caller] });
    expect(status === 200).toBe(caller === 'owner');
  });

  it.each([
    ['its number', () => ({ databaseId: meetingId })],
    ['its native id', () => ({ native: { platform: 'ZOOM', nativeMeetingId: 'the-call' } })],
  ])('reports a session of a meeting by %s', async (_name, meeting) => {
    const sessions = [{ sessionUid: `of ${caller}`, startedAt: '2026-06-01T12:00:00Z' }];
    const as = {
      admin: headers[caller]['x-admin-api-key'] ?? '',
      key: headers[caller]['x-api-key'] ?? '',
    };
    const input = { meeting: meeting(), sessions };
    const outcome = await report(server, 'recordSessions', input, as).catch(() => null);
    expect(outcome?.receipts !== undefined).toBe(REACHES.includes(caller));
  });
});
