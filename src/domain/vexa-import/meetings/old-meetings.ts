import sql, { type Sql } from 'sql-template-tag';
import { daysAgoSql } from '../../../core/clock.ts';
import { isOpenSql } from '../../meetings/status.ts';
import type { Id } from '../source/batches.ts';
import { findEntries, type LedgerEntry } from '../stage/ledger.ts';
import type { ImportContext } from '../stage/stage.ts';
import { count, note } from '../stage/tally.ts';
import type { ForeignMeeting } from './meeting-read.ts';

// An import does not bring back what was deleted by age, and takes over nothing that would be deleted at once.

/** The meetings without those that are too old to be taken over. One that is here stays until it is deleted. */
export async function withoutOld(
  step: ImportContext,
  meetings: readonly ForeignMeeting[],
  entries: ReadonlyMap<Id, LedgerEntry>,
): Promise<readonly ForeignMeeting[]> {
  const newcomers = meetings.filter(({ id }) => !entries.has(id));
  const ids = newcomers.map(({ id }) => id);
  const deleted = await findEntries(step.rows, step.ledger, 'erased meeting', ids);
  const old = await findOld(
    step,
    newcomers.filter(({ id }) => !deleted.has(id)),
  );
  for (const [text, skipped] of [
    ['skipped: they were deleted here by age (MEETING_RETENTION_DAYS)', [...deleted.keys()]],
    ['skipped: they are older than MEETING_RETENTION_DAYS', [...old]],
  ] as const) {
    count(step.tally, 'meetings', 'skipped', skipped.length);
    note(step.tally, 'meetings', text, skipped);
  }
  return meetings.filter(({ id }) => !deleted.has(id) && !old.has(id));
}

async function findOld(
  { app, rows }: ImportContext,
  meetings: readonly ForeignMeeting[],
): Promise<ReadonlySet<Id>> {
  const days = app.config.retention.meetings;
  if (days === 0 || meetings.length === 0) return new Set();
  const records = meetings.map(({ id, status, createdAt, startTime, updatedAt }) => {
    return { id, status, createdAt: createdAt ?? startTime ?? updatedAt };
  });
  const found = await rows<{ readonly id: Id }>(sql`
    select x.id::text as id
    from json_to_recordset(${JSON.stringify(records)}::json) as x(id bigint, status text, "createdAt" timestamptz)
    where x."createdAt" < ${daysAgoSql(app.clock, days)} and not ${isOpenSql(sql`x.status`)}`);
  return new Set(found.map(({ id }) => id));
}

/** Whether segments of a meeting with the number `r.local_id` are too old to be taken over, or were deleted by age. */
export function hasOldSegments({ app }: Pick<ImportContext, 'app'>): Sql {
  const days = app.config.retention.segments;
  const isOld = sql`o.created_at < ${daysAgoSql(app.clock, days)} and not ${isOpenSql(sql`o.status`)}`;
  return sql`exists (select from meeting_figures f where f.meeting_id = r.local_id and f.segments_removed_at is not null)
    or ${days === 0 ? sql`false` : sql`exists (select from meetings o where o.id = r.local_id and ${isOld})`}`;
}
