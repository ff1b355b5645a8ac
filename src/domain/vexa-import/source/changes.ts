import sql, { raw, type Sql } from 'sql-template-tag';
import type { Id } from './batches.ts';
import { readSourceMark, type SourceMark } from './mark.ts';
import { column, readShape, type Shape } from './shape.ts';
import type { QuerySource } from './source.ts';

// Only meetings say there when they were changed (`updated_at`): the other tables have no such column
// in any version, several clocks write it, and it is the start of a transaction that may end much
// later. PostgreSQL itself keeps with each row which transaction wrote it (`xmin`), which misses nothing.

export type SourceChanges = {
  readonly shape: Shape;
  readonly mark: SourceMark;
  readonly users: readonly Id[];
  readonly keys: readonly Id[];
  readonly meetings: readonly Id[];
  readonly sessions: readonly Id[];
};

/** What was written since, but for segments. These tables are small enough to be gone through whole. */
export async function findChanges(query: QuerySource, since: SourceMark): Promise<SourceChanges> {
  const changed = (table: string) => idsOf(query, table, isSince(since));
  return {
    shape: await readShape(query),
    mark: await readSourceMark(query),
    users: await changed('users'),
    keys: await changed('api_tokens'),
    meetings: await changed('meetings'),
    sessions: await changed('meeting_sessions'),
  };
}

/** Rows may be committed in another order than that of their ids: look as far back as this. */
const OUT_OF_ORDER = 10_000;
/** A transcript can be written and corrected for a while after the end of its meeting. */
const RECENTLY = '1 hour';

/**
 * The segments that were written since, in new rows or in meetings that go on or have ended a short
 * while ago; and all of `whole`, meetings whose offsets count from another time now.
 */
export function findChangedSegments(
  query: QuerySource,
  {
    shape,
    since,
    whole,
  }: { readonly shape: Shape; readonly since: SourceMark; readonly whole: readonly Id[] },
): Promise<Id[]> {
  const from = BigInt(since.segments) - BigInt(OUT_OF_ORDER);
  return idsOf(
    query,
    'transcriptions',
    sql`t.meeting_id = any (${whole}::bigint[])
      or t.id > ${from.toString()}::bigint and ${isSince(since)}
      or t.meeting_id = any (array(${openMeetings(shape)})) and ${isSince(since)}`,
  );
}

/** Meetings whose transcripts may change. */
export async function findOpenMeetings(query: QuerySource, shape: Shape): Promise<Id[]> {
  const found = await query<{ readonly id: Id }>(
    sql`select o.id::text as id from (${openMeetings(shape)}) o(id) order by o.id`,
  );
  return found.map(({ id }) => id);
}

function openMeetings(shape: Shape): Sql {
  return sql`select t.id from meetings t where t.status not in ('completed', 'failed', 'idle', 'scheduled')
    or ${column(shape, 'meetings', 'end_time')} > (now() at time zone 'UTC') - ${RECENTLY}::interval`;
}

/** The meetings to which these sessions belong. */
export async function meetingsOfSessions(query: QuerySource, ids: readonly Id[]): Promise<Id[]> {
  if (ids.length === 0) return [];
  const found = await query<{ readonly id: Id }>(sql`
    select distinct t.meeting_id::text as id from meeting_sessions t where t.id = any (${ids}::bigint[])`);
  return found.map(({ id }) => id);
}

async function idsOf(query: QuerySource, table: string, condition: Sql): Promise<Id[]> {
  const found = await query<{ readonly id: Id }>(
    sql`select t.id::text as id from ${raw(table)} t where ${condition} order by t.id`,
  );
  return found.map(({ id }) => id);
}

/** Rows keep the last 32 bits of the number of their transaction, which are counted round. */
function isSince({ transaction }: SourceMark): Sql {
  return sql`((t.xmin::text::bigint - ${transaction}::bigint) & 4294967295) < 2147483648`;
}
