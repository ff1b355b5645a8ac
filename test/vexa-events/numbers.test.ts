import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SeededUser, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { EVENT_SECRET, sendEvent, signatureOf } from './sign.ts';

// Vexa's services find meetings and users by number: no event changes one, or reaches somebody else's.

let server: TestServer;
let user: SeededUser;
let sourceId: bigint;
let serial = 5_000;

beforeAll(async () => {
  server = await startServer({ env: { VEXA_SYSTEM_WEBHOOK_SECRET: EVENT_SECRET } });
  user = await seedUser(server);
});
afterAll(() => server.stop());

const AT = (minute: number) => new Date(Date.UTC(2026, 5, 18, 10, minute)).toISOString();

function ended(fields: Readonly<Record<string, unknown>> = {}, more: object = {}) {
  serial += 1;
  const meeting = {
    id: serial,
    user_id: user.databaseId,
    platform: 'google_meet',
    native_meeting_id: `room-${serial}`,
    status: 'completed',
    completion_reason: 'stopped',
    start_time: AT(1),
    end_time: AT(42),
    created_at: AT(0),
    data: {},
    ...fields,
  };
  const event_id = `evt_${serial}`;
  return { event_id, event_type: 'meeting.completed', data: { meeting, ...more } };
}

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

async function meetingHere(fields: { readonly id?: bigint; readonly status?: string } = {}) {
  const { id } = await server.db.prisma.meeting.create({
    data: {
      userId: BigInt(user.databaseId),
      platform: 'zoom',
      status: 'joining',
      createdAt: new Date(AT(0)),
      ...fields,
    },
  });
  return id;
}

/** Everything that an event could write. */
async function written(): Promise<unknown> {
  const { meeting, meetingTransition, importedRow, importSource, idempotentRequest } =
    server.db.prisma;
  return [
    await meeting.findMany({ orderBy: { id: 'asc' } }),
    await meetingTransition.count(),
    await importedRow.count(),
    await importSource.count(),
    await idempotentRequest.count(),
  ];
}

/** The last number that was given to a meeting. */
async function lastNumber(): Promise<bigint> {
  const [sequence] = await server.db.prisma.$queryRaw<
    { value: bigint }[]
  >`select last_value as value from meetings_id_seq`;
  return sequence?.value ?? 0n;
}

async function expectRefused(event: object, status: number, detail: unknown): Promise<void> {
  const [before, last] = [await written(), await lastNumber()];
  expect(await sendEvent(server, event)).toEqual({ status, body: { detail } });
  expect(await written()).toEqual(before);
  // One number may be drawn in vain.
  expect((await lastNumber()) - last).toBeLessThanOrEqual(1n);
}

it('before the first import, who is unknown is refused, and leaves nothing behind', async () => {
  await expectRefused(ended(), 404, 'Unknown user');
});

it('the first number of a new installation is nobody else’s', async () => {
  const own = await startServer({
    env: { VEXA_SYSTEM_WEBHOOK_SECRET: EVENT_SECRET, VEXA_EVENT_USERS: 'own' },
  });
  const { databaseId } = await seedUser(own);
  const event = ended({ id: 1, user_id: databaseId });
  expect((await sendEvent(own, event)).body).toMatchObject({ meeting_id: 1, created: true });
  const next = await own.db.prisma.meeting.create({
    data: { userId: BigInt(databaseId), platform: 'zoom' },
  });
  expect(Number(next.id)).toBeGreaterThan(1);
  await own.stop();
});

