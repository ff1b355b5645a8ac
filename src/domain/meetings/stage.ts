import sql from 'sql-template-tag';

// From a table aliased `m`.

/** Where no transition tells, the meeting's own start and end do. */
export const ACTIVE_FROM = sql`coalesce(m.active_at, m.start_time)`;

/**
 * How far a bot came that failed. Its changes of status decide, and its start, which is when it was
 * let in; what was reported as the stage counts where they tell nothing. Of meetings that an earlier version
 * deleted by age, the times are left.
 */
export const STAGE = sql`case when m.status = 'failed' then case when (${ACTIVE_FROM}) is not null then 'active' else coalesce(
  m.reached_stage,
  case when m.waiting_at is not null then 'awaiting_admission' when m.joining_at is not null then 'joining' end,
  m.failure_stage, case when m.final_at is not null then 'requested' end) end end`;
