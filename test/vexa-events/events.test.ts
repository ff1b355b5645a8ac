import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { transitionsOf } from '../recording/reports.ts';
import { type SeededUser, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { EVENT_SECRET, sendEvent, signatureOf } from './sign.ts';

// The operator callback of a running Vexa 0.12. The events have the form of its own examples (`webhook.v1`).

let server: TestServer;
let user: SeededUser;
let sourceId: bigint;
/** The number of that user in Vexa. */
const THERE = 70_001;

beforeAll(async () => {
  server = await startServer({ env: { VEXA_SYSTEM_WEBHOOK_SECRET: EVENT_SECRET } });
  user = await seedUser(server);
  const source = await server.db.prisma.importSource.create({
    data: { name: 'vexa', schemaForm: '0.12', finishedAt: new Date() },
  });
  sourceId = source.id;
  await keep('user', THERE, user.databaseId);
});
afterAll(() => server.stop());

function keep(kind: string, foreignId: number, localId: number | bigint) {
  return server.db.prisma.importedRow.create({
    data: {
      sourceId,
      kind,
      foreignId: BigInt(foreignId),
      localId: BigInt(localId),
      state: new Uint8Array(33),
    },
  });
}

let serial = 80_000;
const AT = (minute: number, second = 0) =>
  new Date(Date.UTC(2026, 5, 18, 10, minute, second)).toISOString();

type Fields = Readonly<Record<string, unknown>>;

function completed(fields: Fields = {}) {
  serial += 1;
  return {
    event_id: `evt_${serial}`,
    event_type: 'meeting.completed',
    api_version: '2026-03-01',
    created_at: AT(42),
    data: {
      meeting: {
        id: serial,
        user_id: THERE,
        platform: 'google_meet',
        native_meeting_id: `abc-defg-${serial}`,
        constructed_meeting_url: 'https://meet.google.com/abc-defg-hij',
        status: 'completed',
        completion_reason: 'stopped',
        failure_stage: null,
        service_provenance: { bot_outcome: 'served' },
        start_time: AT(1),
        end_time: AT(42),
        data: {
          name: 'Weekly sync',
          status_transition: [
            { from: 'requested', to: 'joining', timestamp: AT(0, 10), source: 'bot_callback' },
            // Naive is UTC, and the platform's own word.
            { from: 'joining', to: 'needs_help', timestamp: '2026-06-18T10:00:30.000000' },
            { from: 'needs_help', to: 'active', timestamp: AT(1), source: 'bot_callback' },
            { from: 'active', to: 'completed', timestamp: AT(42), source: 'bot_callback' },
          ],
        },
        created_at: AT(0),
        updated_at: AT(42),
        ...fields,
      },
    },
  };
}

function failed(fields: Fields = {}) {
  const event = completed({
    status: 'failed',
    completion_reason: 'awaiting_admission_rejected',
    failure_stage: 'awaiting_admission',
    start_time: null,
    end_time: AT(3),
    data: {},
    ...fields,
  });
  const status_change = {
    from: 'awaiting_admission',
    to: 'failed',
    reason: 'host denied admission',
    timestamp: AT(3),
    transition_source: 'bot_callback',
  };
  return { ...event, event_type: 'bot.failed', data: { ...event.data, status_change } };
}

/** A meeting that was imported while its bot was in the given status. */
async function importedAs(status: string, foreignId: number) {
  const { id } = await server.db.prisma.meeting.create({
    data: {
      userId: BigInt(user.databaseId),
      platform: 'google_meet',
      nativeMeetingId: `abc-defg-${foreignId}`,
      status,
      createdAt: new Date(AT(0)),
    },
  });
  await keep('meeting', foreignId, id);
  return Number(id);
}

const meetingOf = (id: number) =>
  server.db.prisma.meeting.findUniqueOrThrow({ where: { id: BigInt(id) } });

async function stepsOf(id: number): Promise<string[]> {
  const steps = await transitionsOf(server, id);
  return steps.map(({ toStatus, at }) => `${toStatus} ${at.toISOString()}`);
}

const STEPS = [
  `joining ${AT(0, 10)}`,
  `needs_human_help ${AT(0, 30)}`,
  `active ${AT(1)}`,
  `completed ${AT(42)}`,
];

async function telematicsOf(id: number) {
  const response = await server.fetch(`/admin/analytics/meetings/${id}/telematics`, {
    headers: { 'x-admin-api-key': server.adminKey },
  });
  return (await response.json()) as Record<string, unknown>;
}

describe('a meeting that was imported while it lasted', () => {
  it.each(['requested', 'joining'])('ends as the event says, from %s', async (status) => {
    const event = completed();
    const id = await importedAs(status, event.data.meeting.id);
    expect(await sendEvent(server, event)).toEqual({
      status: 200,
      body: { event_id: event.event_id, meeting_id: id, created: false },
    });
    expect(await meetingOf(id)).toMatchObject({
      status: 'completed',
      completionReason: 'stopped',
      startTime: new Date(AT(1)),
      endTime: new Date(AT(42)),
    });
    expect(await stepsOf(id)).toEqual(status === 'requested' ? STEPS : STEPS.slice(1));
    expect(await telematicsOf(id)).toMatchObject({
      performance_metrics: {
        total_duration: 2_460,
        // From when the bot was joining, which an import that came later did not see.
        bot_uptime: status === 'requested' ? 2_510 : null,
      },
    });
  });

  it('has the start of the event even without its history', async () => {
    const event = completed({ data: { name: 'only' } });
    const id = await importedAs('requested', event.data.meeting.id);
    await sendEvent(server, event);
    expect(await meetingOf(id)).toMatchObject({
      status: 'completed',
      startTime: new Date(AT(1)),
      endTime: new Date(AT(42)),
    });
    expect(await stepsOf(id)).toEqual([`completed ${AT(42)}`]);
  });

  it('fails with the reason and the stage of the event', async () => {
    const event = failed();
    const id = await importedAs('joining', event.data.meeting.id);
    expect((await sendEvent(server, event)).status).toBe(200);
    expect(await meetingOf(id)).toMatchObject({
      status: 'failed',
      completionReason: 'awaiting_admission_rejected',
      failureStage: 'awaiting_admission',
      startTime: null,
    });
    expect((await transitionsOf(server, id)).at(-1)).toMatchObject({
      reason: 'host denied admission',
      source: 'vexa',
    });
  });

  it('stays as it is once it is over, whatever comes late', async () => {
    const event = completed();
    const id = await importedAs('joining', event.data.meeting.id);
    await sendEvent(server, event);
    const before = [await meetingOf(id), await stepsOf(id)];
    const late = { ...failed({ id: event.data.meeting.id }), event_id: 'evt_late' };
    expect(await sendEvent(server, late)).toMatchObject({ status: 200, body: { meeting_id: id } });
    expect([await meetingOf(id), await stepsOf(id)]).toEqual(before);
  });
});

describe('a meeting that was never imported', () => {
  it('is recorded whole, under its number, and is known to the next import', async () => {
    const event = completed();
    const { id } = event.data.meeting;
    expect(await sendEvent(server, event)).toEqual({
      status: 200,
      body: { event_id: event.event_id, meeting_id: id, created: true },
    });
    expect(await meetingOf(id)).toMatchObject({
      userId: BigInt(user.databaseId),
      platform: 'google_meet',
      status: 'completed',
      startTime: new Date(AT(1)),
      endTime: new Date(AT(42)),
      createdAt: new Date(AT(0)),
      data: { name: 'Weekly sync' },
    });
    expect(await stepsOf(id)).toEqual(STEPS);
    expect(await telematicsOf(id)).toMatchObject({
      performance_metrics: { join_time: 60, total_duration: 2_460, bot_uptime: 2_510 },
    });
    expect(
      await server.db.prisma.importedRow.findMany({
        where: { sourceId, kind: 'meeting', foreignId: BigInt(id) },
      }),
    ).toMatchObject([{ localId: BigInt(id) }]);
    // Nobody else gets that number.
    const next = await server.db.prisma.meeting.create({
      data: { userId: BigInt(user.databaseId), platform: 'zoom' },
    });
    expect(Number(next.id)).toBeGreaterThan(id);
  });

  it('gets another number where its own is in use', async () => {
    const event = completed();
    const { id } = event.data.meeting;
    await server.db.prisma.meeting.create({
      data: { id: BigInt(id), userId: BigInt(user.databaseId), platform: 'zoom' },
    });
    const { body } = await sendEvent(server, event);
    expect(body).toMatchObject({ created: true });
    expect(body['meeting_id']).not.toBe(id);
    // A second event about it finds it.
    const again = { ...event, event_id: 'evt_again' };
    expect((await sendEvent(server, again)).body).toMatchObject({
      meeting_id: body['meeting_id'],
      created: false,
    });
  });

  it('is the one that a bot reported here itself', async () => {
    const event = completed();
    const { id } = await server.db.prisma.meeting.create({
      data: {
        userId: BigInt(user.databaseId),
        platform: 'google_meet',
        nativeMeetingId: event.data.meeting.native_meeting_id,
        status: 'joining',
        createdAt: new Date(AT(0)),
      },
    });
    expect((await sendEvent(server, event)).body).toMatchObject({
      meeting_id: Number(id),
      created: false,
    });
    expect(await meetingOf(Number(id))).toMatchObject({ status: 'completed' });
  });

  it('of a platform that is unknown here keeps its name; secrets in its data are left out', async () => {
    const event = completed({
      platform: 'webex',
      data: { note: 'kept', webhook_secret: 'never-kept-4715', api_key: 'never-kept-4716' },
    });
    const { body } = await sendEvent(server, event);
    const meeting = await meetingOf(Number(body['meeting_id']));
    expect(meeting).toMatchObject({ platform: 'webex', data: { note: 'kept' } });
    expect(JSON.stringify(meeting.data)).not.toContain('never-kept');
    expect(server.logLines.join('')).not.toContain('never-kept');
  });

  it('loses data that is too large, not its end', async () => {
    const event = completed({ data: { big: 'x'.repeat(100_000) } });
    const { status, body } = await sendEvent(server, event);
    expect(status).toBe(200);
    expect(await meetingOf(Number(body['meeting_id']))).toMatchObject({
      status: 'completed',
      data: {},
    });
  });
});

it('meetings of one room within a minute are told apart, in whatever order they end', async () => {
  const room = { native_meeting_id: 'abc-defg-room', data: {} };
  const first = failed({ ...room, end_time: AT(0, 10) });
  const second = completed({ ...room, created_at: AT(0, 20) });
  const firstId = first.data.meeting.id;
  await server.db.prisma.meeting.create({
    data: {
      id: BigInt(firstId),
      userId: BigInt(user.databaseId),
      platform: 'google_meet',
      nativeMeetingId: room.native_meeting_id,
      status: 'joining',
      createdAt: new Date(AT(0)),
    },
  });
  await keep('meeting', firstId, firstId);
  expect((await sendEvent(server, second)).body).toMatchObject({ created: true });
  expect(await meetingOf(firstId)).toMatchObject({ status: 'joining' });
  expect((await sendEvent(server, first)).body).toMatchObject({ meeting_id: firstId });
  expect(await meetingOf(firstId)).toMatchObject({ status: 'failed' });
});

describe('a user', () => {
  it('who was not imported is refused: a number here is some other person', async () => {
    const event = completed({ user_id: user.databaseId });
    expect(await sendEvent(server, event)).toEqual({
      status: 404,
      body: { detail: 'Unknown user' },
    });
    expect(
      await server.db.prisma.meeting.count({ where: { id: BigInt(event.data.meeting.id) } }),
    ).toBe(0);
    // Nothing is remembered of it: once the user is imported, the same event counts.
    await keep('user', user.databaseId, user.databaseId);
    expect((await sendEvent(server, event)).body).toMatchObject({ created: true });
  });

  it('is known by the number here where this service is the admin API there', async () => {
    const own = await startServer({
      env: { VEXA_SYSTEM_WEBHOOK_SECRET: EVENT_SECRET, VEXA_EVENT_USERS: 'own' },
    });
    const { databaseId } = await seedUser(own);
    const event = completed({ user_id: databaseId });
    expect((await sendEvent(own, event)).body).toMatchObject({ created: true });
    expect(await sendEvent(own, completed({ user_id: 999_999 }))).toMatchObject({ status: 404 });
    expect(await own.db.prisma.importSource.findMany()).toMatchObject([{ name: 'vexa' }]);
    await own.stop();
  });
});

describe('an event', () => {
  it('counts once, however often and at how many places at once it arrives', async () => {
    const event = completed();
    const answers = await Promise.all(Array.from({ length: 12 }, () => sendEvent(server, event)));
    const again = await sendEvent(server, { ...event, created_at: AT(59) });
    const [first] = answers;
    expect(first?.body).toMatchObject({ created: true });
    for (const answer of [...answers, again]) expect(answer).toEqual(first);
    expect(await stepsOf(event.data.meeting.id)).toEqual(STEPS);
  });

  it('may come in any order with others', async () => {
    const events = Array.from({ length: 10 }, (_, place) => (place % 2 ? failed() : completed()));
    const ids = events.map(({ data }) => data.meeting.id);
    await Promise.all(events.toReversed().map((event) => sendEvent(server, event)));
    const found = await Promise.all(ids.map(meetingOf));
    expect(found.map(({ status }) => status)).toEqual(
      events.map((event) => event.data.meeting.status),
    );
  });

  it('of another type is ignored', async () => {
    const event = { ...completed(), event_type: 'meeting.started', data: {} };
    expect(await sendEvent(server, event)).toEqual({
      status: 200,
      body: { event_id: event.event_id, meeting_id: null, created: false },
    });
  });

  it.each<[string, unknown, readonly (string | number)[]]>([
    ['without an id', { ...completed(), event_id: '' }, ['body', 'event_id']],
    ['without a meeting', { ...completed(), data: {} }, ['body', 'data', 'meeting']],
    ['with data of another form', { ...completed(), data: [] }, ['body', 'data']],
    ['with an odd id', completed({ id: '7' }), ['body', 'data', 'meeting', 'id']],
    ['with an odd status', completed({ status: 'active' }), ['body', 'data', 'meeting', 'status']],
    ['with an odd time', completed({ end_time: 'soon' }), ['body', 'data', 'meeting', 'end_time']],
    [
      'without a native id',
      completed({ created_at: AT(59), start_time: null, data: {}, native_meeting_id: null }),
      ['body', 'data', 'meeting', 'native_meeting_id'],
    ],
  ])('%s is refused, and says where', async (_what, event, loc) => {
    const { status, body } = await sendEvent(server, event);
    expect([status, (body['detail'] as { loc: unknown }[])[0]?.loc]).toEqual([422, loc]);
  });

  it('with a history of odd entries counts all the same', async () => {
    const event = completed({
      data: { status_transition: [null, 7, { to: 'x' }, { to: 'joining', timestamp: 'now' }] },
    });
    expect(await sendEvent(server, event)).toMatchObject({ status: 200 });
    expect(await stepsOf(event.data.meeting.id)).toEqual([`completed ${AT(42)}`]);
  });
});

describe('the signature of an event', () => {
  const now = () => Math.floor(Date.now() / 1_000);

  it.each<[string, (body: string) => Record<string, string>]>([
    ['missing', () => ({})],
    ['of another secret', (body) => signatureOf('another-secret', body)],
    ['of another body', (body) => signatureOf(EVENT_SECRET, `${body} `)],
    [
      'of another time',
      (body) => ({
        ...signatureOf(EVENT_SECRET, body),
        'x-webhook-timestamp': String(now() - 1),
      }),
    ],
    ['of no time', (body) => signatureOf(EVENT_SECRET, body, 'soon')],
    ['the secret itself alone', () => ({ authorization: `Bearer ${EVENT_SECRET}` })],
  ])('%s is refused', async (_what, headers) => {
    const event = completed();
    const answer = await sendEvent(server, event, headers(JSON.stringify(event)));
    expect(answer).toEqual({ status: 401, body: { detail: 'Invalid webhook signature' } });
    expect(
      await server.db.prisma.meeting.count({ where: { id: BigInt(event.data.meeting.id) } }),
    ).toBe(0);
  });

  it.each([-301, 310])('%d seconds away is refused, whatever it signs', async (seconds) => {
    const event = completed();
    const headers = signatureOf(EVENT_SECRET, JSON.stringify(event), String(now() + seconds));
    expect(await sendEvent(server, event, headers)).toEqual({
      status: 401,
      body: { detail: 'Webhook timestamp is too old or in the future' },
    });
  });

  it('may be of either secret during a change; without any, the sender tries again', async () => {
    const event = { ...completed(), event_type: 'other' };
    const body = JSON.stringify(event);
    const two = await startServer({
      env: { VEXA_SYSTEM_WEBHOOK_SECRET: `a-new-secret-for-events,${EVENT_SECRET}` },
    });
    for (const secret of ['a-new-secret-for-events', EVENT_SECRET])
      expect((await sendEvent(two, event, signatureOf(secret, body))).status).toBe(200);
    await two.stop();
    const none = await startServer();
    expect(await sendEvent(none, event)).toEqual({
      status: 503,
      body: { detail: 'VEXA_SYSTEM_WEBHOOK_SECRET not configured' },
    });
    await none.stop();
  });
});
