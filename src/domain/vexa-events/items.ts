import { OTHER } from '../meetings/list.ts';
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
    data: lightData(meeting.data).data,
  };
}

/** The end of a meeting that is here, as bots report it. */
export function endItem(report: EndReport, now: Date): Readonly<Record<string, unknown>> {
  const { meeting } = report;
  return {
    status: meeting.status,
    at: endOf(report, now),
    source: SOURCE,
    reason: report.reason,
    completionReason: meeting.completion_reason,
    failureStage: meeting.failure_stage,
  };
}

/** Those before the end. */
export function earlierChanges({ meeting }: EndReport): readonly ReportedChange[] {
  const history = reportedHistory(meeting);
  const end = history.findLastIndex(({ to }) => to === meeting.status);
  const before = end === -1 ? history : history.slice(0, end);
  return before.map((change, place) => ({
    ...change,
    from: change.from ?? history[place - 1]?.to ?? null,
    source: change.source ?? SOURCE,
  }));
}
