import sql, { raw } from 'sql-template-tag';
import type { Rows } from '../../data/database.ts';
import { deletedRows } from '../../data/sql/deleted-rows.ts';
import { FIGURES_OF_DATA } from '../erasure/rows.ts';
import { countDue, lockMeetings, meetingPlace, oldMeetings, sortMeetings } from './old-meetings.ts';
import { removeTranscripts } from './segments.ts';
import type { RetentionWork } from './work.ts';

const MOST = { meetings: 50, segments: 10_000 };

const oneEach = () => 1;

export const meetingRetention: RetentionWork = {
  remove: async (step, old) => {
    const sorted = sortMeetings(await oldMeetings(step.rows, old), oneEach, MOST);
    if (sorted === null) return null;
    const { due, held, unfinished, last } = sorted;
    const ids = due.length > 0 ? await lockMeetings(step.rows, due) : [];
    const [first] = due;
    if (ids.length > 0 && first !== undefined && first.segments > MOST.segments) {
      // It is alone in its batch. As long as it is there, its figures are those of the whole transcript.
      await removeTranscripts(step, ids);
      return { after: old.after, removed: 0, held: 0, unfinished: 0 };
    }
    const removed = ids.length > 0 ? await removeMeetings(step.rows, ids) : 0;
    return { after: meetingPlace(last), removed, held, unfinished };
  },
  count: ({ rows }, old) => countDue(rows, old, oneEach),
};

/** What figures of users and of the installation are made of. */
const COUNTED = sql`user_id, platform, status, completion_reason, failure_stage, start_time, end_time, created_at,
  joining_at, waiting_at, active_at, left_at, released_at, final_at, active_stretches, held_again, reached_stage`;

/** In the order in which they refer to each other. */
const PARTS = ['transcript_segments', 'meeting_sessions', 'meeting_transitions', 'legal_holds'];

/** Deletes meetings that are locked and not on hold: in the same transaction, what figures count of them is kept. */
async function removeMeetings(rows: Rows, ids: readonly bigint[]): Promise<number> {
  await rows(sql`
    insert into past_meetings (${COUNTED}, data)
    select ${COUNTED}, ${FIGURES_OF_DATA} from meetings m where m.id = any(${ids}::bigint[]) order by m.id`);
  for (const table of PARTS)
    await rows(sql`delete from ${raw(table)} where meeting_id = any(${ids}::bigint[])`);
  // An import does not bring them back, whatever the setting is by then.
  await rows(sql`
    update imported_rows set kind = 'erased meeting', state = ''
    where kind = 'meeting' and local_id = any(${ids}::bigint[])`);
  return await deletedRows(rows, sql`delete from meetings where id = any(${ids}::bigint[])`);
}
