import sql from 'sql-template-tag';
import type { App } from '../app.ts';
import type { Rows } from '../database/database.ts';
import { LimitReachedError, NotFoundError } from '../errors.ts';
import { isStorable } from '../input/integer.ts';
import { notifyMeetings } from '../live/notify.ts';
import { RUNNING_STATUSES } from '../meeting/running.ts';
import { type Asker, presentOf } from './find.ts';
import { type MeetingReport, meetingReport } from './input.ts';
import { insertMeetings, insertRefusals } from './meeting-rows.ts';
import { type Checked, checkEach, type Receipt, receipt, refusal, withOmitted } from './receipt.ts';

/**
 * Writes down meetings that a user's bots were asked for, or are in. A meeting that is not over and
 * bears the same id on the same platform is the same meeting: it is answered as it is.
 * @throws NotFoundError without such a user, InvalidInputError for too many items
 */
export async function recordMeetings(
  app: App,
  asker: Asker,
  items: readonly unknown[],
): Promise<Receipt[]> {
  const checked = checkEach(meetingReport(await presentOf(app)), 'meetings', items);
  return app.db.transaction(async (rows) => {
    const slots = await lockSlots(app, rows, asker.userId);
    const known = await findRunningOnes(rows, asker.userId, checked);
    const plan = planMeetings(checked, known, slots);
    const ids = await insertMeetings(app, rows, asker, plan.fresh);
    await insertRefusals(app, rows, asker.userId, plan.refused);
    await notifyMeetings(
      app,
      rows,
      ids.map((id) => ({ id, userId: asker.userId })),
    );
    const receipts = plan.answers.map((answer) =>
      'place' in answer
        ? receipt(answer.isFirst ? 'CREATED' : 'UNCHANGED', ids[answer.place] ?? 0n)
        : answer,
    );
    return receipts.map((answer, place) => withOmitted(answer, checked[place]));
  });
}

type Slots = { readonly limit: number; readonly running: number };

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
    where user_id = ${userId} and status in (${RUNNING_STATUSES})`);
  return { limit: user.limit, running: counted?.running ?? 0 };
}

function keyOf({ platform, nativeMeetingId }: MeetingReport): string {
  return JSON.stringify([platform, nativeMeetingId]);
}

async function findRunningOnes(
  rows: Rows,
  userId: bigint,
  checked: readonly Checked<MeetingReport>[],
): Promise<Map<string, bigint>> {
  const reports = checked.flatMap((one) => (one.ok ? [one.report] : []));
  const found = await rows<MeetingReport & { id: bigint }>(sql`
    select distinct on (m.platform, m.native_meeting_id) m.id, m.platform, m.native_meeting_id as "nativeMeetingId"
    from unnest(${reports.map(({ platform }) => platform)}::text[], ${reports.map(({ nativeMeetingId }) => nativeMeetingId)}::text[]) r(platform, native)
    join meetings m on m.user_id = ${userId} and m.platform = r.platform and m.native_meeting_id = r.native
    where m.status not in ('completed', 'failed')
    order by m.platform, m.native_meeting_id, m.created_at desc, m.id desc`);
  return new Map(found.map((row) => [keyOf(row), row.id]));
}

type Answer = Receipt | { readonly place: number; readonly isFirst: boolean };
type Plan = {
  readonly fresh: MeetingReport[];
  readonly answers: Answer[];
  refused: number;
};

/** Decides item by item, in their order, as if each had come alone. */
function planMeetings(
  checked: readonly Checked<MeetingReport>[],
  known: ReadonlyMap<string, bigint>,
  { limit, running }: Slots,
): Plan {
  const plan: Plan = { fresh: [], answers: [], refused: 0 };
  const places = new Map<string, number>();
  let held = running;
  const decide = (report: MeetingReport): Answer => {
    const key = keyOf(report);
    const id = known.get(key);
    if (id !== undefined) return receipt('UNCHANGED', id);
    const place = places.get(key);
    if (place !== undefined) return { place, isFirst: false };
    if (report.status === 'requested' && held >= limit) {
      plan.refused += 1;
      return refusal(limitReached(limit, held));
    }
    if (!['stopping', 'completed', 'failed'].includes(report.status)) held += 1;
    if (!['completed', 'failed'].includes(report.status)) places.set(key, plan.fresh.length);
    plan.fresh.push(report);
    return { place: plan.fresh.length - 1, isFirst: true };
  };
  for (const one of checked) plan.answers.push(one.ok ? decide(one.report) : one.receipt);
  return plan;
}

function limitReached(limit: number, running: number): LimitReachedError {
  const message = `${running} bots run and at most ${limit} may; end one, or raise max_concurrent_bots of the user`;
  return new LimitReachedError(message, limit);
}
