import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importVexa } from '../../src/domain/vexa-import/import.ts';
import { AT, completed } from '../vexa-events/examples.ts';
import { type Receiver, startReceiver } from '../vexa-events/receiver.ts';
import { sendEvent } from '../vexa-events/sign.ts';
import { createVexaDatabase } from '../vexa-import/source.ts';

// A meeting that was over and went on has several ends. Each is shown with the reason and the stage that
// the platform stores with it.

type End = {
  readonly to: 'completed' | 'failed';
  readonly completion_reason?: string;
  readonly failure_stage?: string;
};

const ENDS: readonly End[] = [
  { to: 'completed', completion_reason: 'left_alone' },
  { to: 'completed', completion_reason: 'stopped' },
  { to: 'failed', completion_reason: 'join_failure', failure_stage: 'joining' },
  { to: 'failed', completion_reason: 'evicted', failure_stage: 'active' },
  { to: 'failed', failure_stage: 'active' },
  { to: 'completed' },
];

/** All pairs of ends, and some with one more between them. */
const HISTORIES: readonly (readonly End[])[] = ENDS.flatMap((first, place) =>
  ENDS.flatMap((last) => [
    [first, last],
    [first, ENDS[(place + 1) % ENDS.length] ?? first, last],
  ]),
).filter((ends) => ends.at(-1)?.completion_reason !== undefined);

/** When the bot begins to leave: before each end, or in the same millisecond. */
const LEAVES = [
  ['minutes before the end', 4],
  ['in the same millisecond as the end', 6],
] as const;
let leaves: number = LEAVES[0][1];

/** Active again before each end, ten minutes apart. */
function changesOf(ends: readonly End[]) {
  return ends.flatMap((end, place) => [
    {
      from: ends[place - 1]?.to ?? 'requested',
      to: 'active',
      timestamp: AT(place * 10 + 1),
    },
    { from: 'active', to: 'stopping', timestamp: AT(place * 10 + leaves) },
    { from: 'stopping', ...end, timestamp: AT(place * 10 + 6) },
  ]);
}

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.server.stop());

type Shown = { readonly status_transition: readonly Record<string, unknown>[] };

async function shown(id: number): Promise<readonly Record<string, unknown>[]> {
  const { server } = receiver;
  const response = await server.fetch(`/admin/analytics/meetings/${id}/telematics`, {
    headers: { 'x-admin-api-key': server.adminKey },
  });
  const { meeting } = (await response.json()) as { meeting: { data: Shown } };
  return meeting.data.status_transition.map(
    ({ to, timestamp, completion_reason, failure_stage }) => ({
      ...{ to, timestamp },
      ...(completion_reason !== undefined && { completion_reason }),
      ...(failure_stage !== undefined && { failure_stage }),
    }),
  );
}

function withoutFrom(ends: readonly End[]) {
  return changesOf(ends).map(({ from: _from, ...rest }) => rest);
}

function eventOf(ends: readonly End[], id?: number) {
  const last = ends.at(-1);
  return completed({
    ...(id !== undefined && { id, native_meeting_id: `abc-defg-${id}` }),
    status: last?.to,
    completion_reason: last?.completion_reason ?? null,
    failure_stage: last?.failure_stage ?? null,
    start_time: AT(1),
    end_time: AT((ends.length - 1) * 10 + 6),
    data: { status_transition: changesOf(ends) },
  });
}

async function sent(ends: readonly End[], id?: number) {
  const event = eventOf(ends, id);
  const type = ends.at(-1)?.to === 'failed' ? 'bot.failed' : 'meeting.completed';
  const { status, body } = await sendEvent(receiver.server, { ...event, event_type: type });
  expect([status, body]).toMatchObject([200, {}]);
  return { there: event.data.meeting.id, here: Number(body['meeting_id']) };
}

describe.each(LEAVES)('the ends of a meeting that was continued, and left %s,', (_what, minute) => {
  beforeAll(() => {
    leaves = minute;
  });

  it('are shown as they were imported', async () => {
    const { server } = receiver;
    const source = await createVexaDatabase('0.12');
    await source.client.query(
      `insert into users (id, email) values (${900 + leaves}, 'ends${leaves}@example.com')`,
    );
    for (const [place, ends] of HISTORIES.entries()) {
      const { to, ...last } = ends.at(-1) ?? { to: 'completed' };
      await source.client.query(
        `insert into meetings (id, user_id, platform, platform_specific_id, status, created_at, data)
         values ($1, ${900 + leaves}, 'zoom', $2, $3, '2026-06-18 10:00', $4)`,
        [
          leaves * 1_000 + place,
          `ends-${leaves}-${place}`,
          to,
          { ...last, status_transition: changesOf(ends) },
        ],
      );
    }
    await importVexa(server.app, { from: source.url });
    await source.drop();
    for (const [place, ends] of HISTORIES.entries())
      expect(await shown(leaves * 1_000 + place), JSON.stringify(ends)).toEqual(withoutFrom(ends));
  });

  it('are shown as an event tells of all of them', async () => {
    for (const ends of HISTORIES) {
      const { here } = await sent(ends);
      expect(await shown(here), JSON.stringify(ends)).toEqual(withoutFrom(ends));
    }
  });

  it('are shown as one event after the other tells of them', async () => {
    for (const ends of HISTORIES.filter(([first]) => first?.completion_reason !== undefined)) {
      const { there, here } = await sent(ends.slice(0, 1));
      await sent(ends, there);
      expect(await shown(here), JSON.stringify(ends)).toEqual(withoutFrom(ends));
    }
  });
});

it('an end that follows another one at once has its own reason and stage', async () => {
  const [first, , failed] = ENDS;
  const { there, here } = await sent(first === undefined ? [] : [first]);
  const event = eventOf(
    [first, failed, first].filter((end) => end !== undefined),
    there,
  );
  const changes = [
    { from: 'requested', to: 'active', timestamp: AT(1) },
    { from: 'active', ...first, timestamp: AT(6) },
    { from: 'completed', ...failed, timestamp: AT(16) },
    { from: 'failed', ...first, timestamp: AT(26) },
  ];
  const meeting = { ...event.data.meeting, data: { status_transition: changes } };
  const { status } = await sendEvent(receiver.server, {
    ...{ ...event, event_type: 'meeting.completed' },
    data: { ...event.data, meeting },
  });
  expect(status).toBe(200);
  const row = await receiver.server.db.prisma.meeting.findFirst({ where: { id: BigInt(here) } });
  const [, , last] = (await shown(here)).filter(({ to }) => to !== 'stopping');
  expect([row?.status, row?.completionReason, row?.failureStage]).toEqual([
    'failed',
    'join_failure',
    'joining',
  ]);
  expect(last).toMatchObject({ to: 'failed', completion_reason: 'join_failure' });
});
