import type { App } from '../../core/app.ts';
import { ConflictError, UnavailableError } from '../../core/errors.ts';
import { isUniqueViolation } from '../../data/errors.ts';
import type { Caller } from '../../security/callers/caller.ts';
import { runIdempotently } from '../../security/idempotency/idempotency.ts';
import type { UnitOfWork } from '../../security/unit-of-work.ts';
import { meetingReport, statusReport } from '../ingest/input.ts';
import { presentOf } from '../ingest/load.ts';
import type { NumberedReport } from '../ingest/meeting-rows.ts';
import { writeMeetings } from '../ingest/meetings.ts';
import { type CheckedReport, checkEach } from '../ingest/receipt.ts';
import type { writeStatuses } from '../ingest/statuses.ts';
import { addHistory } from './earlier-changes.ts';
import { endMeeting } from './end-meeting.ts';
import { inEvent, UnknownSubjectError } from './errors.ts';
import { type EndReport, endItem, meetingItem } from './items.ts';
import {
  eventSource,
  findOrCreateSource,
  freeNumber,
  hasOtherNumbers,
  importedMeeting,
  importedOfCall,
  keepMeeting,
  numberOfUser,
  userOf,
} from './source.ts';

/** What came of an event: the meeting here, and whether it was new. */
type Recorded = { readonly meetingId: bigint; readonly created: boolean };

/**
 * Records the end of a meeting that the platform reports: once for each event, in whatever order they
 * come. A meeting that was never imported is recorded as it is, and the next import completes it.
 * @throws UnknownSubjectError, InvalidInputError, ConflictError where its number is another's here
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
  const statuses = await checkEach(statusReport(now), 'changes', [endItem(report, now)]);
  const number = await numberFor(app, report);
  const checks = { now, statuses, number, checked: checked.map((one) => numbered(one, number)) };
  return (unit: UnitOfWork) => write(unit, report, checks);
}

/** Of a meeting that is not here yet; none is kept free for what will be refused. */
async function numberFor(app: App, { meeting }: EndReport): Promise<bigint | undefined> {
  const { rows } = app.db;
  const sourceId = await eventSource(rows);
  if ((await importedMeeting(rows, sourceId, meeting.id)) !== null) return undefined;
  if ((await userOf(app, rows, { sourceId, id: meeting.user_id })) === null) return undefined;
  return await freeNumber(app, meeting.id);
}

function numbered(
  one: CheckedReport<NumberedReport>,
  number: bigint | undefined,
): CheckedReport<NumberedReport> {
  return one.ok && number !== undefined ? { ...one, report: { ...one.report, number } } : one;
}

type Checks = {
  readonly now: Date;
  /** The number of a new meeting; none where its own is taken. */
  readonly number: bigint | undefined;
  readonly checked: readonly CheckedReport<NumberedReport>[];
  readonly statuses: Parameters<typeof writeStatuses>[2]['checked'];
};

async function write(unit: UnitOfWork, report: EndReport, checks: Checks): Promise<Recorded> {
  const { app, rows } = unit;
  const { id, user_id } = report.meeting;
  const sourceId = await findOrCreateSource(rows);
  const known = await importedMeeting(rows, sourceId, id);
  if (known !== null) {
    const userId = await numberOfUser(app, rows, { sourceId, id: user_id });
    await endMeeting(unit, { ...checks, meetingId: known, userId, report });
    return { meetingId: known, created: false };
  }
  const userId = await userOf(app, rows, { sourceId, id: user_id });
  if (userId === null) throw new UnknownSubjectError('Unknown user');
  const recorded = await create(unit, report, { ...checks, sourceId, userId });
  const { meetingId, created } = recorded;
  if (created) await addHistory(rows, report, meetingId);
  else await endMeeting(unit, { ...checks, meetingId, userId, report });
  if (!(await keepMeeting(rows, sourceId, { id, localId: meetingId }))) throw beingImported();
  return recorded;
}

type Owned = Checks & { readonly sourceId: bigint; readonly userId: bigint };

/** A bot may have reported the meeting here itself. */
async function create(
  { app, rows }: UnitOfWork,
  { meeting }: EndReport,
  { checked, sourceId, userId, number, now }: Owned,
): Promise<Recorded> {
  const caller = { userId, tokenId: null };
  // Two of one room within a minute look alike; their numbers in Vexa tell them apart.
  const others = await importedOfCall(rows, { sourceId, userId, meeting });
  const [receipt] = await writeMeetings(app, rows, {
    ...{ caller, checked, now, others },
    takesEnds: true,
  });
  if (receipt?.error) throw inEvent(receipt.error);
  if (receipt?.meetingId == null) throw new UnknownSubjectError('Unknown meeting');
  const created = receipt.state === 'CREATED';
  if (created && number === undefined && !(await hasOtherNumbers(rows, sourceId)))
    throw new ConflictError(`Meeting ${meeting.id} is another meeting here`);
  return { meetingId: receipt.meetingId, created };
}
