import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { isStorable } from '../../core/input/integer.ts';
import { type List, readPages } from '../../data/paging/list.ts';
import {
  type OffsetWindow,
  type Order,
  type Page,
  SMALL_PAGE,
  sliceOf,
} from '../../data/paging/page.ts';
import { orTooLarge } from '../../data/paging/too-large.ts';
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
export async function listSegments(
  app: App,
  meetingId: bigint,
  window: OffsetWindow,
): Promise<Page<Segment>> {
  const slice = sliceOf(window);
  const read = slice.limit > SMALL_PAGE ? app.db.largePages : app.db.rows;
  const args = { filter: null, order: AS_SPOKEN, slice, parentIds: [meetingId], read };
  const [page] = await orTooLarge(slice, () => readPages(app, SEGMENTS, args));
  return page ?? { rows: [], hasNextPage: false, hasPreviousPage: false };
}
