import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import type { PlainDatabase, Rows } from '../../data/database.ts';
import { readNow } from '../../data/sql/now.ts';
import { lockAnyMeetingStates } from '../ingest/apply-reports.ts';
import { endMeetings } from '../ingest/end-meetings.ts';
import type { StatusReport } from '../ingest/input.ts';
import { notifyMeetings } from '../live/notify.ts';
import { isOpenSql } from '../meetings/status.ts';
import { COMPLETION_REASONS, known } from '../meetings/vocabulary.ts';

const MEETINGS_AT_ONCE = 500;

const REPORT = {
  status: 'failed',
  source: 'latchkey',
  reason: 'The user was erased',
  omitted: [],
  data: undefined,
} satisfies Partial<StatusReport>;

type Parts = Pick<App, 'clock' | 'changes'>;

type ErasedUser = {
  readonly userId: bigint;
  /** When it was erased; null is now. */
  readonly at: Date | null;
};

/**
 * Ends the meetings of a user which are not over: no report is taken of them any more, so that they would run
 * for ever. What a bot said about the end stays, where figures count it. @returns how many
 */
export async function endOpenMeetings(
  app: Parts,
  rows: Rows,
  { userId, at }: ErasedUser,
): Promise<number> {
  const now = app.clock() ?? (await readNow(rows));
  for (let count = 0; ; ) {
    const open = await rows<{ readonly id: bigint }>(sql`
      select m.id from meetings m where m.user_id = ${userId} and ${isOpenSql(sql`m.status`)}
      order by m.id limit ${MEETINGS_AT_ONCE}`);
    const states = await lockAnyMeetingStates(
      rows,
      open.map(({ id }) => id),
    );
    const ended = await endMeetings(app, rows, states.values(), {
      now,
      report: ({ completionReason }) => ({
        ...REPORT,
        completionReason: known(COMPLETION_REASONS, completionReason) ?? 'stopped',
      }),
      endOf: ({ endTime }) => endTime ?? at ?? now,
    });
    if (ended.length === 0) return count;
    await notifyMeetings(app, rows, ended);
    count += ended.length;
  }
}

/**
 * Ends those of all users who are erased: an earlier version left them open, and what another process writes
 * during an erasure may be open, too.
 */
export async function endLeftOpen(app: Parts & { readonly db: PlainDatabase }): Promise<void> {
  const found = await app.db.rows<ErasedUser>(sql`
    select x.user_id as "userId", x.erased_at as at from erasures x
    where x.event_id > 0 and x.user_id in (
      select m.user_id from meetings m where ${isOpenSql(sql`m.status`)})`);
  for (const erased of found)
    await app.db.transaction((rows) => endOpenMeetings(app, rows, erased));
}
