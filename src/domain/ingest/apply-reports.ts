import sql, { type Sql } from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { nowSql } from '../../core/clock.ts';
import type { Rows } from '../../data/database.ts';
import { erasedSql } from '../users/erased.ts';
import type { MeetingState, NewTransition } from './meeting-state.ts';

/** As `lockAnyMeetingStates`, without meetings of users that were erased: nothing more is reported of them. */
export function lockMeetingStates(
  rows: Rows,
  ids: readonly bigint[],
): Promise<Map<bigint, MeetingState>> {
  return lockStates(rows, ids, sql`not ${erasedSql(sql`m.user_id`)}`);
}

/**
 * In the order of ids, so that two reports about the same meetings cannot wait for each other. Read
 * once they are locked: what somebody else changed in the meantime is seen.
 */
export function lockAnyMeetingStates(
  rows: Rows,
  ids: readonly bigint[],
): Promise<Map<bigint, MeetingState>> {
  return lockStates(rows, ids, sql`true`);
}

async function lockStates(
  rows: Rows,
  ids: readonly bigint[],
  which: Sql,
): Promise<Map<bigint, MeetingState>> {
  await rows(
    sql`select id from meetings where id = any(${ids}::bigint[]) order by id for no key update`,
  );
  const locked = await rows<MeetingState>(sql`
    select m.id, m.user_id as "userId", m.status, m.start_time as "startTime", m.end_time as "endTime",
      m.completion_reason as "completionReason", m.failure_stage as "failureStage",
      coalesce(l.at, m.created_at) as "lastAt", coalesce(l.statuses, '{}') as "lastStatuses", '{}'::jsonb as patch, null as size
    from meetings m left join lateral (
      select t.at, array_agg(t.to_status) as statuses from meeting_transitions t
      where t.meeting_id = m.id group by t.at order by t.at desc limit 1) l on true
    where m.id = any(${ids}::bigint[]) and ${which}`);
  return new Map(locked.map((state) => [state.id, state]));
}

export async function saveMeetingStates(
  app: Pick<App, 'clock'>,
  rows: Rows,
  states: readonly MeetingState[],
): Promise<void> {
  if (states.length === 0) return;
  const column = (name: keyof MeetingState) => states.map((state) => state[name]);
  const removed = states.map(({ patch }) =>
    JSON.stringify(Object.keys(patch).filter((key) => patch[key] === null)),
  );
  await rows(sql`
    update meetings m set status = c.status, start_time = c.start_time, end_time = c.end_time,
      completion_reason = c.reason, failure_stage = c.stage, updated_at = ${nowSql(app.clock)},
      data = (m.data || c.patch) - array(select jsonb_array_elements_text(c.removed))
    from unnest(${column('id')}::bigint[], ${column('status')}::text[], ${column('startTime')}::timestamptz[],
      ${column('endTime')}::timestamptz[], ${column('completionReason')}::text[], ${column('failureStage')}::text[],
      ${states.map(({ patch }) => JSON.stringify(patch))}::jsonb[], ${removed}::jsonb[])
      as c(id, status, start_time, end_time, reason, stage, patch, removed)
    where m.id = c.id`);
}

export async function saveTransitions(rows: Rows, steps: readonly NewTransition[]): Promise<void> {
  if (steps.length === 0) return;
  const column = (name: keyof NewTransition) => steps.map((step) => step[name]);
  await rows(sql`
    insert into meeting_transitions (meeting_id, user_id, from_status, to_status, at, reported_at, source, reason, data)
    select * from unnest(${column('meetingId')}::bigint[], ${column('userId')}::bigint[], ${column('from')}::text[],
      ${column('to')}::text[], ${column('at')}::timestamptz[], ${column('reportedAt')}::timestamptz[], ${column('source')}::text[], ${column('reason')}::text[],
      ${steps.map(({ data }) => JSON.stringify(data ?? {}))}::jsonb[])
    on conflict do nothing`);
}
