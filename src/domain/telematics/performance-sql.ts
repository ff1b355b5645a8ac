import sql, { type Sql } from 'sql-template-tag';
import type { Columns } from '../../data/sql/columns.ts';
import { IS_OVER } from '../meetings/list.ts';
import { ACTIVE_FROM, STAGE } from '../meetings/stage.ts';

// The definitions of a meeting's times, once: for one meeting and for percentiles over all of them.
// Each is an expression over the table `meetings m`, in seconds, null where it was not recorded. A
// time that runs backwards counts as not recorded.

function elapsed(from: Sql, to: Sql): Sql {
  return sql`case when ${to} >= ${from} then ${to} - ${from} end`;
}

function seconds(from: Sql, to: Sql): Sql {
  return sql`extract(epoch from ${elapsed(from, to)})::double precision`;
}

function recordedOr(name: string, derived: Sql): Sql {
  return sql`coalesce(recorded_number(m.data, ${name}), ${derived})`;
}

/** From the request until the bot waits to be admitted, or is in the meeting. */
export const JOIN_TIME = recordedOr(
  'join_time',
  seconds(sql`m.created_at`, sql`least(m.waiting_at, m.active_at)`),
);

export const ADMISSION_TIME = recordedOr(
  'admission_time',
  seconds(sql`m.waiting_at`, sql`m.active_at`),
);

const ACTIVE_TO = sql`case when m.active_at is null then m.end_time else coalesce(m.left_at, m.end_time) end`;

/** Of a continued meeting: when it was active, in ranges; null for others. */
export const STRETCHES = sql`closed_stretches(m.active_stretches, m.end_time)`;

/** How long it was active, as an interval: of a continued meeting, all stretches together. */
export const ACTIVE_INTERVAL = sql`case when m.active_stretches is null then ${elapsed(ACTIVE_FROM, sql`(${ACTIVE_TO})`)}
  when not upper_inf(${STRETCHES}) then (select coalesce(sum(upper(s) - lower(s)), '0') from unnest(${STRETCHES}) s) end`;
const ACTIVE_TIME = sql`extract(epoch from ${ACTIVE_INTERVAL})::double precision`;

/** The same as an interval: sums of these are exact, and cost less than sums of seconds. */
export const TOTAL_INTERVAL = elapsed(sql`m.start_time`, sql`m.end_time`);
export const TOTAL_DURATION = seconds(sql`m.start_time`, sql`m.end_time`);

const RAN_UNTIL = sql`coalesce(m.final_at, m.end_time)`;
const RUN = elapsed(sql`m.joining_at`, RAN_UNTIL);
/**
 * Of a continued meeting, the time in which its bot held a slot again comes to the first run. They overlap
 * where it went on after STOPPING, which gives the slot free before the run ends: that time counts once.
 */
const RAN_AGAIN = sql`closed_stretches(m.held_again, m.end_time)`;
const ALL_RUNS = sql`tstzmultirange(tstzrange(m.joining_at, ${RAN_UNTIL})) + ${RAN_AGAIN}`;
const BOT_UPTIME = recordedOr(
  'bot_uptime',
  sql`extract(epoch from case when m.held_again is null then ${RUN}
    when ${RUN} is not null and not upper_inf(${RAN_AGAIN})
      then (select sum(upper(s) - lower(s)) from unnest(${ALL_RUNS}) s) end)::double precision`,
);

const RESOURCES = sql`m.data -> 'bot_resources'`;
const PEAK_MEMORY_BYTES = sql`trunc(recorded_number(${RESOURCES}, 'peak_memory_bytes'))::bigint`;
const CPU_SECONDS = sql`recorded_number(${RESOURCES}, 'cpu_usage_usec') / 1e6`;

/** How a bot did in one meeting: times in seconds, null where they are not known. */
export type Performance = {
  readonly id: bigint;
  readonly status: string;
  /** Whether any change of status was recorded. */
  readonly hasTransitions: boolean;
  readonly isOver: boolean;
  readonly wasActive: boolean;
  readonly hasWaited: boolean;
  readonly joinTime: number | null;
  readonly admissionTime: number | null;
  readonly activeTime: number | null;
  readonly totalDuration: number | null;
  readonly botUptime: number | null;
  readonly peakMemoryBytes: bigint | null;
  readonly cpuSeconds: number | null;
  readonly stage: string | null;
  readonly reason: string | null;
};

/** Its columns, from a table aliased `m`. */
export const PERFORMANCE: Columns<Performance> = {
  id: sql`m.id`,
  status: sql`m.status`,
  hasTransitions: sql`num_nonnulls(m.joining_at, m.waiting_at, m.active_at, m.released_at) > 0`,
  isOver: IS_OVER,
  wasActive: sql`m.active_at is not null or m.start_time is not null`,
  hasWaited: sql`m.waiting_at is not null`,
  joinTime: JOIN_TIME,
  admissionTime: ADMISSION_TIME,
  activeTime: ACTIVE_TIME,
  totalDuration: TOTAL_DURATION,
  botUptime: BOT_UPTIME,
  peakMemoryBytes: PEAK_MEMORY_BYTES,
  cpuSeconds: CPU_SECONDS,
  stage: STAGE,
  reason: sql`m.completion_reason`,
};
