import sql, { type Sql } from 'sql-template-tag';
import { holdsSlotSql } from '../../meetings/status.ts';

/**
 * When bots held a slot, cut to the pieces: rows `(piece, user_id, from_at, to_at)`. A bot of a continued
 * meeting held it more than once.
 * @param now until when a bot that still runs has held its slot
 */
export function slotsInPieces(now: Sql): Sql {
  const spans = sql`(select p.from_at, tstzrange(p.from_at, greatest(p.from_at, least(p.to_at, ${now}))) as span from piece p) s`;
  const slot = sql`bot_slot(m.created_at, m.released_at, m.end_time, m.status)`;
  // The last may be open: then it lasts while a bot runs, or until the meeting ended.
  const again = sql`(h.again * tstzrange(null, case when upper_inf(h.again) and not ${holdsSlotSql(sql`m.status`)}
    then coalesce(m.end_time, lower(h.again)) end))`;
  return sql`select s.from_at as piece, m.user_id, lower(${slot} * s.span) as from_at, upper(${slot} * s.span) as to_at
    from ${spans} join counted_meetings m on ${slot} && s.span
    union all select s.from_at, m.user_id, lower(${again} * s.span), upper(${again} * s.span)
    from ${spans} cross join counted_meetings m cross join lateral unnest(m.held_again) h(again)
    where m.held_again is not null and ${again} && s.span`;
}

/** From `slot`: when the number of bots changes, and by how much. */
export const TURNINGS = sql`select piece, user_id, from_at as at, 1 as change from slot
  union all select piece, user_id, to_at, -1 from slot`;

/** From `turning`: how many bots each user has at once, and until when. */
export const SPELLS = sql`select user_id, at, sum(sum(change)) over (partition by piece, user_id order by at) as bots,
    lead(at) over (partition by piece, user_id order by at) as until
  from turning group by piece, user_id, at`;
