import { OTHER } from '../meetings/list.ts';
import { isFinal } from '../meetings/status.ts';
import { known, PLATFORMS } from '../meetings/vocabulary.ts';
import { lightData, type VexaMeeting } from './input.ts';
import { type ReportedChange, reportedHistory } from './reported-history.ts';

/** An event as far as it is recorded. */
export type EndReport = {
  readonly eventId: string;
  readonly meeting: VexaMeeting;
  /** Why the bot failed, as the platform says it. */
  readonly reason: string | null;
};

const SOURCE = 'vexa';

/** The clock of the platform may be ahead. */
export function past(at: Date, now: Date): Date {
  return at < now ? at : now;
}

/** When it ended: the last change of status says it most exactly. */
export function endOf({ meeting }: EndReport, now: Date): Date {
  const last = reportedHistory(meeting).findLast(({ to }) => to === meeting.status);
  return past(last?.at ?? meeting.end_time ?? now, now);
}

/** The meeting as bots report it, for one that is not here yet. */
export function meetingItem(report: EndReport, now: Date): Readonly<Record<string, unknown>> {
  const { meeting, reason } = report;
  const endTime = endOf(report, now);
  const platform = known(PLATFORMS, meeting.platform);
  return {
    platform: platform ?? OTHER,
    ...(platform === null && { platformName: meeting.platform }),
    nativeMeetingId: meeting.native_meeting_id ?? '',
    status: meeting.status,
    createdAt: past(meeting.created_at ?? meeting.start_time ?? endTime, endTime),
    startTime: meeting.start_time && past(meeting.start_time, endTime),
    endTime,
    completionReason: meeting.completion_reason,
    failureStage: meeting.failure_stage,
    source: SOURCE,
    reason,
    data: lightData(meeting.data),
  };
}

/** The changes of status of a meeting that is here, the end last. */
export function statusItems(
  report: EndReport,
  now: Date,
): readonly Readonly<Record<string, unknown>>[] {
  const { meeting } = report;
  const at = endOf(report, now);
  const end = {
    status: meeting.status,
    at,
    source: SOURCE,
    reason: report.reason,
    completionReason: meeting.completion_reason,
    failureStage: meeting.failure_stage,
  };
  const earlier = earlierChanges(report).filter((change) => change.at <= at);
  return [...earlier.map(itemOf), end];
}

/** Those before the end. */
export function earlierChanges({ meeting }: EndReport): readonly ReportedChange[] {
  return reportedHistory(meeting).filter(({ to }) => !isFinal(to));
}

function itemOf({ to, at, source, reason }: ReportedChange) {
  return { status: to, at, source: source ?? SOURCE, reason };
}
