import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeId } from '../../src/kit/graphql/ids.ts';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { hold, release, runRetention } from './running.ts';

const NOW = new Date('2026-10-01T12:00:00Z');
const DAY_MS = 86_400_000;
const daysAgo = (days: number) => new Date(+NOW - days * DAY_MS);

/** Each of these has a meeting with three segments, and a key with a day of usage, of each age. */
const AGES = [5, 29, 31, 400];
const OLD = ['31', '400'];

type Left = Readonly<Record<string, readonly string[]>>;

describe('rows that are older than their limit', () => {
  let server: TestServer;
  let free: SeededUser;
  let held: SeededUser;
  let partly: SeededUser;
  let holds: string[] = [];
  beforeAll(async () => {
    server = await startServer({ clock: () => NOW });
    [free, held, partly] = [await seedUser(server), await seedUser(server), await seedUser(server)];
    for (const user of [free, held, partly]) await fill(user);
    const [meeting] = await server.db.rows<{ id: bigint }>(
      sql`select id from meetings where user_id = ${partly.databaseId} and native_meeting_id = '31'`,
    );
    holds = [
      await hold(server, { user: { id: held.id } }),
      await hold(server, { meetingId: encodeId('Meeting', meeting?.id ?? 0n) }),
    ];
  });
  afterAll(() => server.stop());

  async function fill(user: SeededUser): Promise<void> {
    const key = await seedKey(server, user);
    for (const age of AGES) {
      const at = daysAgo(age);
      await server.db.rows(sql`
        with m as (
          insert into meetings (user_id, platform, native_meeting_id, status, created_at, start_time, end_time)
          values (${user.databaseId}, 'zoom', ${String(age)}, 'completed', ${at}, ${at}, ${at}::timestamptz + interval '1 hour')
          returning id, user_id)
        insert into transcript_segments (meeting_id, user_id, start_offset, end_offset, text, speaker)
        select m.id, m.user_id, n * 10, n * 10 + 4, 'said', 'Ada' from m, generate_series(0, 2) n`);
      await server.db.rows(sql`
        insert into token_usage_days (token_id, day, user_id, requests, first_at, last_at)
        values (${key.databaseId}, ${at}::date, ${user.databaseId}, 2, ${at}, ${at})`);
    }
    await server.db.rows(sql`
      insert into token_usage (token_id, requests, first_at, last_at)
      values (${key.databaseId}, 8, ${daysAgo(400)}, ${daysAgo(5)})`);
  }

  /** The ages that are left, by user. */
  async function left(kind: 'segments' | 'meetings' | 'usage'): Promise<Left> {
    const found = {
      segments: sql`select distinct m.user_id, m.native_meeting_id as age from transcript_segments s join meetings m on m.id = s.meeting_id`,
      meetings: sql`select m.user_id, m.native_meeting_id as age from meetings m`,
      usage: sql`select d.user_id, (${NOW}::timestamptz::date - d.day)::text as age from token_usage_days d`,
    };
    const rows = await server.db.rows<{ user: bigint; ages: string[] }>(sql`
      select user_id as user, array_agg(age order by age::int) as ages from (${found[kind]}) f group by 1`);
    return Object.fromEntries(rows.map(({ user, ages }) => [String(user), ages]));
  }

  const all = AGES.map(String);
  const young = all.filter((age) => !OLD.includes(age));
  const leftOver = (one: readonly string[], two: readonly string[]) => ({
    [free.databaseId]: one,
    [held.databaseId]: all,
    [partly.databaseId]: two,
  });

  it('stay without a limit', async () => {
    expect(await runRetention(server, {})).toBe(0);
    for (const kind of ['segments', 'meetings', 'usage'] as const)
      expect([kind, await left(kind)]).toEqual([kind, leftOver(all, all)]);
  });

  const RETENTION = `{ retention { kind days before removedBefore removed
    lastRun { removed held unfinished finishedAt } } }`;
  type Policies = { retention: { kind: string; lastRun: unknown }[] };
  const policies = async () => {
    const { data } = await server.graphql<Policies>(RETENTION, { admin: server.adminKey });
    return Object.fromEntries(data.retention.map((policy) => [policy.kind, policy]));
  };

  it('are deleted by day of usage, except those of a user on hold', async () => {
    await runRetention(server, { usage: 30 });
    // A longer limit brings nothing back.
    await runRetention(server, { usage: 60 });
    expect(await left('usage')).toEqual(leftOver(young, young));
    const { data } = await server.graphql<{ user: unknown }>(
      `{ user(by: {id: "${free.id}"}) { usage { totalRequests firstUsedAt
        daily(range: {start: "${daysAgo(31).toISOString()}", end: "${daysAgo(28).toISOString()}"}) { requests isRemoved } } } }`,
      { admin: server.adminKey },
    );
    expect(data.user).toMatchObject({
      usage: {
        totalRequests: 8,
        firstUsedAt: daysAgo(400).toISOString(),
        daily: [
          { requests: 0, isRemoved: true },
          { requests: 0, isRemoved: false },
          { requests: 2, isRemoved: false },
          { requests: 0, isRemoved: false },
        ],
      },
    });
    expect((await policies())['USAGE']).toMatchObject({
      removed: 4,
      removedBefore: daysAgo(30).toISOString(),
      lastRun: { removed: 0, held: 1, unfinished: 0, finishedAt: expect.any(String) },
    });
  });

  it('are deleted by segment, except those of a user or meeting on hold', async () => {
    await runRetention(server, { segments: 30 });
    expect(await left('segments')).toEqual(leftOver(young, [...young, '31']));
    expect(await left('meetings')).toEqual(leftOver(all, all));
    expect((await policies())['SEGMENTS']).toMatchObject({
      lastRun: { removed: 9, held: 9, unfinished: 0 },
    });
  });

  it('are deleted by meeting, except those on hold', async () => {
    await runRetention(server, { meetings: 30 });
    expect(await left('meetings')).toEqual(leftOver(young, [...young, '31']));
    expect((await policies())['MEETINGS']).toMatchObject({
      lastRun: { removed: 3, held: 3, unfinished: 0 },
    });
  });

  it('are deleted once the hold is released, and each run that deleted some is in the audit log', async () => {
    for (const id of holds) await release(server, id);
    await runRetention(server, { segments: 30, meetings: 30, usage: 30 });
    const none = { ...leftOver(young, young), [held.databaseId]: young };
    for (const kind of ['segments', 'meetings', 'usage'] as const)
      expect([kind, await left(kind)]).toEqual([kind, none]);
    await runRetention(server, { segments: 30, meetings: 30, usage: 30 });
    const events = await server.db.rows<{ after: { kind: string; removed: number } }>(sql`
      select after from audit_events where action = 'RETENTION_RUN' order by id`);
    expect(events.map(({ after }) => `${after.kind} ${after.removed}`)).toEqual([
      ...['USAGE 4', 'SEGMENTS 9', 'MEETINGS 3'],
      ...['SEGMENTS 9', 'MEETINGS 3', 'USAGE 2'],
    ]);
  });

  it('stay while their meeting is not over', async () => {
    const at = daysAgo(100);
    await server.db.rows(sql`
      with m as (
        insert into meetings (user_id, platform, native_meeting_id, status, created_at)
        values (${free.databaseId}, 'zoom', 'open', 'active', ${at}) returning id, user_id)
      insert into transcript_segments (meeting_id, user_id, start_offset, end_offset, text)
      select m.id, m.user_id, 0, 1, 'said' from m`);
    await runRetention(server, { segments: 30, meetings: 30 });
    const { SEGMENTS, MEETINGS } = await policies();
    expect([SEGMENTS?.lastRun, MEETINGS?.lastRun]).toMatchObject([
      { removed: 0, unfinished: 1 },
      { removed: 0, unfinished: 1 },
    ]);
    await server.db.rows(
      sql`update meetings set status = 'failed' where native_meeting_id = 'open'`,
    );
    await runRetention(server, { meetings: 30 });
    expect((await policies())['MEETINGS']).toMatchObject({ lastRun: { removed: 1 } });
  });
});
