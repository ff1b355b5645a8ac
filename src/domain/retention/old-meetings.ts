import sql from 'sql-template-tag';
import type { Rows } from '../../data/database.ts';
import { MEETING_HELD } from '../legal-holds/held.ts';
import { isOpenSql } from '../meetings/status.ts';
import type { OldRows, RetentionBatch } from './work.ts';

/** A meeting that was created before a date, and how many segments it has. */
export type OldMeeting = {
  readonly id: bigint;
  readonly createdAt: Date;
  readonly isHeld: boolean;
  readonly isOpen: boolean;
  readonly segments: number;
};

const MEETINGS_AT_ONCE = 200;
/** Before all of them. */
const START = ['-infinity', '0'] as const;

/** The next ones, in the order of their creation. */
export function oldMeetings(rows: Rows, { before, after }: OldRows): Promise<OldMeeting[]> {
  const [createdAt, id] = after === null ? START : (JSON.parse(after) as readonly string[]);
  return rows<OldMeeting>(sql`
    select m.id, m.created_at as "createdAt", ${MEETING_HELD} as "isHeld", ${isOpenSql(sql`m.status`)} as "isOpen",
      (select count(*)::int from transcript_segments s where s.meeting_id = m.id) as segments
    from meetings m
    where m.created_at < ${before} and (m.created_at, m.id) > (${createdAt}::timestamptz, ${id}::bigint)
    order by m.created_at, m.id limit ${MEETINGS_AT_ONCE}`);
}

export function meetingPlace({ createdAt, id }: Pick<OldMeeting, 'createdAt' | 'id'>): string {
  return JSON.stringify([createdAt.toISOString(), String(id)]);
}

export type SortedMeetings = {
  readonly due: readonly OldMeeting[];
  readonly held: number;
  readonly unfinished: number;
  /** The last one that was looked at. */
  readonly last: OldMeeting;
};

type Most = { readonly meetings: number; readonly segments: number };

/**
 * Those of a page that are due, no more than one batch deletes, and how many rows of the others stay.
 * @param rowsOf how many rows of the kind a meeting stands for
 */
export function sortMeetings(
  page: readonly OldMeeting[],
  rowsOf: (meeting: OldMeeting) => number,
  most: Most,
): SortedMeetings | null {
  const isDue = (meeting: OldMeeting) => rowsOf(meeting) > 0 && !meeting.isHeld && !meeting.isOpen;
  const looked = page.slice(0, batchLength(page, isDue, most));
  const last = looked.at(-1);
  if (last === undefined) return null;
  const stay = looked.filter((meeting) => !isDue(meeting));
  const sumOf = (some: readonly OldMeeting[]) =>
    some.reduce((sum, meeting) => sum + rowsOf(meeting), 0);
  return {
    due: looked.filter(isDue),
    held: sumOf(stay.filter(({ isHeld }) => isHeld)),
    unfinished: sumOf(stay.filter(({ isHeld }) => !isHeld)),
    last,
  };
}

const ALL: Most = { meetings: Number.POSITIVE_INFINITY, segments: Number.POSITIVE_INFINITY };

/** What a run would delete of the next page, in rows of the kind. */
export async function countDue(
  rows: Rows,
  old: OldRows,
  rowsOf: (meeting: OldMeeting) => number,
): Promise<RetentionBatch | null> {
  const sorted = sortMeetings(await oldMeetings(rows, old), rowsOf, ALL);
  if (sorted === null) return null;
  const { due, held, unfinished, last } = sorted;
  const removed = due.reduce((sum, meeting) => sum + rowsOf(meeting), 0);
  return { after: meetingPlace(last), removed, held, unfinished };
}

/** How many of a page come before the first one that is too much for one batch: one at least. */
function batchLength(
  page: readonly OldMeeting[],
  isDue: (meeting: OldMeeting) => boolean,
  most: Most,
): number {
  let [meetings, segments] = [0, 0];
  const place = page.findIndex((meeting) => {
    if (!isDue(meeting)) return false;
    meetings += 1;
    segments += meeting.segments;
    return meetings > most.meetings || (meetings > 1 && segments > most.segments);
  });
  return place === -1 ? page.length : place;
}

/** Locks those that nobody else is changing. Those left out are for the next run. */
export async function lockMeetings(
  rows: Rows,
  due: readonly OldMeeting[],
): Promise<readonly bigint[]> {
  const ids = due.map(({ id }) => id);
  const locked = await rows<{ readonly id: bigint }>(sql`
    select m.id from meetings m where m.id = any(${ids}::bigint[]) and not ${isOpenSql(sql`m.status`)}
    order by m.id for no key update skip locked`);
  return locked.map(({ id }) => id);
}
