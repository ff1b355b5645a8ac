import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { NotFoundError } from '../../core/errors.ts';
import { isStorable } from '../../core/input/integer.ts';
import type { Rows } from '../../data/database.ts';
import { notifyMeetings } from '../live/notify.ts';
import { holdsSlotSql } from '../meetings/status.ts';
import { type MeetingReport, meetingReport } from './input.ts';
import { loadKnownMeetings } from './known-meetings.ts';
import { type IngestCaller, presentOf } from './load.ts';
import type { KnownMeeting } from './meeting-identity.ts';
import { insertMeetings, insertRefusals } from './meeting-rows.ts';
import { planMeetings, type Slots } from './plan.ts';
import { type CheckedReport, checkEach, type Receipt, receipt, withOmitted } from './receipt.ts';
import { supersede } from './supersede.ts';

const DAY_MS = 86_400_000;

/**
 * Writes down meetings that a user's bots were asked for, or are in. A meeting that is reported again
 * is answered as it is (`meeting-identity.ts`); a newer one of the same call ends the one before.
 * @throws NotFoundError without such a user, InvalidInputError for too many items
 */
export async function recordMeetings(
  app: App,
  caller: IngestCaller,
  items: readonly unknown[],
): Promise<Receipt[]> {
  const now = await presentOf(app);
  const checked = await checkEach(meetingReport(now), 'meetings', items);
  return app.db.transaction((rows) => writeMeetings(app, rows, { caller, checked, now }));
}

export type CheckedMeetings = {
  readonly caller: IngestCaller;
  readonly checked: readonly CheckedReport<MeetingReport>[];
  readonly now: Date;
  /** Meetings that are known to be others, however much alike. */
  readonly others?: ReadonlySet<bigint>;
  /** The caller records by itself how a known meeting ended. */
  readonly takesEnds?: boolean;
};

/** As `recordMeetings`, within a transaction. @throws NotFoundError without such a user */
export async function writeMeetings(
  app: App,
  rows: Rows,
  { caller, checked, now, others, takesEnds = false }: CheckedMeetings,
): Promise<Receipt[]> {
  const slots = await lockSlots(app, rows, caller.userId);
  const reports = checked.flatMap((one) => (one.ok ? [one.report] : []));
  const known = await loadKnownMeetings(rows, caller.userId, reports);
  const byCall = others ? without(known, others) : known;
  const days = app.config.retention.meetings;
  const oldest = days === 0 ? null : new Date(now.getTime() - days * DAY_MS);
  const plan = planMeetings(checked, { byCall, slots, now, oldest, takesEnds });
  const ids = await insertMeetings(app, rows, caller, plan.fresh);
  const ended = await supersede(app, rows, { now, ids, superseded: plan.superseded });
  await insertRefusals(app, rows, caller.userId, plan.refused);
  await notifyMeetings(
    app,
    rows,
    [...new Set([...ids, ...ended])].map((id) => ({ id, userId: caller.userId })),
  );
  const receipts = plan.answers.map((answer) =>
    'place' in answer
      ? receipt(answer.isFirst ? 'CREATED' : 'UNCHANGED', ids[answer.place] ?? 0n)
      : answer,
  );
  return receipts.map((answer, place) => withOmitted(answer, checked[place]));
}

function without(
  byCall: ReadonlyMap<string, readonly KnownMeeting[]>,
  others: ReadonlySet<bigint>,
): ReadonlyMap<string, readonly KnownMeeting[]> {
  const isOther = ({ ref }: KnownMeeting) => 'id' in ref && others.has(ref.id);
  return new Map([...byCall].map(([call, same]) => [call, same.filter((one) => !isOther(one))]));
}

/**
 * Who holds the user's row decides alone: two reports of one meeting become one, and a limit is
 * never passed by two at once.
 */
async function lockSlots(app: App, rows: Rows, userId: bigint): Promise<Slots> {
  if (!isStorable(userId)) throw new NotFoundError('User');
  const [user] = await rows<{ limit: number }>(sql`
    select coalesce(max_concurrent_bots, ${app.config.defaultMaxConcurrentBots}::int) as limit
    from users where id = ${userId} and deleted_at is null for no key update`);
  if (user === undefined) throw new NotFoundError('User');
  const [counted] = await rows<{ running: number }>(sql`
    select count(*)::int as running from meetings
    where user_id = ${userId} and ${holdsSlotSql(sql`status`)}`);
  return { limit: user.limit, running: counted?.running ?? 0 };
}
