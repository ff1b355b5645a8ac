import sql from 'sql-template-tag';
import type { Rows } from '../../data/database.ts';
import { saveTransitions } from '../ingest/apply-reports.ts';
import type { NewTransition } from '../ingest/meeting-state.ts';
import { type EndReport, earlierChanges } from './items.ts';

type Ended = { readonly userId: bigint; readonly createdAt: Date; readonly endTime: Date };

/** A meeting that is recorded by its end has its earlier changes of status as well, for its figures. */
export async function addHistory(rows: Rows, report: EndReport, meetingId: bigint): Promise<void> {
  const [meeting] = await rows<Ended>(sql`
    select m.user_id as "userId", m.created_at as "createdAt", coalesce(m.end_time, m.created_at) as "endTime"
    from meetings m where m.id = ${meetingId}`);
  if (meeting === undefined) return;
  const { userId, createdAt, endTime } = meeting;
  const steps = earlierChanges(report)
    .filter(({ at }) => at >= createdAt && at <= endTime)
    .map(
      ({ from, to, at, source, reason }): NewTransition => ({
        meetingId,
        userId,
        from: from ?? 'requested',
        to,
        at,
        reportedAt: null,
        source,
        reason,
      }),
    );
  await saveTransitions(rows, steps);
}
