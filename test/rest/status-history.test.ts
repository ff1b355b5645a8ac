import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { move, recordOne } from '../recording/reports.ts';
import { type SeededUser, seedKey, seedMeetings, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

// The platform keeps a meeting's changes of status in its data, and clients look for them there.

let server: TestServer;
let user: SeededUser;
let key: string;
let meeting: bigint;
let bare: bigint;

const AT = (minute: number) => new Date(Date.UTC(2026, 0, 1, 9, minute));

beforeAll(async () => {
  server = await startServer();
  user = await seedUser(server);
  key = (await seedKey(server, user)).secret;
  [meeting = 0n, bare = 0n] = await seedMeetings(server, user.databaseId, 2);
  const change = (fromStatus: string | null, toStatus: string, at: Date, more = {}) => ({
    meetingId: meeting,
    userId: BigInt(user.databaseId),
    fromStatus,
    toStatus,
    at,
    ...more,
  });
  await server.db.prisma.meeting.update({
    where: { id: meeting },
    data: {
      completionReason: 'stopped',
      data: {
        name: 'Weekly',
        status_transition: [{ to: 'odd', note: 'without a time' }],
      },
    },
  });
  await server.db.prisma.meetingTransition.createMany({
    data: [
      change('active', 'completed', AT(3), { source: 'user', reason: 'Stop requested' }),
      change(null, 'requested', AT(0), { source: 'bot' }),
      change('requested', 'joining', AT(1), { source: 'bot_callback' }),
      change('joining', 'active', AT(2), {
        data: { error_details: { code: 7 }, extra: 5, webhook_secret: 'never-shown' },
      }),
    ],
  });
});
afterAll(() => server.stop());

const HISTORY = [
  {
    from: 'requested',
    to: 'joining',
    timestamp: AT(1).toISOString(),
    source: 'bot_callback',
  },
  {
    error_details: { code: 7 },
    extra: 5,
    from: 'joining',
    to: 'active',
    timestamp: AT(2).toISOString(),
  },
  {
    from: 'active',
    to: 'completed',
    timestamp: AT(3).toISOString(),
    source: 'user',
    reason: 'Stop requested',
    completion_reason: 'stopped',
  },
];

type Shown = { readonly id: number; readonly data: Record<string, unknown> };

async function get<Body>(path: string, headers: Record<string, string>): Promise<Body> {
  const response = await server.fetch(path, { headers });
  expect(response.status).toBe(200);
  return (await response.json()) as Body;
}

/** Each route that shows the data of meetings, and the meetings in its answer. */
const ROUTES: Readonly<Record<string, (headers: Record<string, string>) => Promise<Shown[]>>> = {
  'GET /meetings': async (headers) =>
    (await get<{ meetings: Shown[] }>('/meetings', headers)).meetings,
  'GET /meetings/{id}': async (headers) =>
    Promise.all([meeting, bare].map((id) => get<Shown>(`/meetings/${id}`, headers))),
  'GET /admin/stats/meetings-users': async (headers) =>
    (await get<{ items: Shown[] }>('/admin/stats/meetings-users', headers)).items,
  'GET /admin/analytics/meetings/{id}/telematics': async (headers) =>
    Promise.all(
      [meeting, bare].map(
        async (id) =>
          (await get<{ meeting: Shown }>(`/admin/analytics/meetings/${id}/telematics`, headers))
            .meeting,
      ),
    ),
  'GET /admin/analytics/users/{id}/details': async (headers) =>
    (await get<{ meetings: Shown[] }>(`/admin/analytics/users/${user.databaseId}/details`, headers))
      .meetings,
};

describe.each(Object.entries(ROUTES))('%s', (route, ask) => {
  const headers = () => ({
    'x-api-key': key,
    ...(route.includes('/admin/') && { 'x-admin-api-key': server.adminKey }),
  });

  it("shows the changes of status in the meeting's data, as the platform does", async () => {
    const shown = (await ask(headers())).find(({ id }) => id === Number(meeting));
    expect(shown?.data).toEqual({
      name: 'Weekly',
      // What could not be read when it was imported comes last, as it was.
      status_transition: [...HISTORY, { to: 'odd', note: 'without a time' }],
    });
  });

  it('has no such list for a meeting without changes', async () => {
    const shown = (await ask(headers())).find(({ id }) => id === Number(bare));
    expect(shown?.data).toEqual({});
  });
});

it.each([
  ['needs_help', 'needs_human_help'],
  ['error', 'failed'],
])('a meeting is also found by the older word %s for its status', async (older, status) => {
  await server.db.prisma.meeting.update({ where: { id: bare }, data: { status } });
  const path = (word: string) => `/meetings?status=${word}`;
  for (const word of [older, status]) {
    const { meetings } = await get<{ meetings: Shown[] }>(path(word), { 'x-api-key': key });
    expect([word, meetings.map(({ id }) => id)]).toEqual([word, [Number(bare)]]);
  }
});

it('the list follows what bots report', async () => {
  const id = await recordOne(server, user, { status: 'JOINING' });
  await move(server, id, { status: 'FAILED', reason: 'no way in' });
  const { data } = await get<Shown>(`/meetings/${id}`, { 'x-api-key': key });
  expect(data['status_transition']).toMatchObject([
    { from: null, to: 'joining', source: 'bot' },
    { from: 'joining', to: 'failed', reason: 'no way in', failure_stage: 'joining' },
  ]);
});
