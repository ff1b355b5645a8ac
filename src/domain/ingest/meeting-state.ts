import { IllegalTransitionError, InvalidInputError } from '../../core/errors.ts';
import {
  mergedSize,
  mergeError,
  mergeProblem,
  type StoredSize,
} from '../../core/input/merged-data.ts';
import { FAILURE_STAGES, known } from '../meetings/vocabulary.ts';
import type { StatusReport } from './input.ts';
import type { ItemError } from './receipt.ts';
import { CLOCK_TOLERANCE_MS } from './times.ts';
import { isFinal, nextOf } from './transitions.ts';

/** How far a meeting has come, while several reports about it are read one after the other. */
export type Course = {
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
};

export type Advance =
  | { readonly kind: 'stays' }
  | { readonly kind: 'refused'; readonly error: ItemError }
  | { readonly kind: 'moves'; readonly course: Course; readonly step: NewTransition };

/** @param place of the report in its input, for the path of a problem */
export function advance(
  course: Course,
  report: StatusReport,
  { now, place }: { readonly now: Date; readonly place: number },
): Advance {
  const { status: to } = report;
  // The same report twice is the same report; what it says besides was said the first time.
  if (course.status === to) return { kind: 'stays' };
  const allowed = nextOf(course.status);
  if (allowed !== null && !allowed.includes(to))
    return refused(new IllegalTransitionError({ from: course.status, to, allowed }));

  const { lastAt } = course;
  if (report.at && report.at.getTime() < lastAt.getTime() - CLOCK_TOLERANCE_MS)
    return refused(tooEarly(lastAt, place));
  const at = freeMoment(course, to, clamped(report.at ?? now, { lastAt, now }));
  const next = moved(course, report, at);
  const problem = next.size && course.size && mergeProblem(next.size, course.size);
  if (problem !== null) return refused(mergeError(problem, ['changes', place, 'data']));
  return { kind: 'moves', course: next, step: stepOf(course, report, at) };
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
function freeMoment({ lastAt, lastStatuses }: Course, status: string, moment: Date): Date {
  const isTaken = moment.getTime() === lastAt.getTime() && lastStatuses.includes(status);
  return isTaken ? new Date(moment.getTime() + 1) : moment;
}

function refused(error: ItemError): Advance {
  return { kind: 'refused', error };
}

function tooEarly(lastAt: Date, place: number): InvalidInputError {
  const message = `is more than ${CLOCK_TOLERANCE_MS / 1_000} seconds before the last change of the meeting (${lastAt.toISOString()}); report changes in order`;
  return new InvalidInputError([{ path: ['changes', place, 'at'], message, type: 'value_error' }]);
}

function moved(course: Course, report: StatusReport, at: Date): Course {
  const { status } = report;
  const stage = report.failureStage ?? known(FAILURE_STAGES, course.status);
  return {
    ...course,
    status,
    lastAt: at,
    lastStatuses:
      at.getTime() === course.lastAt.getTime() ? [...course.lastStatuses, status] : [status],
    startTime: status === 'active' ? (course.startTime ?? at) : course.startTime,
    endTime: isFinal(status) ? (course.endTime ?? later(at, course.startTime)) : course.endTime,
    completionReason: report.completionReason ?? course.completionReason,
    failureStage: status === 'failed' ? (stage ?? course.failureStage) : course.failureStage,
    patch: { ...course.patch, ...report.data },
    size: course.size && mergedSize(course.size, report.data ?? {}),
  };
}

/** Its start is often told by another clock. */
function later(at: Date, startTime: Date | null): Date {
  return startTime !== null && startTime > at ? startTime : at;
}

function stepOf({ id, userId, status }: Course, report: StatusReport, at: Date): NewTransition {
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
