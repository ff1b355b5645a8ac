import sql, { type Sql } from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  holdsSlot,
  holdsSlotSql,
  isFinal,
  isFinalSql,
  isOpenSql,
  STATUSES,
} from '../../src/domain/meetings/status.ts';
import { type SeededUser, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { receiptsOf, someMeeting } from './reports.ts';

// What each status means, and that every place that asks for it says the same.

type Meaning = { readonly status: string; readonly slot: boolean; readonly final: boolean };

const MEANINGS: readonly Meaning[] = [
  { status: 'requested', slot: true, final: false },
  { status: 'joining', slot: true, final: false },
  { status: 'awaiting_admission', slot: true, final: false },
  { status: 'active', slot: true, final: false },
  { status: 'needs_human_help', slot: true, final: false },
  { status: 'stopping', slot: false, final: false },
  { status: 'completed', slot: false, final: true },
  { status: 'failed', slot: false, final: true },
  { status: 'hovering', slot: false, final: false },
];
const KNOWN = MEANINGS.filter(({ status }) => status !== 'hovering');
const NOW = new Date('2026-06-01T12:00:00.000Z');

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ clock: () => NOW });
});
afterAll(() => server.stop());

async function ask<Row>(columns: Sql): Promise<Row | undefined> {
  const [row] = await server.db.rows<Row>(sql`select ${columns}`);
  return row;
}

/** A meeting as an import brings it: of a user with one slot, an hour old, in one status from the start. */
async function meetingIn(status: string): Promise<{ user: SeededUser; id: bigint }> {
  const user = await seedUser(server, { maxConcurrentBots: 1 });
  const [meeting] = await server.db.rows<{ id: bigint }>(sql`
    insert into meetings (user_id, platform, native_meeting_id, status, created_at, updated_at)
    select ${user.databaseId}, 'zoom', 'call', ${status}, t, t from (select ${NOW}::timestamptz - interval '1 hour' as t) x
    returning id`);
  const id = meeting?.id ?? 0n;
  await server.db.rows(sql`
    insert into meeting_transitions (meeting_id, user_id, to_status, at)
    select id, user_id, status, created_at from meetings where id = ${id}`);
  return { user, id };
}

async function read<Data>(document: string, variables: object): Promise<Data> {
  const { data, errors } = await server.graphql<Data>(document, {
    admin: server.adminKey,
    variables,
  });
  expect(errors).toBeUndefined();
  return data;
}

it('the statuses that are known are these, in this order', () => {
  expect(STATUSES).toEqual(KNOWN.map(({ status }) => status));
});

describe.each(MEANINGS)('$status', ({ status, slot, final }) => {
  it('means the same in TypeScript and in SQL', async () => {
    const word = sql`${status}::text`;
    expect([holdsSlot(status), isFinal(status)]).toEqual([slot, final]);
    const columns = sql`${holdsSlotSql(word)} as slot, ${isFinalSql(word)} as final, ${isOpenSql(word)} as open`;
    expect(await ask(columns)).toEqual({ slot, final, open: status !== 'hovering' && !final });
  });

  it('means the same to the functions of the database', async () => {
    // The range of a bot that held no slot is empty, and has no end.
    const span = sql`bot_slot(${NOW}::timestamptz, null, null, ${status}::text)`;
    expect(await ask(sql`coalesce(upper(${span}) = 'infinity', false) as slot`)).toEqual({ slot });
    const { id } = await meetingIn(status);
    const { releasedAt, finalAt } = await server.db.prisma.meeting.findUniqueOrThrow({
      where: { id },
    });
    expect(releasedAt !== null).toBe(status === 'stopping' || final);
    expect(finalAt !== null).toBe(final);
  });

  it('decides whether another bot may run, and how many are counted', async () => {
    const { user } = await meetingIn(status);
    const { user: found } = await read<{ user: { meetingStats: { activeMeetings: number } } }>(
      'query ($id: ID!) { user(by: {id: $id}) { meetingStats { activeMeetings } } }',
      { id: user.id },
    );
    expect(found.meetingStats.activeMeetings).toBe(slot ? 1 : 0);
    const meetings = [someMeeting({ status: 'REQUESTED' })];
    const [receipt] = await receiptsOf(server, 'recordMeeting', { userId: user.id, meetings });
    expect(receipt?.state).toBe(slot ? 'REFUSED' : 'CREATED');
  });

  it('decides whether the meeting is over, and whether its figures are stored', async () => {
    const { id } = await meetingIn(status);
    const { meeting } = await read<{ meeting: { telematics: { outcome: object } } }>(
      `query ($id: BigInt!) { meeting(by: {databaseId: $id}) { telematics {
        outcome { isOver fault } transcription { words } } } }`,
      { id: Number(id) },
    );
    const fault = { completed: 'NONE', failed: 'BOT' }[status] ?? null;
    expect(meeting.telematics.outcome).toEqual({ isOver: final, fault });
    const kept = await server.db.rows(
      sql`select from meeting_figures where meeting_id = ${id} and transcript is not null`,
    );
    expect(kept).toHaveLength(final ? 1 : 0);
  });

  it('decides whether a newer meeting of the same call ends it', async () => {
    const { user, id } = await meetingIn(status);
    const meetings = [someMeeting({ nativeMeetingId: 'call', createdAt: NOW })];
    await receiptsOf(server, 'recordMeeting', { userId: user.id, meetings });
    const { completionReason } = await server.db.prisma.meeting.findUniqueOrThrow({
      where: { id },
    });
    expect(completionReason).toBe(final ? null : 'superseded');
  });
});

it.each(KNOWN)('a meeting that is reported as $status ends then or not', async (known) => {
  const user = await seedUser(server, { maxConcurrentBots: 1 });
  const meetings = [someMeeting({ status: known.status.toUpperCase(), createdAt: NOW })];
  const [receipt] = await receiptsOf(server, 'recordMeeting', { userId: user.id, meetings });
  const { endTime } = await server.db.prisma.meeting.findUniqueOrThrow({
    where: { id: BigInt(receipt?.meeting?.databaseId ?? 0) },
  });
  expect(endTime).toEqual(known.final ? NOW : null);
});

it('analytics count only meetings that are over among the outcomes', async () => {
  const other = await startServer({ clock: () => NOW });
  try {
    const { databaseId } = await seedUser(other);
    await other.db.rows(sql`
      insert into meetings (user_id, platform, status, created_at)
      select ${databaseId}, 'zoom', s, ${NOW} from unnest(${MEANINGS.map(({ status }) => status)}::text[]) s`);
    const { data } = await other.graphql<{
      analytics: { outcomes: readonly { statusName: string }[] };
    }>(
      `{ analytics(range: {start: "2026-06-01T00:00:00Z", end: "2026-06-02T00:00:00Z"}) {
        outcomes { statusName } } }`,
      { admin: other.adminKey },
    );
    const ended = data.analytics.outcomes.map(({ statusName }) => statusName);
    expect(ended.toSorted()).toEqual(['completed', 'failed']);
  } finally {
    await other.stop();
  }
});

it('the index over running bots holds exactly those that hold a slot', async () => {
  const [index] = await server.db.rows<{ condition: string }>(sql`
    select pg_get_expr(indpred, indrelid) as condition from pg_index
    where indexrelid = 'meetings_running_idx'::regclass`);
  const listed = [...(index?.condition ?? '').matchAll(/'(\w+)'/g)].map(([, word]) => word);
  const holding = MEANINGS.filter(({ slot }) => slot).map(({ status }) => status);
  expect(listed.toSorted()).toEqual(holding.toSorted());
});
