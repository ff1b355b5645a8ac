import { isFinal } from '../meetings/status.ts';
import type { MeetingReport } from './input.ts';
import { CLOCK_TOLERANCE_MS } from './times.ts';

/** A meeting as far as it takes to tell whether a report is about it. */
export type KnownMeeting = {
  /** Its row, or the place of its report among those that are about to be written. */
  readonly ref: { readonly id: bigint } | { readonly place: number };
  readonly platform: string;
  readonly nativeMeetingId: string;
  readonly status: string;
  /** What it has been so far. */
  readonly formerStatuses: readonly string[];
  readonly botContainerId: string | null;
  readonly createdAt: Date;
  /** When it was last written. */
  readonly updatedAt: Date;
};

/** Names a call: all meetings of one user with the same native id on the same platform. */
export function callOf({
  platform,
  nativeMeetingId,
}: Pick<KnownMeeting, 'platform' | 'nativeMeetingId'>): string {
  return JSON.stringify([platform, nativeMeetingId]);
}

/** A report that names neither container nor time is known as a repetition for as long as an `Idempotency-Key`. */
const REPEATED_WITHIN_MS = 86_400_000;

/** When the report says that the meeting was created, or else first heard of. */
export function statedCreation({ createdAt, startTime, endTime }: MeetingReport): Date | null {
  return createdAt ?? startTime ?? endTime ?? null;
}

/**
 * The meeting that a report is about; undefined where it begins one. Its container or the time of its
 * creation says so, also once it is over; else it is the one that is not over.
 * @param sameCall newest first
 */
export function matchMeeting(
  report: MeetingReport,
  sameCall: readonly KnownMeeting[],
  now: Date,
): KnownMeeting | undefined {
  const candidates = sameCall.filter((known) => !isAnother(report, known));
  const created = statedCreation(report)?.getTime();
  return (
    candidates.find((known) => isSameContainer(report, known)) ??
    candidates.find(({ createdAt }) => createdAt.getTime() === created) ??
    candidates.find(({ status }) => !isFinal(status)) ??
    candidates.find((known) => known === sameCall[0] && isRepeated(report, known, now))
  );
}

/** Whether what a report says rules out that it is about that meeting. */
function isAnother(report: MeetingReport, known: KnownMeeting): boolean {
  const { botContainerId, createdAt, endTime, status } = report;
  if (botContainerId && known.botContainerId && botContainerId !== known.botContainerId)
    return true;
  const begun = known.createdAt.getTime();
  if (createdAt && createdAt.getTime() > begun + CLOCK_TOLERANCE_MS) return true;
  if (!isFinal(status)) return false;
  // It was over before that one began. Within one container only its end is proof of that.
  const over = endTime ?? (isSameContainer(report, known) ? null : createdAt);
  return Boolean(over && over.getTime() < begun - CLOCK_TOLERANCE_MS);
}

function isSameContainer({ botContainerId }: MeetingReport, known: KnownMeeting): boolean {
  return Boolean(botContainerId) && botContainerId === known.botContainerId;
}

function isRepeated(report: MeetingReport, known: KnownMeeting, now: Date): boolean {
  return (
    isFinal(report.status) &&
    report.status === known.status &&
    !report.botContainerId &&
    statedCreation(report) === null &&
    known.updatedAt.getTime() > now.getTime() - REPEATED_WITHIN_MS
  );
}

/**
 * Whether a new meeting supersedes an older one of the same call whose bot stopped reporting. Within the
 * tolerance for clocks it does so because it was reported later, unless it is over itself.
 */
export function supersedes(fresh: KnownMeeting, known: KnownMeeting): boolean {
  const tolerance = isFinal(fresh.status) ? 0 : CLOCK_TOLERANCE_MS;
  return (
    !isFinal(known.status) && fresh.createdAt.getTime() >= known.createdAt.getTime() - tolerance
  );
}
