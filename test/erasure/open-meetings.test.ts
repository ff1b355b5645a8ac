import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkSummaries } from '../../src/domain/analytics/summaries/check.ts';
import { endLeftOpen } from '../../src/domain/erasure/open-meetings.ts';
import { holdsSlot, isFinal, STATUSES } from '../../src/domain/meetings/status.ts';
import { followChanges, nextChange, untilQuiet } from '../live/changes.ts';
import { move, recordOne, transitionsOf } from '../recording/reports.ts';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { erase } from './erasing.ts';

// Nobody reports the end of a meeting whose user was erased: the erasure ends it.

const BEGUN = new Date('2026-06-01T10:00:00.000Z');
const ERASED = new Date('2026-06-01T12:00:00.000Z');
const LATER = new Date('2026-06-04T12:00:00.000Z');
const OPEN = STATUSES.filter((status) => !isFinal(status));

let now = BEGUN;
let server: TestServer;
beforeAll(async () => {
  server = await startServer({ clock: () => now });
});
afterAll(() => server.stop());

type Subject = { readonly user: SeededUser; readonly meetingId: number };

/** A meeting that was reported in this status two hours before the erasure. */
async function subjectIn(status: string, fields: object = {}): Promise<Subject> {
  now = BEGUN;
  const user = await seedUser(server, { maxConcurrentBots: 1 });
  const isStopping = status === 'stopping';
  const first = isStopping ? 'ACTIVE' : status.toUpperCase();
  const meetingId = await recordOne(server, user, { status: first, ...fields });
  if (isStopping) await move(server, meetingId, { status: 'STOPPING' });
  return { user, meetingId };
}

function meetingOf(meetingId: number) {
  return server.db.prisma.meeting.findUniqueOrThrow({ where: { id: BigInt(meetingId) } });
}

async function figures() {
  const { data, errors } = await server.graphql<{ analytics: Record<string, unknown> }>(
    `{ analytics(range: {start: "2026-06-01T00:00:00Z", end: "2026-06-05T00:00:00Z"}) {
        totals { meetings running completed failed } concurrency { average peak } }
      open: meetings(filter: {isOver: false}) { totalCount } }`,
    { admin: server.adminKey },
  );
  expect(errors).toBeUndefined();
  return data;
}

function endThoseLeft() {
  const { clock, db, changes } = server.app;
  return endLeftOpen({ db, clock, changes });
}

/** As an earlier version left a meeting of an erased user. */
async function reopened({ meetingId }: Subject, status: string): Promise<void> {
  await server.db.rows(sql`
    delete from meeting_transitions t where t.meeting_id = ${meetingId} and t.to_status = 'failed'`);
  await server.db.rows(sql`
    update meetings set status = ${status}, end_time = null, completion_reason = null, failure_stage = null
    where id = ${meetingId}`);
}

async function expectEnded({ user, meetingId }: Subject, status: string): Promise<void> {
  const row = await meetingOf(meetingId);
  expect(row).toMatchObject({
    ...{ status: 'failed', completionReason: 'stopped', endTime: ERASED, nativeMeetingId: null },
  });
  const steps = await transitionsOf(server, meetingId);
  expect(steps.at(-1)).toMatchObject({ fromStatus: status, toStatus: 'failed', at: ERASED });
  expect(steps.filter(({ toStatus }) => toStatus === 'failed')).toHaveLength(1);
  const { data } = await server.graphql<{ meetings: unknown }>(
    `{ meetings(filter: {isOver: false, userId: {eq: "${user.id}"}}) { totalCount } }`,
    { admin: server.adminKey },
  );
  expect(data).toEqual({ meetings: { totalCount: 0 } });
}

