import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SeededUser, seedKey, seedMeetings, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

type Json = Record<string, unknown>;

describe('the analytics routes', () => {
  let server: TestServer;
  let user: SeededUser;
  let meetingIds: bigint[];
  beforeAll(async () => {
    server = await startServer();
    user = await seedUser(server, { name: 'Ada' });
    const other = await seedUser(server);
    meetingIds = await seedMeetings(server, user.databaseId, 7);
    await seedMeetings(server, other.databaseId, 2);
    await seedKey(server, user);
  });
  afterAll(() => server.stop());

  async function read(path: string, key = server.adminKey) {
    const response = await server.fetch(path, { headers: { 'x-admin-api-key': key } });
    return { status: response.status, body: (await response.json()) as Json };
  }

  it('count all meetings and show each with its user, newest first, a page at a time', async () => {
    const { body } = await read('/admin/stats/meetings-users?skip=1&limit=3');
    const items = body['items'] as (Json & { user: Json })[];
    expect(body['total']).toBe(9);
    expect(items).toHaveLength(3);
    expect(items.map((item) => item.user['id'])).toEqual(items.map((item) => item['user_id']));
    const times = items.map((item) => String(item['created_at']));
    expect(times).toEqual(times.toSorted().toReversed());
  });

  it('count what is deleted no longer', async () => {
    const doomed = await seedMeetings(server, user.databaseId, 1);
    expect((await read('/admin/stats/meetings-users?limit=0')).body['total']).toBe(10);
    await server.db.prisma.meetingSession.deleteMany({ where: { meetingId: { in: doomed } } });
    await server.db.prisma.meeting.deleteMany({ where: { id: { in: doomed } } });
    expect((await read('/admin/stats/meetings-users?limit=0')).body).toEqual({
      total: 9,
      items: [],
    });
  });

  it.each(['/admin/stats/meetings-users', '/admin/analytics/users', '/admin/analytics/meetings'])(
    'let the analytics key read %s',
    async (path) => {
      expect((await read(path, server.analyticsKey)).status).toBe(200);
      expect((await read(`${path}?limit=1001`)).status).toBe(422);
      expect((await read(`${path}?skip=-1`)).status).toBe(422);
    },
  );

  it.each([
    (): string => `/admin/analytics/meetings/${meetingIds[0]}/telematics`,
    (): string => `/admin/analytics/users/${user.databaseId}/details`,
  ])('keep one user or meeting from the analytics key', async (path) => {
    expect(await read(path(), server.analyticsKey)).toEqual({
      status: 403,
      body: { detail: 'Invalid or missing admin token.' },
    });
  });

  it('page the history of a user, or leave it out', async () => {
    const path = `/admin/analytics/users/${user.databaseId}/details`;
    const ids = (body: Json) => (body['meetings'] as Json[]).map(({ id }) => BigInt(Number(id)));
    const all = ids((await read(path)).body);
    expect(all).toEqual(meetingIds.toReversed());
    expect(ids((await read(`${path}?skip=2&limit=3`)).body)).toEqual(all.slice(2, 5));
    expect((await read(`${path}?include_meetings=false`)).body['meetings']).toBeNull();
  });

  it('never show the text of a key', async () => {
    const { body } = await read(
      `/admin/analytics/users/${user.databaseId}/details?include_tokens=yes`,
    );
    const [key] = body['api_tokens'] as { token: string }[];
    expect(key?.token).toMatch(/^vxa_bot_\*{12}\w{4}$/);
    expect((body['user'] as { api_tokens: unknown }).api_tokens).toEqual(body['api_tokens']);
  });

  it('leave sessions and transcript out where they are not wanted', async () => {
    const path = `/admin/analytics/meetings/${meetingIds[0]}/telematics`;
    const { body } = await read(`${path}?include_sessions=no&include_transcriptions=0`);
    expect(body).toMatchObject({ sessions: [], transcription_stats: null });
    expect((await read(path)).body['sessions']).toHaveLength(1);
    expect((await read(`${path}?include_sessions=maybe`)).body).toMatchObject({
      detail: [{ type: 'bool_parsing', loc: ['query', 'include_sessions'], input: 'maybe' }],
    });
  });
});
