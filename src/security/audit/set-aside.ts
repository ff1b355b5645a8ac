import sql from 'sql-template-tag';
import type { Clock } from '../../core/clock.ts';
import type { Rows } from '../../data/database.ts';
import { AUDIT_LOG } from './account.ts';
import type { EventRow } from './event-text.ts';
import { auditEventSql } from './log.ts';

const MOST_KEPT = 10_000;
const MOST_NAMED = 50;

/**
 * Takes rows out of the log that this service has not written, or not so, keeps a copy of what they
 * say, and leaves an event that says how many there were.
 */
export async function setAside(
  rows: Rows,
  clock: Clock,
  events: readonly EventRow[],
): Promise<void> {
  const ids = events.map(({ id }) => id);
  await rows(sql`
    with gone as (
      delete from audit_events e where e.id = any(${ids}::bigint[]) and e.position is null returning e.*),
    kept as (
      insert into audit_set_aside (event_id, event)
      select g.id, left(g::text, ${MOST_KEPT}::int) from gone g),
    total as (
      select count(*) as count, (array_agg(g.id order by g.id))[1:${MOST_NAMED}::int] as ids from gone g having count(*) > 0)
    ${auditEventSql({ clock }, AUDIT_LOG, {
      action: 'EVENTS_SET_ASIDE',
      target: null,
      rows: sql`total`,
      id: sql`null::bigint`,
      after: sql`jsonb_build_object('count', total.count, 'rows', to_jsonb(total.ids))`,
    })}`);
}