describe.each(OPEN)('the meeting of an erased user that was %s', (status) => {
  let subject: Subject;

  it('ends with the erasure, and its figures no longer grow', async () => {
    subject = await subjectIn(status);
    now = ERASED;
    const before = await figures();
    await erase(server, subject.user, subject.user.email);
    await expectEnded(subject, status);
    const after = await figures();
    expect(before).toMatchObject({
      analytics: { totals: { running: Number(holdsSlot(status)) } },
      open: { totalCount: 1 },
    });
    expect(after).toMatchObject({ analytics: { totals: { running: 0 } }, open: { totalCount: 0 } });
    now = LATER;
    expect(await figures()).toEqual(after);
    expect(await checkSummaries(server.db.rows)).toMatchObject({ differences: [] });
  });

  it('is counted by the receipt', async () => {
    const { data } = await server.graphql<{ erasure: unknown }>(
      `{ erasure(userId: "${subject.user.id}") { meetings endedMeetings event { after } } }`,
      { admin: server.adminKey },
    );
    const counts = { meetings: 1, endedMeetings: 1 };
    expect(data.erasure).toMatchObject({ ...counts, event: { after: counts } });
  });

  it('ends at the time of the erasure if an earlier version left it open, however long ago', async () => {
    now = LATER;
    await reopened(subject, status);
    await endThoseLeft();
    await expectEnded(subject, status);
    await endThoseLeft();
    await expectEnded(subject, status);
  });
});

it('a reason that the bot gave for the end stays, and an earlier end', async () => {
  const { user, meetingId } = await subjectIn('active');
  await move(server, meetingId, { status: 'STOPPING', completionReason: 'left_alone' });
  const ended = new Date('2026-06-01T10:30:00.000Z');
  await server.db.rows(sql`update meetings set end_time = ${ended} where id = ${meetingId}`);
  now = ERASED;
  await erase(server, user, user.email);
  expect(await meetingOf(meetingId)).toMatchObject({
    ...{ status: 'failed', completionReason: 'left_alone', endTime: ended },
  });
  expect((await transitionsOf(server, meetingId)).at(-1)).toMatchObject({ at: ended });
});

it('a meeting that is over, or in an unknown status, stays as it is', async () => {
  const { user, meetingId } = await subjectIn('completed');
  const odd = await recordOne(server, user);
  await server.db.rows(sql`update meetings set status = 'dreaming' where id = ${odd}`);
  now = ERASED;
  const counts = [await meetingOf(meetingId), await meetingOf(odd)].map(({ status }) => status);
  await erase(server, user, user.email);
  const after = [await meetingOf(meetingId), await meetingOf(odd)].map(({ status }) => status);
  expect(after).toEqual(counts);
});

it('all of many meetings end, and those of others go on', async () => {
  const { user } = await subjectIn('active');
  const other = await subjectIn('active');
  await server.db.rows(sql`
    insert into meetings (user_id, platform, native_meeting_id, status, created_at, start_time)
    select ${user.databaseId}, 'zoom', 'many-' || n, 'active', ${BEGUN}, ${BEGUN} from generate_series(1, 1200) n`);
  now = ERASED;
  await erase(server, user, user.email);
  const [left] = await server.db.rows<{ ended: number; steps: number }>(sql`
    select count(*)::int as ended, (select count(*)::int from meeting_transitions t
      where t.user_id = ${user.databaseId} and t.to_status = 'failed') as steps
    from meetings m where m.user_id = ${user.databaseId} and m.status = 'failed'`);
  expect(left).toEqual({ ended: 1_201, steps: 1_201 });
  expect(await meetingOf(other.meetingId)).toMatchObject({ status: 'active', endTime: null });
});

it('whoever follows all meetings hears that it ended, without the person', async () => {
  const { user, meetingId } = await subjectIn('active');
  const { secret } = await seedKey(server, user, { scopes: ['TX'] });
  await untilQuiet(server);
  const events = await followChanges(server);
  const own = await followChanges(server, '', { key: secret });
  now = ERASED;
  await erase(server, user, user.email);
  const { rows } = server.db;
  const [shown] = await rows<{ pseudonym: string }>(sql`
    select x.pseudonym from erasures x where x.user_id = ${user.databaseId}`);
  expect(shown?.pseudonym).toMatch(/^erased-/);
  const person = { name: null };
  const change = await nextChange(events);
  expect(change).toEqual({ databaseId: meetingId, statusName: 'failed', user: person });
  await own.ended.catch(() => {});
  expect(own.text()).not.toContain('"failed"');
});
