import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SeededUser } from '../support/seed.ts';
import type { TestServer } from '../support/server.ts';
import { AT, completed } from './examples.ts';
import { meetingOf, type Receiver, startReceiver, stepsOf } from './receiver.ts';
import { EVENT_SECRET, sendEvent, signatureOf } from './sign.ts';

// A meeting that was over and went on: the platform sends its history with more than one end.

let server: TestServer;
let user: SeededUser;
let keep: Receiver['keep'];
beforeAll(async () => {
  ({ server, user, keep } = await startReceiver());
});
afterAll(() => server.stop());

type Step = readonly [to: string, minute: number];

/** The last of each is the end that the event is about. */
const HISTORIES: readonly (readonly [active: number, steps: readonly Step[]])[] = [
  [
    3,
    [
      ['joining', 1],
      ['active', 2],
      ['completed', 3],
      ['active', 5],
      ['completed', 7],
    ],
  ],
  [
    4,
    [
      ['joining', 1],
      ['active', 2],
      ['failed', 4],
      ['requested', 5],
      ['active', 6],
      ['completed', 8],
    ],
  ],
  [
    4,
    [
      ...([
        ['active', 2],
        ['completed', 3],
        ['active', 4],
        ['completed', 5],
      ] as const),
      ...([
        ['joining', 6],
        ['active', 7],
        ['stopping', 9],
        ['completed', 10],
      ] as const),
    ],
  ],
  [
    5,
    [
      ['joining', 1],
      ['active', 2],
      ['stopping', 4],
      ['active', 5],
      ['completed', 8],
    ],
  ],
  [
    1,
    [
      ['joining', 1],
      ['failed', 2],
      ['active', 3],
      ['completed', 4],
    ],
  ],
];

function eventOf(steps: readonly Step[], fields: object = {}) {
  const status_transition = steps.map(([to, minute], place) => ({
    from: steps[place - 1]?.[0] ?? 'requested',
    to,
    timestamp: AT(minute),
  }));
  const [, end] = steps.at(-1) ?? ['', 0];
  return completed({ start_time: null, end_time: AT(end), data: { status_transition }, ...fields });
}

async function activeMinutes(id: number): Promise<number | null> {
  const { data } = await server.graphql<{
    meeting: { telematics: { performance: { activeTime: number | null } } };
  }>(
    'query ($id: BigInt!) { meeting(by: {databaseId: $id}) { telematics { performance { activeTime } } } }',
    { admin: server.adminKey, variables: { id } },
  );
  const { activeTime } = data.meeting.telematics.performance;
  return activeTime === null ? null : activeTime / 60;
}

const linesOf = (steps: readonly Step[]) => steps.map(([to, minute]) => `${to} ${AT(minute)}`);

async function expectAll(id: number, active: number, steps: readonly Step[]): Promise<void> {
  expect(await stepsOf(server, id)).toEqual(linesOf(steps));
  expect(await activeMinutes(id)).toBe(active);
  const [, end] = steps.at(-1) ?? ['', 0];
  expect(await meetingOf(server, id)).toMatchObject({
    status: 'completed',
    endTime: new Date(AT(end)),
  });
}

describe('an event of a continued meeting', () => {
  it.each(HISTORIES)(
    'records all changes where the meeting is new: %d minutes of %j',
    async (active, steps) => {
      const { status, body } = await sendEvent(server, eventOf(steps));
      expect(status).toBe(200);
      await expectAll(Number(body['meeting_id']), active, steps);
      const last = await server.db.prisma.meetingTransition.findFirst({
        where: { meetingId: BigInt(Number(body['meeting_id'])) },
        orderBy: { at: 'desc' },
      });
      expect(last?.fromStatus).toBe(steps.at(-2)?.[0]);
    },
  );

  it.each(HISTORIES)(
    'adds what is missing where the meeting is known at any of its changes: %d minutes of %j',
    async (active, steps) => {
      for (let known = 0; known <= steps.length; known += 1) {
        const before = steps.slice(0, known);
        const event = eventOf(steps);
        const { id } = event.data.meeting;
        const [status] = before.at(-1) ?? ['requested'];
        await server.db.prisma.meeting.create({
          data: {
            id: BigInt(id),
            userId: BigInt(user.databaseId),
            platform: 'google_meet',
            nativeMeetingId: event.data.meeting.native_meeting_id,
            status,
            createdAt: new Date(AT(0)),
            ...(status === 'completed' && { endTime: new Date(AT(before.at(-1)?.[1] ?? 0)) }),
          },
        });
        await server.db.prisma.meetingTransition.createMany({
          data: before.map(([toStatus, minute], place) => ({
            meetingId: BigInt(id),
            userId: BigInt(user.databaseId),
            fromStatus: before[place - 1]?.[0] ?? 'requested',
            toStatus,
            at: new Date(AT(minute)),
          })),
        });
        await keep('meeting', id, id);
        expect(await sendEvent(server, event)).toMatchObject({ status: 200 });
        await expectAll(id, active, steps);
      }
    },
  );
});

describe('data of an event that cannot be stored', () => {
  const deep = (levels: number): string => (levels === 0 ? '1' : `{"a": ${deep(levels - 1)}}`);

  it.each<[string, string]>([
    ['a number with too many digits', '750727362669608961'],
    ['one in an object', '{"n": [0.30000000000000000001]}'],
    ['a number that is too large', '1e400'],
    ['a text with NUL', JSON.stringify('z\u0000')],
    ['a name with NUL', JSON.stringify({ 'z\u0000': 1 })],
    ['an object that is too deep', deep(60)],
    ['a text that is too long', JSON.stringify('x'.repeat(70_000))],
    ['too many values', JSON.stringify(Array.from({ length: 10_001 }, () => 1))],
  ])('is left out alone, and named: %s', async (_what, text) => {
    const event = eventOf([
      ['active', 1],
      ['completed', 2],
    ]);
    const marked = {
      ...event.data.meeting,
      data: { before: 1, bad: 'HERE', other: 'HERE', after: [2.5] },
    };
    const body = JSON.stringify({ ...event, data: { ...event.data, meeting: marked } });
    const { status, answer } = await sendText(body.replaceAll('"HERE"', text));
    expect([status, answer['omitted']]).toEqual([200, ['bad', 'other']]);
    expect((await meetingOf(server, Number(answer['meeting_id']))).data).toEqual({
      before: 1,
      after: [2.5],
    });
  });
});

async function sendText(body: string) {
  const response = await server.fetch('/internal/vexa/events', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...signatureOf(EVENT_SECRET, body) },
    body,
  });
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
}
