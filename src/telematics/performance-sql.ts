import sql, { type Sql } from 'sql-template-tag';

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

/** From the request to the door: the bot waits there, or is in. */
export const JOIN_TIME = recordedOr(
  'join_time',
  seconds(sql`m.created_at`, sql`least(m.waiting_at, m.active_at)`),
);

export const ADMISSION_TIME = recordedOr(
  'admission_time',
  seconds(sql`m.waiting_at`, sql`m.active_at`),
);

/** Where no transition tells, the meeting's own start and end do. */
export const ACTIVE_FROM = sql`coalesce(m.active_at, m.start_time)`;
export const ACTIVE_TO = sql`case when m.active_at is null then m.end_time else coalesce(m.left_at, m.end_time) end`;
export const ACTIVE_TIME = seconds(ACTIVE_FROM, sql`(${ACTIVE_TO})`);

/** The same as an interval: sums of these are exact, and cost less than sums of seconds. */
export const TOTAL_INTERVAL = elapsed(sql`m.start_time`, sql`m.end_time`);
export const TOTAL_DURATION = seconds(sql`m.start_time`, sql`m.end_time`);

export const BOT_UPTIME = recordedOr(
  'bot_uptime',
  seconds(sql`m.joining_at`, sql`coalesce(m.final_at, m.end_time)`),
);

const RESOURCES = sql`m.data -> 'bot_resources'`;
export const PEAK_MEMORY_BYTES = sql`trunc(recorded_number(${RESOURCES}, 'peak_memory_bytes'))::bigint`;
export const CPU_SECONDS = sql`recorded_number(${RESOURCES}, 'cpu_usage_usec') / 1e6`;

/** How far a bot came that is over: what it said, or else the last status before the end. */
export const STAGE = sql`case when m.status = 'failed' then coalesce(m.failure_stage, case
  when m.active_at is not null then 'active' when m.waiting_at is not null then 'awaiting_admission'
  when m.joining_at is not null then 'joining' when m.final_at is not null then 'requested' end) end`;
