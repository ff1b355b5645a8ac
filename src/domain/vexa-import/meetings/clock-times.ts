import sql, { type Sql } from 'sql-template-tag';
import { type Id, type IdRange, inIdRange } from '../source/batches.ts';
import type { ForeignSegment } from '../source/foreign-segment.ts';
import { column, type Shape, timestampColumn } from '../source/shape.ts';
import type { QuerySource } from '../source/source.ts';
import { readSourceTimestamp } from '../source/timestamp.ts';
import { oneByOne, withMeeting } from '../stage/children.ts';
import type { ImportContext } from '../stage/stage.ts';

// Older bots say when a segment was spoken in seconds since their session began; those of 0.12, in
// seconds since 1970. Here, offsets count from the session, or else from the start of the meeting.

/** From here on, a number of seconds is a time of the clock: 0.12 itself tells them apart so. */
const FIRST_CLOCK_TIME = 1e9;

function isClockTime(seconds: number | null): seconds is number {
  return seconds !== null && seconds >= FIRST_CLOCK_TIME;
}

/** What the offsets of a segment count from, in seconds since 1970. */
export type Anchors = ReadonlyMap<Id, number>;

/** What the offsets would count from if everything were here as it is there. */
export async function anchorsThere(
  query: QuerySource,
  shape: Shape,
  { range, segments }: { readonly range: IdRange; readonly segments: readonly ForeignSegment[] },
): Promise<Anchors> {
  if (!segments.some(({ start }) => isClockTime(start))) return new Map();
  const found = await query<{ readonly id: Id; readonly at: string | null }>(sql`
    select x.id::text as id, coalesce(s.at, m.at) as at
    from (select t.id, t.meeting_id, ${column(shape, 'transcriptions', 'session_uid')} as uid
        from transcriptions t where ${inIdRange(range)}) x
      left join ${oneByOne(sql`select ${timestampColumn(shape, 'meeting_sessions', 'session_start_time')} as at
        from meeting_sessions t where t.meeting_id = x.meeting_id and t.session_uid = x.uid limit 1`)} s on true
      left join ${oneByOne(sql`select ${startOfMeeting(shape)} as at
        from meetings t where t.id = x.meeting_id`)} m on true`);
  return secondsOf(found);
}

function startOfMeeting(shape: Shape): Sql {
  const date = (name: string) => timestampColumn(shape, 'meetings', name);
  return sql`coalesce(${date('start_time')}, ${date('created_at')}, ${date('updated_at')})`;
}

/** What the offsets count from here, where the sessions and the meetings have arrived. */
async function anchorsHere(
  { rows, ledger }: ImportContext,
  segments: readonly ForeignSegment[],
): Promise<Anchors> {
  const given = segments.map(({ id, meetingId, sessionUid }) => ({ id, meetingId, sessionUid }));
  const found = await rows<{ readonly id: Id; readonly at: Date }>(sql`
    select x.id::text as id, coalesce(s.started_at, m.start_time, m.created_at) as at
    from json_to_recordset(${JSON.stringify(given)}::json) as x(id bigint, "meetingId" bigint, "sessionUid" text)
      ${withMeeting(ledger)}
      join ${oneByOne(sql`select o.start_time, o.created_at from meetings o where o.id = r.local_id`)} m on true
      left join ${oneByOne(sql`select o.started_at from meeting_sessions o
        where o.meeting_id = r.local_id and o.session_uid = x."sessionUid"`)} s on true`);
  return new Map(found.map(({ id, at }) => [id, at.getTime() / 1_000]));
}

/**
 * The segments with offsets alone. A rehearsal has to go by what is there, because what it would write
 * is not here.
 */
export async function withOffsets(
  step: ImportContext,
  segments: readonly ForeignSegment[],
  there: Anchors,
): Promise<readonly ForeignSegment[]> {
  const clocked = segments.filter(({ start, end }) => isClockTime(start) || isClockTime(end));
  if (clocked.length === 0) return segments;
  const anchors = step.dryRun ? there : await anchorsHere(step, clocked);
  const wanted = new Set(clocked);
  return segments.map((segment) =>
    wanted.has(segment) ? withOffset(segment, anchors.get(segment.id)) : segment,
  );
}

const NO_OFFSET = { start: null, end: null };

function withOffset(segment: ForeignSegment, anchor: number | undefined): ForeignSegment {
  const { start, end } = segment;
  // One of each kind says nothing: nobody spoke for half a century.
  if (anchor === undefined || !isClockTime(start) || !isClockTime(end))
    return { ...segment, ...NO_OFFSET };
  return { ...segment, start: offset(start, anchor), end: offset(end, anchor) };
}

const MICROSECONDS = 1_000_000;

/** To the microsecond: more than that, a clock time in double precision does not hold. */
function offset(time: number, anchor: number): number {
  return Math.round((time - anchor) * MICROSECONDS) / MICROSECONDS;
}

function secondsOf(
  found: readonly { readonly id: Id; readonly at: string | null }[],
): ReadonlyMap<Id, number> {
  const seconds = new Map<Id, number>();
  for (const { id, at } of found) {
    const read = at === null ? null : readSourceTimestamp(at);
    if (read !== null) seconds.set(id, Date.parse(read) / 1_000);
  }
  return seconds;
}
