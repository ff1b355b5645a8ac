import { expect, it } from 'vitest';
import { receiptsOf } from '../recording/reports.ts';
import { seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { EVENT_SECRET, sendEvent } from '../vexa-events/sign.ts';
import { countOf, runRetention } from './running.ts';

const OLD = Date.now() - 100 * 86_400_000;

it('an event of a running Vexa brings no meeting back that was deleted by age, which is counted once', async () => {
  const env = { VEXA_SYSTEM_WEBHOOK_SECRET: EVENT_SECRET, VEXA_EVENT_USERS: 'own' };
  const server = await startServer({ env });
  const user = await seedUser(server);
  const at = (minute: number) => new Date(OLD + minute * 60_000).toISOString();
  const meeting = {
    ...{ id: 7_001, user_id: user.databaseId, platform: 'google_meet', native_meeting_id: 'old' },
    ...{ status: 'completed', completion_reason: 'stopped', data: {} },
    ...{ created_at: at(0), start_time: at(1), end_time: at(30) },
  };
  const send = (event_id: string) =>
    sendEvent(server, { event_id, event_type: 'meeting.completed', data: { meeting } });
  const counts = async () => [
    await countOf(server, 'meetings'),
    await countOf(server, 'past_meetings'),
  ];
  expect(await send('evt_1')).toMatchObject({ status: 200, body: { created: true } });
  await runRetention(server, { meetings: 30 });
  expect(await counts()).toEqual([0, 1]);
  expect(await send('evt_2')).toMatchObject({
    status: 404,
    body: { detail: 'The meeting was deleted' },
  });
  await runRetention(server, { meetings: 30 });
  expect(await counts()).toEqual([0, 1]);
});

it('a bot does not report a meeting again that was deleted by age, in whatever status, and reports a new one', async () => {
  const server = await startServer();
  const user = await seedUser(server);
  const began = { createdAt: new Date(OLD).toISOString() };
  const report = async (to: TestServer, status: string, of: object = began) => {
    const meeting = { platform: 'ZOOM', nativeMeetingId: 'first', status };
    const input = { userId: user.id, meetings: [{ ...meeting, ...of }] };
    const [receipt] = await receiptsOf(to, 'recordMeeting', input);
    return [receipt?.state, receipt?.error?.issues?.[0]?.path.join('.') ?? null];
  };
  expect(await report(server, 'COMPLETED')).toEqual(['CREATED', null]);
  await runRetention(server, { meetings: 30 });
  const limited = await startServer({ beside: server, env: { MEETING_RETENTION_DAYS: '30' } });
  for (const status of ['JOINING', 'ACTIVE', 'COMPLETED', 'FAILED'])
    expect(await report(limited, status)).toEqual(['REFUSED', 'meetings.0.createdAt']);
  expect(await report(limited, 'ACTIVE', {})).toEqual(['CREATED', null]);
  expect(await countOf(server, 'counted_meetings')).toBe(2);
  await limited.stop();
});
