import sql from 'sql-template-tag';
import { ConflictError, InvalidInputError } from '../../core/errors.ts';
import type { Rows } from '../../data/database.ts';
import type { UnitOfWork } from '../../security/unit-of-work.ts';
import { type CheckedStatuses, writeStatuses } from '../ingest/statuses.ts';
import { addMissing, LAST_CHANGE } from './earlier-changes.ts';
import { inEvent, UnknownSubjectError } from './errors.ts';
import { type EndReport, endOf, past } from './items.ts';

export type ReportedEnd = {
  readonly meetingId: bigint;
  /** Whose the meeting is by the event; null for nobody here. */
  readonly userId: bigint | null;
  readonly report: EndReport;
  /** As bots report it: one item. */
  readonly statuses: CheckedStatuses['checked'];
  readonly now: Date;
};

/**
 * Ends a meeting that is here. Changes that are not possible any more are ignored: the meeting went
 * through them before, or ended.
 * @throws ConflictError for a meeting of another user: then its number is another's, too
 */
export async function endMeeting({ app, rows }: UnitOfWork, end: ReportedEnd): Promise<void> {
  const { meetingId, now } = end;
  const lastAt = await lockForEnd(rows, end);
  await start(rows, end);
  await addMissing(rows, end.report, { meetingId, until: endOf(end.report, now) });
  const checked = end.statuses.map((one) => notBefore(one, lastAt));
  const [ended] = await writeStatuses(app, rows, { checked, ids: [meetingId], now });
  const error = ended?.error ?? null;
  // The end is what the event is for; that the meeting is over already is none of these.
  if (error instanceof InvalidInputError) throw inEvent(error);
}

type Standing = { readonly userId: bigint; readonly lastAt: Date };

/** When the meeting last changed. */
async function lockForEnd(rows: Rows, { meetingId, userId, report }: ReportedEnd): Promise<Date> {
  await rows(sql`select from meetings m where m.id = ${meetingId} for no key update`);
  const [standing] = await rows<Standing>(sql`
    select m.user_id as "userId", ${LAST_CHANGE} as "lastAt" from meetings m where m.id = ${meetingId}`);
  if (standing === undefined) throw new UnknownSubjectError('Unknown meeting');
  if (standing.userId !== userId)
    throw new ConflictError(`Meeting ${report.meeting.id} belongs to another user here`);
  return standing.lastAt;
}

/** When the bot was admitted counts first, as an end without an admission has no start. */
async function start(rows: Rows, { meetingId, report, now }: ReportedEnd): Promise<void> {
  const { start_time } = report.meeting;
  if (!start_time) return;
  const startTime = past(start_time, endOf(report, now));
  await rows(sql`
    update meetings m set start_time = ${startTime} where m.id = ${meetingId} and m.start_time is null
      and m.end_time is null and ${startTime} >= m.created_at`);
}

type CheckedEnd = CheckedStatuses['checked'][number];

/** By another clock, it may have ended before its last change. It ended all the same. */
function notBefore(one: CheckedEnd, lastAt: Date): CheckedEnd {
  if (!one.ok) return one;
  const { at } = one.report;
  return { ...one, report: { ...one.report, at: at && at > lastAt ? at : lastAt } };
}
