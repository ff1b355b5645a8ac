import sql from 'sql-template-tag';
import type { Rows } from '../../data/database.ts';
import { isFinalSql } from '../meetings/status.ts';
import type { MeetingReport } from './input.ts';
import { callOf, type KnownMeeting, statedCreation } from './meeting-identity.ts';

/**
 * Of the calls in these reports: the meetings that are not over, those with a container or a creation
 * time from a report, and the newest. One pass over the meetings of each call.
 */
export async function loadKnownMeetings(
  rows: Rows,
  userId: bigint,
  reports: readonly MeetingReport[],
): Promise<Map<string, KnownMeeting[]>> {
  const found = await rows<Omit<KnownMeeting, 'ref'> & { readonly id: bigint }>(sql`
    with room as (select distinct r.platform, r.native
      from unnest(${reports.map(({ platform }) => platform)}::text[],
        ${reports.map(({ nativeMeetingId }) => nativeMeetingId)}::text[]) r(platform, native))
    select m.id, m.platform, m.native_meeting_id as "nativeMeetingId", m.status,
      m.bot_container_id as "botContainerId", m.created_at as "createdAt", m.updated_at as "updatedAt",
      array(select t.to_status from meeting_transitions t where t.meeting_id = m.id) as "formerStatuses"
    from room r cross join lateral (
      select o.*, row_number() over (order by o.created_at desc, o.id desc) as age from meetings o
      where o.user_id = ${userId} and o.platform = r.platform and o.native_meeting_id = r.native) m
    where m.age = 1 or not ${isFinalSql(sql`m.status`)}
      or m.bot_container_id = any(${reports.map(({ botContainerId }) => botContainerId ?? null)}::text[])
      or m.created_at = any(${reports.map(statedCreation)}::timestamptz[])
    order by m.created_at desc, m.id desc`);
  return Map.groupBy(
    found.map(({ id, ...known }): KnownMeeting => ({ ...known, ref: { id } })),
    callOf,
  );
}
