import { InvalidInputError, LimitReachedError } from '../../core/errors.ts';
import { holdsSlot, isFinal, nextOf } from '../meetings/status.ts';
import type { MeetingReport } from './input.ts';
import {
  callOf,
  type KnownMeeting,
  matchMeeting,
  statedCreation,
  supersedes,
} from './meeting-identity.ts';
import { type CheckedReport, type Receipt, receipt, refusal } from './receipt.ts';

/** How many bots a user may run at once, and how many run. */
export type Slots = { readonly limit: number; readonly running: number };

/** A meeting that ends because a newer one of the same call began. */
export type Superseded = { readonly ref: KnownMeeting['ref']; readonly at: Date };

type Answer = Receipt | { readonly place: number; readonly isFirst: boolean };

export type Plan = {
  readonly fresh: readonly MeetingReport[];
  readonly answers: readonly Answer[];
  readonly superseded: readonly Superseded[];
  /** How many were refused because of the limit. */
  readonly refused: number;
};

type Situation = {
  readonly byCall: ReadonlyMap<string, readonly KnownMeeting[]>;
  readonly slots: Slots;
  readonly now: Date;
  /** Meetings that are over and were created before are deleted by age; null where none are. */
  readonly oldest: Date | null;
  /** Whether the caller records by itself how a known meeting ended. */
  readonly takesEnds: boolean;
};

/** Decides item by item, in their order, as if each had come alone. */
export function planMeetings(
  checked: readonly CheckedReport<MeetingReport>[],
  { byCall: stored, slots, now, oldest, takesEnds }: Situation,
): Plan {
  const byCall = new Map(stored);
  const fresh: MeetingReport[] = [];
  const superseded: Superseded[] = [];
  let { running: held } = slots;
  let refused = 0;

  const begin = (report: MeetingReport): Answer => {
    const sameCall = byCall.get(callOf(report)) ?? [];
    const meeting = meetingOf(report, fresh.length, now);
    const change = enter(sameCall, meeting);
    const left = held - change.ended.filter(({ status }) => holdsSlot(status)).length;
    if (report.status === 'requested' && left >= slots.limit) {
      refused += 1;
      return refusal(limitReached(slots.limit, left));
    }
    held = left + (holdsSlot(report.status) && change.endedAt === null ? 1 : 0);
    fresh.push(report);
    superseded.push(...change.ended.map(({ ref }) => ({ ref, at: meeting.createdAt })));
    if (change.endedAt !== null) superseded.push({ ref: meeting.ref, at: change.endedAt });
    byCall.set(callOf(report), change.sameCall);
    return { place: fresh.length - 1, isFirst: true };
  };
  const answers = checked.map((one, place) => {
    if (!one.ok) return one.receipt;
    const same = matchMeeting(one.report, byCall.get(callOf(one.report)) ?? [], now);
    if (same !== undefined)
      return isNewEnd(same, one.report) && !takesEnds
        ? refusal(endElsewhere(same, one.report, place))
        : repeated(same);
    return isTooOld(one.report, oldest) ? refusal(tooOld(one.report, place)) : begin(one.report);
  });
  return { fresh, answers, superseded, refused };
}

/** It may be one that was deleted, whose times are still counted: a queue can repeat all that it reported. */
function isTooOld(report: MeetingReport, oldest: Date | null): boolean {
  const createdAt = statedCreation(report);
  return oldest !== null && createdAt !== null && createdAt < oldest;
}

function tooOld(report: MeetingReport, place: number): InvalidInputError {
  const field = (['createdAt', 'startTime'] as const).find((name) => report[name] != null);
  const message = 'is of a meeting that is not known and older than MEETING_RETENTION_DAYS';
  return new InvalidInputError([
    { path: ['meetings', place, field ?? 'endTime'], message, type: 'value_error' },
  ]);
}

/**
 * Whether a report says that the meeting is over in a way in which it never was, and may be. Of other statuses, the
 * bot reports the next one soon, and a report of the past may come again at any time.
 */
function isNewEnd({ status, formerStatuses }: KnownMeeting, report: MeetingReport): boolean {
  const mayBecome = nextOf(status)?.includes(report.status) ?? false;
  return isFinal(report.status) && mayBecome && !formerStatuses.includes(report.status);
}

function endElsewhere({ status }: KnownMeeting, report: MeetingReport, place: number) {
  const message = `is another one than that of the meeting, which is recorded as ${status}; report the new status (${report.status}) with \`updateMeetingStatus\``;
  return new InvalidInputError([
    { path: ['meetings', place, 'status'], message, type: 'value_error' },
  ]);
}

function repeated({ ref }: KnownMeeting): Answer {
  return 'id' in ref ? receipt('UNCHANGED', ref.id) : { place: ref.place, isFirst: false };
}

function meetingOf(report: MeetingReport, place: number, now: Date): KnownMeeting {
  const { platform, nativeMeetingId, status, botContainerId = null } = report;
  const createdAt = statedCreation(report) ?? now;
  return {
    ref: { place },
    platform,
    nativeMeetingId,
    status,
    formerStatuses: [],
    botContainerId,
    createdAt,
    updatedAt: now,
  };
}

type Change = {
  readonly sameCall: readonly KnownMeeting[];
  /** What the new meeting ends. */
  readonly ended: readonly KnownMeeting[];
  /** When the new meeting was ended itself, by one that began later and was reported earlier. */
  readonly endedAt: Date | null;
};

/** At most one meeting of a call is not over: the newest. */
function enter(sameCall: readonly KnownMeeting[], meeting: KnownMeeting): Change {
  const ended = sameCall.filter((known) => supersedes(meeting, known));
  const newer = sameCall.find((known) => !isFinal(known.status) && !ended.includes(known));
  const endedAt = newer && !isFinal(meeting.status) ? newer.createdAt : null;
  // Of one time of creation, what was reported last is the newest, as among those that are stored.
  const after = [meeting, ...sameCall].map((known) =>
    ended.includes(known) || (endedAt && known === meeting)
      ? { ...known, status: 'failed' }
      : known,
  );
  const byAge = after.toSorted((one, other) => other.createdAt.getTime() - one.createdAt.getTime());
  return { sameCall: byAge, ended, endedAt };
}

function limitReached(limit: number, running: number): LimitReachedError {
  const message = `${running} bots are running; the limit is ${limit}. Stop one, or raise max_concurrent_bots of the user`;
  return new LimitReachedError(message, limit);
}
