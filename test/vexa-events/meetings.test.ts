import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { transitionsOf } from '../recording/reports.ts';
import type { SeededUser } from '../support/seed.ts';
import type { TestServer } from '../support/server.ts';
import { AT, completed, failed } from './examples.ts';
import { meetingOf, type Receiver, STEPS, startReceiver, stepsOf } from './receiver.ts';
import { sendEvent } from './sign.ts';

// What the operator callback of a running Vexa 0.12 says of a meeting.

let server: TestServer;
let user: SeededUser;
let sourceId: bigint;
let keep: Receiver['keep'];

beforeAll(async () => {
  ({ server, user, sourceId, keep } = await startReceiver());
});
afterAll(() => server.stop());

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
      body: { event_id: event.event_id, meeting_id: id, created: false, omitted: [] },
    });
    expect(await meetingOf(server, id)).toMatchObject({
      status: 'completed',
      completionReason: 'stopped',
      startTime: new Date(AT(1)),
      endTime: new Date(AT(42)),
    });
    expect(await stepsOf(server, id)).toEqual(status === 'requested' ? STEPS : STEPS.slice(1));
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
    expect(await meetingOf(server, id)).toMatchObject({
      status: 'completed',
      startTime: new Date(AT(1)),
      endTime: new Date(AT(42)),
    });
    expect(await stepsOf(server, id)).toEqual([`completed ${AT(42)}`]);
  });

  it('fails with the reason and the stage of the event', async () => {
    const event = failed();
    const id = await importedAs('joining', event.data.meeting.id);
    expect((await sendEvent(server, event)).status).toBe(200);
    expect(await meetingOf(server, id)).toMatchObject({
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
    const before = [await meetingOf(server, id), await stepsOf(server, id)];
    const late = { ...failed({ id: event.data.meeting.id }), event_id: 'evt_late' };
    expect(await sendEvent(server, late)).toMatchObject({ status: 200, body: { meeting_id: id } });
    expect([await meetingOf(server, id), await stepsOf(server, id)]).toEqual(before);
  });
});

describe('a meeting that was never imported', () => {
  it('is recorded whole, under its number, and is known to the next import', async () => {
    const event = completed();
    const { id } = event.data.meeting;
    expect(await sendEvent(server, event)).toEqual({
      status: 200,
      body: { event_id: event.event_id, meeting_id: id, created: true, omitted: [] },
    });
    expect(await meetingOf(server, id)).toMatchObject({
      userId: BigInt(user.databaseId),
      platform: 'google_meet',
      status: 'completed',
      startTime: new Date(AT(1)),
      endTime: new Date(AT(42)),
      createdAt: new Date(AT(0)),
      data: { name: 'Weekly sync' },
    });
    expect(await stepsOf(server, id)).toEqual(STEPS);
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
    expect(await meetingOf(server, Number(id))).toMatchObject({ status: 'completed' });
  });

  it('of a platform that is unknown here keeps its name; secrets in its data are left out', async () => {
    const event = completed({
      platform: 'webex',
      data: { note: 'kept', webhook_secret: 'never-kept-4715', api_key: 'never-kept-4716' },
    });
    const { body } = await sendEvent(server, event);
    const meeting = await meetingOf(server, Number(body['meeting_id']));
    expect(meeting).toMatchObject({ platform: 'webex', data: { note: 'kept' } });
    expect(JSON.stringify(meeting.data)).not.toContain('never-kept');
    expect(server.logLines.join('')).not.toContain('never-kept');
  });

  it('loses data that is too large, not its end', async () => {
    const event = completed({ data: { big: 'x'.repeat(100_000) } });
    const { status, body } = await sendEvent(server, event);
    expect(status).toBe(200);
    expect(await meetingOf(server, Number(body['meeting_id']))).toMatchObject({
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
  expect(await meetingOf(server, firstId)).toMatchObject({ status: 'joining' });
  expect((await sendEvent(server, first)).body).toMatchObject({ meeting_id: firstId });
  expect(await meetingOf(server, firstId)).toMatchObject({ status: 'failed' });
});
