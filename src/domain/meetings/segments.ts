import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { isStorable } from '../../core/input/integer.ts';
import type { List } from '../../data/paging/list.ts';
import { type OffsetWindow, type Order, type Page, sliceOf } from '../../data/paging/page.ts';
import { readPageBelow } from '../../data/paging/page-below.ts';
import { type Columns, columnsSql } from '../../data/sql/columns.ts';
import { opaqueIds } from '../../data/sql/opaque.ts';

/** One segment of a transcript, with the time at which it begins. */
export type Segment = {
  readonly id: bigint;
  readonly userId: bigint;
  readonly segmentId: string | null;
  readonly sessionUid: string | null;
  readonly startOffset: number;
  readonly endOffset: number;
  readonly text: string;
  readonly speaker: string | null;
  readonly language: string | null;
  readonly at: Date;
};

/** Offsets count from the segment's session, or else from the meeting's own start. */
const AT = sql`date_trunc('milliseconds',
  coalesce(b.started_at, m.start_time, m.created_at) + make_interval(secs => s.start_offset))`;

const SEGMENT = {
  id: sql`s.id`,
  userId: sql`s.user_id`,
  segmentId: sql`s.segment_id`,
  sessionUid: sql`s.session_uid`,
  startOffset: sql`s.start_offset`,
  endOffset: sql`s.end_offset`,
  text: sql`s.text`,
  speaker: sql`s.speaker`,
  language: sql`s.language`,
  at: AT,
} as const satisfies Columns<Segment>;

/** The segments of a meeting. */
export const SEGMENTS: List<Segment, null> = {
  table: sql`transcript_segments s join meetings m on m.id = s.meeting_id
    left join meeting_sessions b on b.meeting_id = s.meeting_id and b.session_uid = s.session_uid`,
  columns: SEGMENT,
  id: sql`s.id`,
  parent: sql`s.meeting_id`,
  isHeavy: true,
  counted: sql`transcript_segments s`,
  where: () => sql`true`,
};

export const AS_SPOKEN: Order<Segment> = {
  column: {
    name: 'AT',
    expression: AT,
    cast: sql`timestamptz`,
    reads: ['id', 'at'],
    valueOf: (segment) => segment.at.toISOString(),
  },
  direction: 'ASC',
};

/** Many at once, in one statement. */
export function loadSegments(app: App, ids: readonly bigint[]): Promise<Segment[]> {
  return app.db.rows<Segment>(sql`
    select ${columnsSql<Segment>(SEGMENT)} from ${SEGMENTS.table}
    where s.id = any(${opaqueIds(ids.filter(isStorable))})`);
}

/** Part of the transcript of one meeting. */
export function listSegments(
  app: App,
  meetingId: bigint,
  window: OffsetWindow,
): Promise<Page<Segment>> {
  const args = { filter: null, order: AS_SPOKEN, slice: sliceOf(window) };
  return readPageBelow(app, SEGMENTS, meetingId, args);
}
