import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { InvalidInputError, UnavailableError } from '../../core/errors.ts';
import type { Rows } from '../../data/database.ts';
import { isUniqueViolation } from '../../data/errors.ts';
import type { Caller } from '../../security/callers/caller.ts';
import { runIdempotently } from '../../security/idempotency/idempotency.ts';
import type { UnitOfWork } from '../../security/unit-of-work.ts';
import { meetingReport, statusReport } from '../ingest/input.ts';
import { presentOf } from '../ingest/load.ts';
import type { NumberedReport } from '../ingest/meeting-rows.ts';
import { writeMeetings } from '../ingest/meetings.ts';
import { type Checked, checkEach } from '../ingest/receipt.ts';
import { writeStatuses } from '../ingest/statuses.ts';
import { addHistory } from './earlier-changes.ts';
import { UnknownSubjectError } from './errors.ts';
import { type EndReport, meetingItem, statusItems } from './items.ts';
import {
  eventSource,
  freeNumber,
  importedMeeting,
  importedOfRoom,
  keepMeeting,
  userOf,
} from './source.ts';

/** What came of an event: the meeting here, and whether it was new. */
type Recorded = { readonly meetingId: bigint; readonly created: boolean };

/**
 * Records the end of a meeting that the platform reports: once for each event, in whatever order they
 * come. A meeting that was never imported is recorded as it is, and the next import completes it.
 * @throws UnknownSubjectError, InvalidInputError
 */
export async function recordEnd(app: App, caller: Caller, report: EndReport): Promise<Recorded> {
  const ask = { operation: 'vexa event', request: report.eventId };
  const recorded = runIdempotently(
    { app, caller: { ...caller, idempotencyKey: report.eventId }, ask },
    {
      prepare: () => prepared(app, report),
      isAtomic: true,
      remember: ({ meetingId, created }) => ({ targetId: meetingId, created, secret: null }),
      repeat: async (_unit, { targetId, created }) => ({ meetingId: targetId, created }),
    },
  );
  return await recorded.catch((error: unknown) => {
    throw isUniqueViolation(error) ? beingImported() : error;
  });
}

/** The import has the meeting with the next try. */
function beingImported(): UnavailableError {
  return new UnavailableError('The meeting is being imported; try again');
}

async function prepared(app: App, report: EndReport) {
  const now = await presentOf(app);
  const checked = await checkEach(meetingReport(now), 'meetings', [meetingItem(report, now)]);
  const statuses = await checkEach(statusReport(now), 'changes', statusItems(report, now));
  const sourceId = await eventSource(app.db.rows);
  const isKnown = (await importedMeeting(app.db.rows, sourceId, report.meeting.id)) !== null;
  const number = isKnown ? undefined : await freeNumber(app, report.meeting.id);
  const checks = { now, statuses, sourceId, checked: checked.map((one) => numbered(one, number)) };
  return (unit: UnitOfWork) => write(unit, report, checks);
}

function numbered(
  one: Checked<NumberedReport>,
  number: bigint | undefined,
): Checked<NumberedReport> {
  return one.ok && number !== undefined ? { ...one, report: { ...one.report, number } } : one;
}

type Checks = {
  readonly now: Date;
  readonly sourceId: bigint;
  readonly checked: readonly Checked<NumberedReport>[];
  readonly statuses: Parameters<typeof writeStatuses>[2]['checked'];
};

async function write(unit: UnitOfWork, report: EndReport, checks: Checks): Promise<Recorded> {
  const { app, rows } = unit;
  const { meeting } = report;
  const { sourceId, statuses, now } = checks;
  const known = await importedMeeting(rows, sourceId, meeting.id);
  const recorded =
    known === null ? await create(unit, report, checks) : { meetingId: known, created: false };
  if (recorded.created) await addHistory(rows, report, recorded.meetingId);
  else await end(app, rows, { ...recorded, report, statuses, now });
  if (known !== null) return recorded;
  const entry = { id: meeting.id, localId: recorded.meetingId };
  if (!(await keepMeeting(rows, sourceId, entry))) throw beingImported();
  return recorded;
}

/** A bot may have reported the meeting here itself. */
async function create(
  { app, rows }: UnitOfWork,
  { meeting }: EndReport,
  { checked, sourceId, now }: Checks,
): Promise<Recorded> {
  const userId = await userOf(app, rows, { sourceId, id: meeting.user_id });
  if (userId === null) throw new UnknownSubjectError('Unknown user');
  const caller = { userId, tokenId: null };
  // Two of one room within a minute look alike; their numbers in Vexa tell them apart.
  const others = await importedOfRoom(rows, { sourceId, userId, meeting });
  const [receipt] = await writeMeetings(app, rows, { caller, checked, now, others });
  if (receipt?.error) throw inEvent(receipt.error);
  if (receipt?.meetingId == null) throw new UnknownSubjectError('Unknown meeting');
  return { meetingId: receipt.meetingId, created: receipt.state === 'CREATED' };
}

const CAPITAL = /[A-Z]/g;

/** What is wrong with the meeting, by the names that the event has for it. */
function inEvent(error: Error): Error {
  if (!(error instanceof InvalidInputError)) return error;
  const issues = error.issues.map((issue) => {
    const [name = ''] = issue.path.slice(-1);
    const sent = String(name).replace(CAPITAL, (letter) => `_${letter.toLowerCase()}`);
    return { ...issue, path: ['body', 'data', 'meeting', sent] };
  });
  return new InvalidInputError(issues);
}

type End = Recorded & {
  readonly report: EndReport;
  readonly statuses: Checks['statuses'];
  readonly now: Date;
};

/**
 * Changes that are not possible any more are ignored: the meeting went through them before, or ended. When
 * the bot was admitted counts first, as an end without an admission has no start.
 */
async function end(app: App, rows: Rows, { meetingId, report, statuses, now }: End): Promise<void> {
  const { start_time: start } = report.meeting;
  if (start)
    await rows(sql`
      update meetings m set start_time = ${start} where m.id = ${meetingId} and m.start_time is null
        and m.end_time is null and ${start} >= m.created_at`);
  const ids = statuses.map(() => meetingId);
  await writeStatuses(app, rows, { checked: statuses, ids, now });
}
