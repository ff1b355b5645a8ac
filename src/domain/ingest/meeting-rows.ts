import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { nowSql } from '../../core/clock.ts';
import type { Rows } from '../../data/database.ts';
import { isFinalSql } from '../meetings/status.ts';
import type { MeetingReport } from './input.ts';
import type { IngestCaller } from './load.ts';

/** A report of a meeting that has a number elsewhere, which is free here and gets to be its own. */
export type NumberedReport = MeetingReport & { readonly number?: bigint };

/** Inserts meetings and their first statuses; answers their numbers in the order of the reports. */
export async function insertMeetings(
  app: App,
  rows: Rows,
  { userId, tokenId }: IngestCaller,
  reports: readonly NumberedReport[],
): Promise<bigint[]> {
  if (reports.length === 0) return [];
  const now = nowSql(app.clock);
  const made = await rows<{ id: bigint }>(sql`
    with report as materialized (
      select coalesce(r.number, nextval(pg_get_serial_sequence('meetings', 'id'))) as id, r.*
      from (select * from ${recordset(reports)} order by place) r
    ),
    made as (
      insert into meetings (id, user_id, token_id, platform, native_meeting_id, status, completion_reason,
        failure_stage, bot_container_id, start_time, end_time, data, created_at, updated_at)
      select id, ${userId}, ${tokenId}::bigint, platform, native, status, completion_reason, failure_stage, container,
        coalesce(start_time, case when status = 'active' then coalesce(created_at, ${now}) end),
        case when end_time is not null or ${isFinalSql(sql`status`)}
          then greatest(start_time, coalesce(end_time, created_at, ${now})) end,
        data, coalesce(created_at, start_time, end_time, ${now}), ${now}
      from report returning id, status, created_at, start_time, end_time
    )
    select id from report order by place`);
  await insertFirstTransitions(
    rows,
    userId,
    made.map(({ id }, place) => ({ id, report: reports[place] })),
  );
  return made.map(({ id }) => id);
}

function recordset(reports: readonly NumberedReport[]) {
  const texts = (name: keyof MeetingReport) => reports.map((report) => report[name] ?? null);
  return sql`unnest(${texts('platform')}::text[], ${texts('nativeMeetingId')}::text[], ${texts('status')}::text[],
    ${texts('completionReason')}::text[], ${texts('failureStage')}::text[], ${texts('botContainerId')}::text[],
    ${texts('createdAt')}::timestamptz[], ${texts('startTime')}::timestamptz[], ${texts('endTime')}::timestamptz[],
    ${reports.map(({ data }) => JSON.stringify(data ?? {}))}::jsonb[],
    ${reports.map(({ number }) => number ?? null)}::bigint[]) with ordinality
    as r(platform, native, status, completion_reason, failure_stage, container, created_at, start_time, end_time, data, number, place)`;
}

type Made = { readonly id: bigint; readonly report: MeetingReport | undefined };

/**
 * A meeting that is reported late was in its status from the moment that the status began. By another
 * clock that can lie before the meeting was created, which its changes of status never do.
 */
async function insertFirstTransitions(
  rows: Rows,
  userId: bigint,
  made: readonly Made[],
): Promise<void> {
  const texts = (name: 'status' | 'source' | 'reason') =>
    made.map(({ report }) => report?.[name] ?? null);
  const ends = made.map(({ report }) => report?.endTime ?? null);
  await rows(sql`
    insert into meeting_transitions (meeting_id, user_id, to_status, at, reported_at, source, reason)
    select m.id, ${userId}, t.status, greatest(m.created_at, b.at), nullif(coalesce(t.ended, b.at), greatest(m.created_at, b.at)),
      coalesce(t.source, 'bot'), t.reason
    from unnest(${made.map(({ id }) => id)}::bigint[], ${texts('status')}::text[], ${texts('source')}::text[],
      ${texts('reason')}::text[], ${ends}::timestamptz[]) with ordinality t(id, status, source, reason, ended, place)
    join meetings m on m.id = t.id
    cross join lateral (select case when ${isFinalSql(sql`t.status`)} then m.end_time
      when t.status = 'active' then m.start_time else m.created_at end as at) b
    order by t.place`);
}

/** Refusals are figures, too: they show where limits are too narrow. */
export async function insertRefusals(
  app: App,
  rows: Rows,
  userId: bigint,
  refused: number,
): Promise<void> {
  if (refused === 0) return;
  await rows(sql`
    insert into bot_refusals as r (user_id, quarter, refused)
    values (${userId}, date_bin('15 minutes', ${nowSql(app.clock)}, 'epoch'), ${refused})
    on conflict (user_id, quarter) do update set refused = r.refused + excluded.refused`);
}
