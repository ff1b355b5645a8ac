import type {
  Change,
  Data,
  MeetingReport,
  ReportedCall,
  Segment,
  Session,
  Status,
} from './random-reports.ts';

// One meeting, from its first report on. All times are moments in milliseconds.

export const MINUTE = 60_000;

export type Step = {
  readonly from: string | null;
  readonly to: string;
  readonly at: number;
  readonly reportedAt: number | null;
  readonly source: string;
};

export type Meeting = {
  readonly nth: number;
  readonly room: ReportedCall;
  readonly container: string | null;
  readonly createdAt: number;
  status: string;
  startTime: number | null;
  endTime: number | null;
  reason: string | null;
  stage: string | null;
  data: Data;
  writtenAt: number;
  steps: Step[];
  sessions: Session[];
  segments: Segment[];
  /** When each segment was last written. */
  readonly heardAt: Map<string, number>;
};

export type Outcome = {
  readonly state: 'CREATED' | 'UPDATED' | 'UNCHANGED' | 'REFUSED';
  readonly nth: number | null;
  readonly error: string | null;
};

const NEXT: Readonly<Record<string, readonly string[]>> = {
  requested: ['joining', 'stopping', 'completed', 'failed'],
  joining: ['awaiting_admission', 'active', 'needs_human_help', 'stopping', 'completed', 'failed'],
  awaiting_admission: ['active', 'needs_human_help', 'stopping', 'completed', 'failed'],
  needs_human_help: ['active', 'stopping', 'completed', 'failed'],
  active: ['stopping', 'completed', 'failed'],
  stopping: ['completed', 'failed'],
  completed: [],
  failed: [],
};
/** A step with its status. */
export type KnownChange = Change & { readonly status: Status };

/** One of the statuses that may come next; of what is over or not there, any other. */
export function nextOf(meeting: Meeting | undefined, nth: number): Status {
  const next = NEXT[meeting?.status ?? ''] ?? [];
  return (next[nth % next.length] ?? 'active') as Status;
}

const STAGES = ['requested', 'joining', 'awaiting_admission', 'active'];
export const OUTSIDE = ['requested', 'joining', 'awaiting_admission'];
const OVER = ['completed', 'failed'];
export const isOver = ({ status }: { readonly status: string }) => OVER.includes(status);
export const holdsSlot = ({ status }: { readonly status: string }) =>
  !OVER.includes(status) && status !== 'stopping';

export const refused = (error: string, nth: number | null = null): Outcome => ({
  state: 'REFUSED',
  nth,
  error,
});

export function statedCreation({ createdAt, startTime, endTime }: MeetingReport): number | null {
  return createdAt ?? startTime ?? endTime;
}

export function freshOf(
  report: MeetingReport,
  { nth, now }: { readonly nth: number; readonly now: number },
): Meeting {
  const { room, container, status, reason, stage, data } = report;
  const times = timesOf(report, now);
  return {
    ...{ nth, room, container, status, reason, stage, data: data ?? {}, ...times },
    steps: [firstStep(report, times)],
    ...{ writtenAt: now, sessions: [], segments: [], heardAt: new Map() },
  };
}

type Times = Pick<Meeting, 'createdAt' | 'startTime' | 'endTime'>;

/** What is not reported is taken from what is. */
function timesOf(report: MeetingReport, now: number): Times {
  const begun = report.status === 'active' ? (report.createdAt ?? now) : null;
  const startTime = report.startTime ?? begun;
  const end = report.endTime ?? report.createdAt ?? now;
  return {
    createdAt: statedCreation(report) ?? now,
    startTime,
    endTime: isOver(report) ? Math.max(startTime ?? end, end) : null,
  };
}

/** A meeting was in its first status from when that began, and not before it was created. */
function firstStep({ status, endTime: told }: MeetingReport, times: Times): Step {
  const { createdAt, startTime, endTime } = times;
  const begun = endTime ?? (status === 'active' ? startTime : null) ?? createdAt;
  const at = Math.max(begun, createdAt);
  const reported = told ?? begun;
  const reportedAt = reported === at ? null : reported;
  return { from: null, to: status, at, reportedAt, source: 'bot' };
}

/** When a meeting last changed, or else was created. */
export function lastOf({ steps, createdAt }: Meeting): number {
  return steps.length === 0 ? createdAt : Math.max(...steps.map(({ at }) => at));
}

/** When its bot was last alive, as far as anybody knows. */
function lastReport({ writtenAt, sessions, segments, heardAt }: Meeting, now: number): number {
  const starts = sessions.map(({ at }) => Math.min(at, now));
  return Math.max(writtenAt, ...starts, ...segments.map(({ id }) => heardAt.get(id) ?? 0));
}

/** Of one meeting, no status comes twice at one moment: what came later lies a millisecond later. */
export function slotFreedAt({ steps }: Meeting, status: string, moment: number): number {
  const isTaken = steps.some(({ at, to }) => at === moment && to === status);
  return isTaken ? moment + 1 : moment;
}

/** It ended when it was last reported, since nobody knows for how much longer its bot lived. */
export function supersede(meeting: Meeting, begun: number, now: number): void {
  const at = Math.max(Math.min(begun, lastReport(meeting, now)), lastOf(meeting));
  const report = { status: 'failed' as Status, at, reason: 'superseded', stage: null, data: null };
  advance(meeting, { ...report, meeting: { nth: meeting.nth } }, now, 'latchkey');
}

export function advance(
  meeting: Meeting,
  change: KnownChange,
  now: number,
  source = 'bot',
): Outcome {
  const { nth, status: from } = meeting;
  const { status: to } = change;
  if (from === to) return { state: 'UNCHANGED', nth, error: null };
  if (!NEXT[from]?.includes(to)) return refused('IllegalTransitionError', nth);
  const last = lastOf(meeting);
  if (change.at !== null && change.at < last - MINUTE) return refused('InvalidInputError', nth);
  // Within a minute the order of arrival decides.
  const at = slotFreedAt(meeting, to, Math.max(Math.min(change.at ?? now, now), last));
  const reportedAt = change.at === null || change.at === at ? null : change.at;
  meeting.steps.push({ from, to, at, reportedAt, source });
  apply(meeting, change, at);
  meeting.writtenAt = now;
  return { state: 'UPDATED', nth, error: null };
}

function apply(meeting: Meeting, { status, reason, stage, data }: KnownChange, at: number): void {
  const { status: from } = meeting;
  meeting.status = status;
  if (status === 'active') meeting.startTime ??= at;
  if (isOver(meeting)) meeting.endTime ??= Math.max(at, meeting.startTime ?? at);
  meeting.reason = reason ?? meeting.reason;
  if (status === 'failed') meeting.stage = stage ?? (STAGES.includes(from) ? from : meeting.stage);
  const merged = Object.entries({ ...meeting.data, ...data });
  meeting.data = Object.fromEntries(merged.filter(([name]) => data?.[name] !== null));
}
