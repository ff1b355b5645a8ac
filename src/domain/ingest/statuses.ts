import type { App } from '../../core/app.ts';
import { InvalidInputError, NotFoundError } from '../../core/errors.ts';
import type { Rows } from '../../data/database.ts';
import type { Reach } from '../../security/authentication/reach.ts';
import { notifyMeetings } from '../live/notify.ts';
import type { MeetingName } from '../meetings/service.ts';
import { lockMeetingStates, saveMeetingStates, saveTransitions } from './apply-reports.ts';
import { type StatusReport, statusReport } from './input.ts';
import { loadNamedMeetings, presentOf } from './load.ts';
import { advance, type MeetingState, type NewTransition } from './meeting-state.ts';
import {
  type CheckedReport,
  checkEach,
  type Receipt,
  receipt,
  refusal,
  withOmitted,
} from './receipt.ts';
import { type ReportOf, withSizes } from './stored-sizes.ts';

/** What a report calls its meeting, or why that names none. */
type Change = { readonly meeting: MeetingName | InvalidInputError };

const NO_MEETING: MeetingName = { id: 0n };

/**
 * Moves meetings on. Reports about one meeting count in the order of the list; one that is refused
 * changes nothing, and those after it go on.
 * @throws InvalidInputError for too many items
 */
export async function updateStatuses(
  app: App,
  reach: Reach,
  changes: readonly (Change & Readonly<Record<string, unknown>>)[],
): Promise<Receipt[]> {
  const now = await presentOf(app);
  const checked = (await checkEach(statusReport(now), 'changes', changes)).map((one, place) => {
    const meeting = changes[place]?.meeting;
    return one.ok && meeting instanceof InvalidInputError
      ? { ok: false as const, receipt: refusal(meeting) }
      : one;
  });
  return app.db.transaction(async (rows) => {
    const ids = await loadNamedMeetings(
      rows,
      changes.map(({ meeting }) => (meeting instanceof InvalidInputError ? NO_MEETING : meeting)),
      reach,
    );
    return await writeStatuses(app, rows, { checked, ids, now });
  });
}

export type CheckedStatuses = {
  readonly checked: readonly CheckedReport<StatusReport>[];
  /** The meeting of each, in their order. */
  readonly ids: readonly (bigint | null)[];
  readonly now: Date;
};

/** As `updateStatuses`, within a transaction and for meetings that are known. */
export async function writeStatuses(
  app: App,
  rows: Rows,
  { checked, ids, now }: CheckedStatuses,
): Promise<Receipt[]> {
  const states = await lockMeetingStates(
    rows,
    ids.filter((id) => id !== null),
  );
  const sized = await withSizes(rows, states, reportsOf(checked, ids));
  const applied = applyReports(checked, { ids, states: sized, now });
  await saveMeetingStates(
    app,
    rows,
    applied.moved.map((id) => sized.get(id)).filter((meetingState) => meetingState !== undefined),
  );
  await saveTransitions(rows, applied.steps);
  await notifyMeetings(
    app,
    rows,
    applied.steps.map(({ meetingId: id, userId }) => ({ id, userId })),
  );
  return applied.receipts.map((answer, place) => withOmitted(answer, checked[place]));
}

/** What is reported of each meeting. */
function reportsOf(
  checked: readonly CheckedReport<StatusReport>[],
  ids: readonly (bigint | null)[],
): readonly ReportOf[] {
  return checked.flatMap((one, place): ReportOf[] => {
    const meetingId = ids[place] ?? null;
    return one.ok && one.report.data && meetingId !== null
      ? [{ meetingId, data: one.report.data }]
      : [];
  });
}

type LockedMeetings = {
  readonly ids: readonly (bigint | null)[];
  readonly states: Map<bigint, MeetingState>;
  readonly now: Date;
};

type AppliedReports = {
  readonly receipts: Receipt[];
  readonly steps: NewTransition[];
  /** Each meeting that moved, once. */
  readonly moved: readonly bigint[];
};

function applyReports(
  checked: readonly CheckedReport<StatusReport>[],
  { ids, states, now }: LockedMeetings,
): AppliedReports {
  const steps: NewTransition[] = [];
  const receipts = checked.map((one, place): Receipt => {
    const meetingState = states.get(ids[place] ?? 0n);
    if (!one.ok) return one.receipt;
    if (meetingState === undefined) return refusal(new NotFoundError('Meeting'));
    const next = advance(meetingState, one.report, { now, place });
    if (next.kind === 'refused') return refusal(next.error, meetingState.id);
    if (next.kind === 'stays') return receipt('UNCHANGED', meetingState.id);
    states.set(meetingState.id, next.meetingState);
    steps.push(next.step);
    return receipt('UPDATED', meetingState.id);
  });
  return { receipts, steps, moved: [...new Set(steps.map(({ meetingId }) => meetingId))] };
}
