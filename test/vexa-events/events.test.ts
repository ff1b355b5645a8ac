import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SeededUser, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { AT, completed, failed } from './examples.ts';
import { meetingOf, type Receiver, STEPS, startReceiver, stepsOf } from './receiver.ts';
import { EVENT_SECRET, sendEvent, signatureOf } from './sign.ts';

// The operator callback of a running Vexa 0.12: who is meant, and which events count.

let server: TestServer;
let user: SeededUser;
let keep: Receiver['keep'];

beforeAll(async () => {
  ({ server, user, keep } = await startReceiver());
});
afterAll(() => server.stop());

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
    expect(await stepsOf(server, event.data.meeting.id)).toEqual(STEPS);
  });

  it('may come in any order with others', async () => {
    const events = Array.from({ length: 10 }, (_, place) => (place % 2 ? failed() : completed()));
    const ids = events.map(({ data }) => data.meeting.id);
    await Promise.all(events.toReversed().map((event) => sendEvent(server, event)));
    const found = await Promise.all(ids.map((id) => meetingOf(server, id)));
    expect(found.map(({ status }) => status)).toEqual(
      events.map((event) => event.data.meeting.status),
    );
  });

  it('of another type is ignored', async () => {
    const event = { ...completed(), event_type: 'meeting.started', data: {} };
    expect(await sendEvent(server, event)).toEqual({
      status: 200,
      body: { event_id: event.event_id, meeting_id: null, created: false, omitted: [] },
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
    expect(await stepsOf(server, event.data.meeting.id)).toEqual([`completed ${AT(42)}`]);
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
