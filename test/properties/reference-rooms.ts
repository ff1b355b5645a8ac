import type { MeetingReport } from './random-reports.ts';
import { isOver, type Meeting, MINUTE, OUTSIDE, statedCreation } from './reference-meeting.ts';

// Which meeting a report is about, and whether it can be true at all.

const DAY = 86_400_000;

export const isInFuture = (time: number | null, now: number) =>
  time !== null && time > now + MINUTE;

/** Between clocks a minute is nothing, within one clock a second. */
export function isPossible(
  { status, createdAt, startTime, endTime }: MeetingReport,
  now: number,
): boolean {
  const isAfter = (one: number | null, other: number | null, tolerance: number) =>
    one !== null && other !== null && one > other + tolerance;
  const isWrong =
    [createdAt, startTime, endTime].some((time) => isInFuture(time, now)) ||
    isAfter(createdAt, startTime, MINUTE) ||
    isAfter(createdAt, endTime, MINUTE) ||
    isAfter(startTime, endTime, 1_000) ||
    (endTime !== null && !isOver({ status })) ||
    (startTime !== null && OUTSIDE.includes(status));
  return !isWrong;
}

/** Another container, a newer creation, or an end before the meeting was there. */
function isAnother(report: MeetingReport, { container, createdAt }: Meeting): boolean {
  if (report.container && container && report.container !== container) return true;
  if (report.createdAt !== null && report.createdAt > createdAt + MINUTE) return true;
  const isSame = report.container !== null && report.container === container;
  const over = isOver(report) ? (report.endTime ?? (isSame ? null : report.createdAt)) : null;
  return over !== null && over < createdAt - MINUTE;
}

/**
 * The meeting that a report is about: the one of its container, or of its time of creation, else the
 * one that is not over. A finished one that is reported with neither is known again for a day.
 * @param room newest first
 */
export function sameMeeting(
  report: MeetingReport,
  room: readonly Meeting[],
  now: number,
): Meeting | undefined {
  const candidates = room.filter((meeting) => !isAnother(report, meeting));
  const { container, status } = report;
  const stated = statedCreation(report);
  const isNameless = container === null && stated === null && isOver(report);
  const isRepeated = (meeting: Meeting) =>
    isNameless && meeting === room[0] && meeting.status === status && meeting.writtenAt > now - DAY;
  return (
    candidates.find((meeting) => container !== null && meeting.container === container) ??
    candidates.find(({ createdAt }) => createdAt === stated) ??
    candidates.find((meeting) => !isOver(meeting)) ??
    candidates.find(isRepeated)
  );
}
