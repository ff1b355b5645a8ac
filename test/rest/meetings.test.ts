import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VERSION } from '../../src/core/version.ts';
import { type SeededUser, seedKey, seedMeetings, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let user: SeededUser;
let key: string;
let meetingIds: bigint[];

beforeAll(async () => {
  server = await startServer();
  user = await seedUser(server, { maxConcurrentBots: 3 });
  key = (await seedKey(server, user)).secret;
  meetingIds = await seedMeetings(server, user.databaseId, 5);
  await server.db.prisma.meeting.update({
    where: { id: meetingIds[0] ?? 0n },
    data: {
      platform: 'zoom',
      nativeMeetingId: '1234567890',
      status: 'failed',
      completionReason: 'made_up',
      data: { passcode: 'a b', webhook_secret: 'hidden' },
    },
  });
});
afterAll(() => server.stop());

async function get(path: string, headers: Record<string, string> = { 'x-api-key': key }) {
  const response = await server.fetch(path, { headers });
  return {
    status: response.status,
    body: (await response.json()) as {
      meetings: { id: number }[];
      has_more: boolean;
      detail?: unknown;
    },
  };
}

describe('GET /meetings', () => {
  it("lists the meetings of the key's user, newest first, in pages", async () => {
    const newestFirst = meetingIds.map(Number).toReversed();
    const { body } = await get('/meetings');
    expect(body.meetings.map(({ id }) => id)).toEqual(newestFirst);
    const page = await get('/meetings?limit=2&offset=1');
    expect(page.body.meetings.map(({ id }) => id)).toEqual(newestFirst.slice(1, 3));
    expect([body.has_more, page.body.has_more]).toEqual([false, true]);
  });

  it('filters word for word; an unknown word finds nothing', async () => {
    expect((await get('/meetings?platform=zoom&status=failed')).body.meetings).toHaveLength(1);
    expect((await get('/meetings?status=nope')).body.meetings).toEqual([]);
  });

  it('refuses bounds that cannot be, each by its name', async () => {
    const { status, body } = await get('/meetings?limit=1001&offset=-1');
    expect(status).toBe(422);
    expect(body.detail).toMatchObject([
      { loc: ['query', 'limit'], type: 'less_than_equal' },
      { loc: ['query', 'offset'], type: 'greater_than_equal' },
    ]);
  });

  it('takes an empty key for none, and refuses two that do not both fit', async () => {
    expect(await get('/meetings', { 'x-api-key': '' })).toMatchObject({
      status: 401,
      body: { detail: 'Missing API key' },
    });
    expect((await get('/meetings', { 'x-api-key': key, 'x-admin-api-key': 'wrong' })).status).toBe(
      403,
    );
    expect(
      (await get('/meetings', { 'x-api-key': key, 'x-admin-api-key': server.adminKey })).status,
    ).toBe(200);
  });
});

describe('GET /meetings/{id}', () => {
  it('shows all of a meeting but its secrets', async () => {
    const { body } = await get(`/meetings/${meetingIds[0]}`);
    expect(body).toMatchObject({
      platform: 'zoom',
      constructed_meeting_url: 'https://zoom.us/j/1234567890?pwd=a%20b',
      status: 'failed',
      completion_reason: null,
      data: { passcode: 'a b' },
    });
    expect(JSON.stringify(body)).not.toContain('hidden');
  });

  it('does not tell another user that it is there', async () => {
    const other = (await seedKey(server, await seedUser(server))).secret;
    const answers = [
      await get(`/meetings/${meetingIds[0]}`, { 'x-api-key': other }),
      await get('/meetings/999999'),
      await get('/meetings/9223372036854775808'),
    ];
    for (const answer of answers)
      expect(answer).toEqual({ status: 404, body: { detail: 'Meeting not found' } });
  });
});

describe('GET /auth/me', () => {
  it('tells whose key it is', async () => {
    expect((await get('/auth/me')).body).toEqual({
      user_id: user.databaseId,
      email: user.email,
      scopes: ['bot'],
      max_concurrent: 3,
    });
  });
});

describe('health', () => {
  it('is alive without a key, and ready with its database', async () => {
    for (const path of ['/health', '/health/live'])
      expect((await get(path, {})).body).toEqual({
        status: 'ok',
        service: 'admin-api',
        version: VERSION,
      });
    expect(await get('/health/ready', {})).toEqual({
      status: 200,
      body: {
        status: 'ready',
        checks: {
          database: 'ok',
          migrations: 'ok',
          schema: 'ok',
          audit: 'ok',
          refusals: 'ok',
          usage: 'ok',
          notifications: 'ok',
        },
      },
    });
  });
});
