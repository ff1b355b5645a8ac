import sql, { type Sql } from 'sql-template-tag';
import { STATUSES } from '../../src/domain/meetings/status.ts';
import { sendReport } from '../recording/reports.ts';
import type { SeededUser } from '../support/seed.ts';
import type { TestServer } from '../support/server.ts';

// Whatever can change a meeting, in any way and order. Every random number comes from one seed.

/** From here on it all happens: months end, and the clocks of Berlin go forward. */
export const FIRST = Date.UTC(2026, 2, 20);
export const NOW = Date.UTC(2026, 4, 3, 12, 34);
export const DAY_MS = 86_400_000;
const MINUTE = 60_000;
const PLATFORMS = ['ZOOM', 'TEAMS', 'GOOGLE_MEET'] as const;
const REASONS = [null, 'stopped', 'evicted'] as const;

export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed;
  }

  /** A whole number from 0 on, below the limit. */
  below(limit: number): number {
    this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.state / 2 ** 32) * limit);
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item;
  }
}

/** What a change is made with: any process, any user. */
export type Stage = {
  readonly servers: readonly TestServer[];
  readonly users: readonly SeededUser[];
  readonly random: Random;
};

/** Midnights and the quarters around them come up as often as all other times. */
export function timeOf(random: Random): Date {
  const day = FIRST + random.below((NOW - FIRST) / DAY_MS) * DAY_MS;
  const offset = random.pick([0, 1, -1, 15 * MINUTE, -15 * MINUTE, random.below(DAY_MS)]);
  return new Date(Math.min(day + offset, NOW - MINUTE));
}

const after = (time: Date, random: Random) =>
  new Date(+time + random.pick([0, 90_000, 1_800_000, 7_200_000, 1.5 * DAY_MS, 4 * DAY_MS]));

const someMeeting = (random: Random) =>
  sql`(select id from meetings order by id desc offset ${random.below(25)} limit 1)`;

const lengthOf = (time: Date, random: Random) => random.pick([null, after(time, random)]);

/** Each of these is one statement. */
export const STATEMENTS: Readonly<Record<string, (stage: Stage) => Sql>> = {
  'a bulk of new meetings': ({ users, random }) => {
    const rows = Array.from({ length: 1 + random.below(30) }, () => timeOf(random));
    return sql`insert into meetings (user_id, platform, status, completion_reason, created_at, start_time, end_time, data)
      select * from unnest(${rows.map(() => random.pick(users).databaseId)}::bigint[], ${rows.map(() => random.pick(PLATFORMS).toLowerCase())}::text[],
        ${rows.map(() => random.pick([...STATUSES, 'completed', 'failed', 'hovering']))}::text[], ${rows.map(() => random.pick(REASONS))}::text[],
        ${rows}::timestamptz[], ${rows.map((at) => lengthOf(at, random))}::timestamptz[], ${rows.map((at) => lengthOf(at, random))}::timestamptz[],
        ${rows.map(() => JSON.stringify(random.pick([{}, { join_time: random.below(90) / 7 }])))}::jsonb[])`;
  },
  'another end': ({ random }) =>
    sql`update meetings set end_time = ${lengthOf(timeOf(random), random)} where id = ${someMeeting(random)}`,
  'another status': ({ random }) =>
    sql`update meetings set status = ${random.pick(STATUSES)} where id in (${someMeeting(random)}, ${someMeeting(random)})`,
  'another request': ({ random }) =>
    sql`update meetings set created_at = ${timeOf(random)} where id = ${someMeeting(random)}`,
  'another owner': ({ users, random }) =>
    sql`update meetings set user_id = ${random.pick(users).databaseId} where id = ${someMeeting(random)}`,
  'other data': ({ random }) =>
    sql`update meetings set data = ${JSON.stringify({ admission_time: random.below(400) })}::jsonb, failure_stage = 'joining'
      where id = ${someMeeting(random)}`,
  'a status change beside the service': ({ random }) =>
    sql`insert into meeting_transitions (meeting_id, user_id, to_status, at) select m.id, m.user_id, ${random.pick(STATUSES)}, ${timeOf(random)}
      from meetings m where m.id = ${someMeeting(random)}`,
  'a history that is gone': ({ random }) =>
    sql`delete from meeting_transitions where meeting_id = ${someMeeting(random)}`,
  'deleted meetings': ({ random }) => sql`
    with gone as (select ${someMeeting(random)} as id union select ${someMeeting(random)}),
    transitions as (delete from meeting_transitions where meeting_id in (select id from gone))
    delete from meetings m using gone where m.id = gone.id and not exists (select from meeting_transitions t where t.meeting_id = m.id)`,
  'another limit': ({ users, random }) =>
    sql`update users set max_concurrent_bots = ${random.pick([null, 0, 1, 2, 3])} where id = ${random.pick(users).databaseId}`,
  'a refused bot': ({ users, random }) =>
    sql`insert into bot_refusals (user_id, quarter, refused)
      values (${random.pick(users).databaseId}, date_bin('15 minutes', ${timeOf(random)}::timestamptz, '2000-01-01T00:00:00Z'), 2) on conflict do nothing`,
};

/** The two reports that bots send, over HTTP. What is refused changes nothing. */
export const REPORTS: Readonly<Record<string, (stage: Stage) => Promise<unknown>>> = {
  recordMeeting: ({ servers, users, random }) => {
    const meetings = Array.from({ length: 1 + random.below(4) }, () => {
      const createdAt = timeOf(random);
      const status = random.pick(['REQUESTED', 'ACTIVE', 'COMPLETED', 'FAILED']);
      const nativeMeetingId = `call-${random.below(15)}`;
      return { platform: random.pick(PLATFORMS), nativeMeetingId, status, createdAt };
    });
    const input = { user: { id: random.pick(users).id }, meetings };
    return sendReport(random.pick(servers), 'recordMeeting', input);
  },
  updateMeetingStatus: async ({ servers, random }) => {
    const server = random.pick(servers);
    const [row] = await server.db.rows<{ id: bigint | null }>(
      sql`select ${someMeeting(random)} as id`,
    );
    if (row?.id == null) return;
    const status = random.pick(['JOINING', 'ACTIVE', 'STOPPING', 'COMPLETED', 'FAILED']);
    const change = { meeting: { databaseId: Number(row.id) }, status, at: timeOf(random) };
    await sendReport(server, 'updateMeetingStatus', { changes: [change] });
  },
};
