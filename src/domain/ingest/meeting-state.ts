import { IllegalTransitionError, InvalidInputError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/input/json.ts';
import {
  mergedSize,
  mergeError,
  mergeProblem,
  type StoredSize,
} from '../../core/input/merged-data.ts';
import { isFinal, nextOf } from '../meetings/status.ts';
import { FAILURE_STAGES, known } from '../meetings/vocabulary.ts';
import type { StatusReport } from './input.ts';
import type { ItemError } from './receipt.ts';
import { CLOCK_TOLERANCE_MS } from './times.ts';

/** How far a meeting has come, while several reports about it are read one after the other. */
export type MeetingState = {
  readonly id: bigint;
  readonly userId: bigint;
  readonly status: string;
  /** When it last changed, or else was asked for. */
  readonly lastAt: Date;
  /** What it became at that moment. */
  readonly lastStatuses: readonly string[];
  readonly startTime: Date | null;
  readonly endTime: Date | null;
  readonly completionReason: string | null;
  readonly failureStage: string | null;
  readonly patch: Readonly<Record<string, unknown>>;
  /** Of its data with the patch; null where everything that is reported fits in any case. */
  readonly size: StoredSize | null;
};

export type NewTransition = {
  readonly meetingId: bigint;
  readonly userId: bigint;
  readonly from: string;
  readonly to: string;
  readonly at: Date;
  /** What was reported in place of that, by a clock that is ahead or behind. */
  readonly reportedAt: Date | null;
  readonly source: string | null;
  readonly reason: string | null;
  /** What else is known of it, as the platform names it. */
  readonly data?: JsonObject;
};

export type Advance =
  | { readonly kind: 'stays' }
  | { readonly kind: 'refused'; readonly error: ItemError }
  | { readonly kind: 'moves'; readonly meetingState: MeetingState; readonly step: NewTransition };

/** @param place of the report in its input, for the path of a problem */
export function advance(
  state: MeetingState,
  report: StatusReport,
  { now, place }: { readonly now: Date; readonly place: number },
): Advance {
  const { status: to } = report;
  // The same report twice is the same report; what it says besides was said the first time.
  if (state.status === to) return { kind: 'stays' };
  const allowed = nextOf(state.status);
  if (allowed !== null && !allowed.includes(to))
    return refused(new IllegalTransitionError({ from: state.status, to, allowed }));

  const { lastAt } = state;
  if (report.at && report.at.getTime() < lastAt.getTime() - CLOCK_TOLERANCE_MS)
    return refused(tooEarly(lastAt, place));
  const at = freeTimestamp(state, to, clamped(report.at ?? now, { lastAt, now }));
  const next = moved(state, report, at);
  const problem = next.size && state.size && mergeProblem(next.size, state.size);
  if (problem !== null) return refused(mergeError(problem, ['changes', place, 'data']));
  return { kind: 'moves', meetingState: next, step: transitionOf(state, report, at) };
}

/**
 * Within the tolerance for clocks the order of arrival decides: not before the last change, and else
 * not after now.
 */
function clamped(at: Date, { lastAt, now }: { readonly lastAt: Date; readonly now: Date }): Date {
  const past = at < now ? at : now;
  return past < lastAt ? lastAt : past;
}

/** A meeting becomes the same once at a moment: what came later lies a millisecond later. */
function freeTimestamp(
  { lastAt, lastStatuses }: MeetingState,
  status: string,
  instant: Date,
): Date {
  const isTaken = instant.getTime() === lastAt.getTime() && lastStatuses.includes(status);
  return isTaken ? new Date(instant.getTime() + 1) : instant;
}

function refused(error: ItemError): Advance {
  return { kind: 'refused', error };
}

function tooEarly(lastAt: Date, place: number): InvalidInputError {
  const message = `is more than ${CLOCK_TOLERANCE_MS / 1_000} seconds before the last change of the meeting (${lastAt.toISOString()}); report changes in order`;
  return new InvalidInputError([{ path: ['changes', place, 'at'], message, type: 'value_error' }]);
}

function moved(state: MeetingState, report: StatusReport, at: Date): MeetingState {
  const { status } = report;
  const stage = report.failureStage ?? known(FAILURE_STAGES, state.status);
  return {
    ...state,
    status,
    lastAt: at,
    lastStatuses:
      at.getTime() === state.lastAt.getTime() ? [...state.lastStatuses, status] : [status],
    startTime: status === 'active' ? (state.startTime ?? at) : state.startTime,
    endTime: isFinal(status) ? (state.endTime ?? later(at, state.startTime)) : state.endTime,
    completionReason: report.completionReason ?? state.completionReason,
    failureStage: status === 'failed' ? (stage ?? state.failureStage) : state.failureStage,
    patch: { ...state.patch, ...report.data },
    size: state.size && mergedSize(state.size, report.data ?? {}),
  };
}

/** Its start is often told by another clock. */
function later(at: Date, startTime: Date | null): Date {
  return startTime !== null && startTime > at ? startTime : at;
}

function transitionOf(
  { id, userId, status }: MeetingState,
  report: StatusReport,
  at: Date,
): NewTransition {
  return {
    meetingId: id,
    userId,
    from: status,
    to: report.status,
    at,
    reportedAt: report.at && report.at.getTime() !== at.getTime() ? report.at : null,
    source: report.source ?? 'bot',
    reason: report.reason ?? null,
  };
}
