import { afterAll, beforeAll, expect, it } from 'vitest';
import { importVexa } from '../../src/domain/vexa-import/import.ts';
import { transitionsOf } from '../recording/reports.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { everythingHere } from '../vexa-import/here.ts';
import { createVexaDatabase, type VexaDatabase } from '../vexa-import/source.ts';
import { EVENT_SECRET, sendEvent } from './sign.ts';

// Events between imports: what both bring is there once.

let server: TestServer;
let source: VexaDatabase;
beforeAll(async () => {
  server = await startServer({ env: { VEXA_SYSTEM_WEBHOOK_SECRET: EVENT_SECRET } });
  source = await createVexaDatabase('0.12');
  await source.client.query(
    `insert into users (id, email, max_concurrent_bots, data, created_at)
     values (7, 'ada@example.com', 3, '{}', '2026-06-01')`,
  );
});
afterAll(async () => {
  await source.drop();
  await server.stop();
});

const trail = [
  { from: 'requested', to: 'joining', timestamp: '2026-06-18T10:00:10Z', source: 'bot_callback' },
  { from: 'joining', to: 'active', timestamp: '2026-06-18T10:01:00Z', source: 'bot_callback' },
  { from: 'active', to: 'completed', timestamp: '2026-06-18T10:42:00Z', source: 'bot_callback' },
];

function insertMeeting(id: number, status: string, steps: number) {
  const ended = status === 'completed' ? "'2026-06-18 10:42:00.25'" : 'null';
  const data = { status_transition: trail.slice(0, steps), completion_reason: 'stopped' };
  return source.client.query(
    `insert into meetings (id, user_id, platform, platform_specific_id, status, start_time, end_time, data, created_at, updated_at)
     values ($1::int, 7, 'google_meet', 'abc-defg-' || $1::text, $2, '2026-06-18 10:01', ${ended}, $3, '2026-06-18 10:00', now())
     on conflict (id) do update set status = excluded.status, data = excluded.data,
       end_time = excluded.end_time, updated_at = now()`,
    [id, status, JSON.stringify(data)],
  );
}

function event(id: number) {
  const meeting = {
    id,
    user_id: 7,
    platform: 'google_meet',
    native_meeting_id: `abc-defg-${id}`,
    status: 'completed',
    completion_reason: 'stopped',
    start_time: '2026-06-18T10:01:00',
    end_time: '2026-06-18T10:42:00.250000',
    created_at: '2026-06-18T10:00:00',
    data: { status_transition: trail },
  };
  return { event_id: `evt_${id}`, event_type: 'meeting.completed', data: { meeting } };
}

it.each<[string, number, boolean]>([
  ['that was imported before it ended', 31, true],
  ['that was never imported', 32, false],
])('a meeting %s', async (_what, id, isImported) => {
  if (isImported) await insertMeeting(id, 'active', 2);
  await importVexa(server.app, { from: source.url });
  const { status, body } = await sendEvent(server, event(id));
  expect([status, body['created']]).toEqual([200, !isImported]);
  const local = Number(body['meeting_id']);
  expect(local).toBe(id);
  const steps = async () => (await transitionsOf(server, local)).map(({ toStatus }) => toStatus);
  expect(await steps()).toEqual(['joining', 'active', 'completed']);

  await insertMeeting(id, 'completed', 3);
  await importVexa(server.app, { from: source.url });
  expect(
    await server.db.prisma.meeting.findUniqueOrThrow({ where: { id: BigInt(local) } }),
  ).toMatchObject({
    status: 'completed',
    completionReason: 'stopped',
    endTime: new Date('2026-06-18T10:42:00.250Z'),
  });
  expect(await steps()).toEqual(['joining', 'active', 'completed']);
  const before = await everythingHere(server);
  await sendEvent(server, { ...event(id), event_id: 'evt_after' });
  await importVexa(server.app, { from: source.url });
  const added = (await everythingHere(server)).filter((line) => !before.includes(line));
  // Only that the event came, and that an import ran.
  expect(
    added.filter((line) => !/^(?:idempotent_requests|audit_events|imported_rows) /.test(line)),
  ).toEqual([]);
});
