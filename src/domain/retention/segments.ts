import sql from 'sql-template-tag';
import { nowSql } from '../../core/clock.ts';
import type { Rows } from '../../data/database.ts';
import { deletedRows } from '../../data/sql/deleted-rows.ts';
import { figuresOfTranscript } from '../telematics/transcript-figures.ts';
import type { TranscriptRow } from '../telematics/transcript-service.ts';
import { transcripts } from '../telematics/transcript-sql.ts';
import {
  countDue,
  lockMeetings,
  meetingPlace,
  type OldMeeting,
  oldMeetings,
  sortMeetings,
} from './old-meetings.ts';
import type { RetentionStep, RetentionWork } from './work.ts';

/** Their transcripts are in memory at once where no figures are stored. */
const MOST = { meetings: 8, segments: 10_000 };

const segmentsOf = ({ segments }: OldMeeting) => segments;

export const segmentRetention: RetentionWork = {
  remove: async (step, old) => {
    const sorted = sortMeetings(await oldMeetings(step.rows, old), segmentsOf, MOST);
    if (sorted === null) return null;
    const { due, held, unfinished, last } = sorted;
    const ids = due.length > 0 ? await lockMeetings(step.rows, due) : [];
    const removed = ids.length > 0 ? await removeTranscripts(step, ids) : 0;
    const [first] = due;
    // The rest of a very long transcript, which is alone in its batch, is for the next one.
    if (first !== undefined && removed === MOST.segments && removed < first.segments)
      return { after: old.after, removed, held: 0, unfinished: 0 };
    return { after: meetingPlace(last), removed, held, unfinished };
  },
  count: ({ rows }, old) => countDue(rows, old, segmentsOf),
};

/**
 * Deletes segments of meetings that are locked, after their figures are stored, for good. @returns how many:
 * of a very long transcript, a part
 */
export async function removeTranscripts(
  { rows, clock }: Pick<RetentionStep, 'rows' | 'clock'>,
  ids: readonly bigint[],
): Promise<number> {
  const found = await rows<TranscriptRow>(transcripts(ids));
  const stored = found.flatMap(({ id, figures, transcript }) => {
    const kept = figures ?? (transcript && figuresOfTranscript(transcript));
    return kept === null ? [] : [{ id, figures: JSON.stringify(kept) }];
  });
  await rows(sql`
    insert into meeting_figures as f (meeting_id, kept_revision, transcript, segments_removed_at)
    select o.id, 0, o.figures, ${nowSql(clock)}
    from unnest(${stored.map(({ id }) => id)}::bigint[], ${stored.map(({ figures }) => figures)}::jsonb[]) o(id, figures)
    order by o.id
    on conflict (meeting_id) do update set kept_revision = f.revision, transcript = excluded.transcript,
        segments_removed_at = excluded.segments_removed_at
      where f.segments_removed_at is null`);
  return await deleteSegments(
    rows,
    stored.map(({ id }) => id),
  );
}

function deleteSegments(rows: Rows, ids: readonly bigint[]): Promise<number> {
  return deletedRows(
    rows,
    sql`delete from transcript_segments d where d.id in (
      select s.id from transcript_segments s where s.meeting_id = any(${ids}::bigint[]) limit ${MOST.segments})`,
  );
}