describe('after an import that kept numbers', () => {
  beforeAll(async () => {
    const source = await server.db.prisma.importSource.create({
      data: { name: 'vexa', schemaForm: '0.12', finishedAt: new Date() },
    });
    sourceId = source.id;
  });
  beforeEach(async () => {
    await server.db.prisma.importedRow.deleteMany();
    await keep('user', user.databaseId, user.databaseId);
  });

  it('a number that another meeting has here is refused', async () => {
    const event = ended();
    const { id } = event.data.meeting;
    await meetingHere({ id: BigInt(id) });
    await expectRefused(event, 409, `Meeting ${id} is another meeting here`);
    // Also next to a meeting that a bot reported here, which has another number in any case.
    await keep('meeting', 4_000, await meetingHere());
    await expectRefused(event, 409, `Meeting ${id} is another meeting here`);
    // The operator chose other numbers.
    await keep('user', 4_001, user.databaseId);
    expect((await sendEvent(server, event)).body).toMatchObject({ created: true });
  });

  it.each(['another user', 'nobody'])('a meeting of %s is refused', async (whose) => {
    const other = await seedUser(server);
    if (whose === 'another user') await keep('user', other.databaseId, other.databaseId);
    const event = ended({ user_id: other.databaseId });
    const { id } = event.data.meeting;
    await keep('meeting', id, await meetingHere());
    await expectRefused(event, 409, `Meeting ${id} belongs to another user here`);
  });

  it('a meeting that is gone, and a user who was deleted, are refused', async () => {
    const event = ended();
    await keep('meeting', event.data.meeting.id, 999_999_999);
    await expectRefused(event, 404, 'Unknown meeting');
    const gone = await seedUser(server);
    await keep('user', gone.databaseId, gone.databaseId);
    await server.db.prisma.user.update({
      where: { id: BigInt(gone.databaseId) },
      data: { deletedAt: new Date() },
    });
    await expectRefused(ended({ user_id: gone.databaseId }), 404, 'Unknown user');
  });

  it.each([2_147_483_648, Number.MAX_SAFE_INTEGER, 0, -1, 1.5])(
    'no id or user can be %d',
    async (number) => {
      for (const fields of [{ id: number }, { user_id: number }]) {
        const before = [await written(), await lastNumber()];
        expect((await sendEvent(server, ended(fields))).status).toBe(422);
        expect([await written(), await lastNumber()]).toEqual(before);
      }
    },
  );

  it.each<[string, Readonly<Record<string, unknown>>, object]>([
    ['a reason with NUL', {}, { status_change: { reason: 'a\u0000b' } }],
    ['a reason that is too long', {}, { status_change: { reason: 'x'.repeat(5_000) } }],
    ['half of a surrogate pair', {}, { status_change: { reason: 'x\ud800' } }],
    ['a reason that is no text', {}, { status_change: { reason: { a: 1 } } }],
    ['a list for the change', {}, { status_change: [] }],
    ['blank words', { completion_reason: '', failure_stage: ' ' }, {}],
    ['no data', { data: undefined }, {}],
    ['a last change after its end', { end_time: AT(2) }, {}],
    ['an end before it was requested', { end_time: '2026-06-18T09:00:00Z' }, {}],
    ['an end long ago', { end_time: '0001-01-01T00:00:00Z', start_time: null }, {}],
    ['a start after its end', { start_time: AT(50) }, {}],
    [
      'a history that cannot be stored',
      {
        data: {
          status_transition: [
            { to: 'joining', timestamp: AT(0), source: 'a\nb', reason: 'c\u0000' },
            { to: 'active', timestamp: AT(1), source: ' ', reason: 'x\udfff' },
            { to: 'stopping', timestamp: AT(59), reason: 'y'.repeat(5_000) },
          ],
        },
      },
      {},
    ],
  ])('a meeting with %s ends, known or not', async (_what, fields, more) => {
    const known = ended(fields, more);
    const id = await meetingHere();
    await keep('meeting', known.data.meeting.id, id);
    await server.db.prisma.meetingTransition.create({
      data: {
        meetingId: id,
        userId: BigInt(user.databaseId),
        toStatus: 'joining',
        at: new Date(AT(30)),
      },
    });
    const unknown = ended(fields, more);
    for (const event of [known, unknown]) {
      const { status, body } = await sendEvent(server, event);
      expect([status, body['created']]).toEqual([200, event === unknown]);
      const meeting = await server.db.prisma.meeting.findFirst({
        where: { id: Number(body['meeting_id']) },
      });
      expect(meeting).toMatchObject({ status: 'completed', endTime: expect.any(Date) });
    }
  });

  it('secrets in the reasons and sources of its history are left out', async () => {
    const secret = `vxa_bot_${'k'.repeat(32)}`;
    const status_transition = [
      { to: 'joining', timestamp: AT(0), source: secret, reason: `sent Bearer ${secret}` },
    ];
    const event = ended({ data: { status_transition } }, { status_change: { reason: secret } });
    const { body } = await sendEvent(server, event);
    const steps = await server.db.prisma.meetingTransition.findMany({
      where: { meetingId: Number(body['meeting_id']) },
    });
    expect(steps).toHaveLength(2);
    const text = steps.map(({ source, reason }) => `${source} ${reason}`).join('\n');
    expect(text).not.toContain(secret);
  });

  it('a long event counts without an Authorization header, which proxies drop', async () => {
    const body = JSON.stringify(ended({ data: { text: 'x'.repeat(50_000) } }));
    const { authorization: _dropped, ...headers } = signatureOf(EVENT_SECRET, body);
    const response = await server.fetch('/internal/vexa/events', {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body,
    });
    expect(response.status).toBe(200);
  });
});
