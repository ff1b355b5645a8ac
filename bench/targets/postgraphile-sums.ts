import { type Fields, listOf } from '../answers.ts';

// What a client of PostGraphile makes of rows, where the other servers answer figures.

type Segment = {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly speaker: string | null;
  readonly language: string | null;
  readonly words: number | null;
};

type Meeting = {
  readonly platform: string;
  readonly status: string;
  readonly createdAt: string;
  readonly startTime: string | null;
  readonly endTime: string | null;
};

const RUNNING = ['requested', 'joining', 'awaiting_admission', 'active', 'needs_human_help'];
const PEAKS = 3;
const DAY_MS = 86_400_000;

export function telematicsOf(meeting: Fields): Fields {
  const seconds = (from: unknown, to: unknown) => secondsBetween(textOf(from), textOf(to));
  const { createdAt, startTime, endTime, joiningAt, waitingAt, activeAt, leftAt, finalAt } =
    meeting;
  const door = [textOf(waitingAt), textOf(activeAt)].filter((at) => at !== null).sort()[0];
  const recorded = Object(meeting['data']) as Fields;
  const segments = listOf(meeting['transcriptSegmentsByMeetingId']) as Segment[];
  return {
    sessions: meeting['meetingSessionsByMeetingId'],
    performance: {
      joinTime: recorded['join_time'] ?? seconds(createdAt, door),
      admissionTime: recorded['admission_time'] ?? seconds(waitingAt, activeAt),
      activeTime:
        activeAt === null ? seconds(startTime, endTime) : seconds(activeAt, leftAt ?? endTime),
      totalDuration: seconds(startTime, endTime),
      botUptime: recorded['bot_uptime'] ?? seconds(joiningAt, finalAt ?? endTime),
    },
    transcription: {
      totalTranscriptions: segments.length,
      totalDuration: sum(segments.map(({ startOffset, endOffset }) => endOffset - startOffset)),
      uniqueSpeakers: distinct(segments.map(({ speaker }) => speaker)).length,
      languagesDetected: distinct(segments.map(({ language }) => language)),
      words: sum(segments.map(({ words }) => words ?? 0)),
    },
  };
}

export function detailsOf(rows: readonly unknown[]): Fields {
  const meetings = (rows as Meeting[]).toSorted(
    (one, other) => Date.parse(one.createdAt) - Date.parse(other.createdAt),
  );
  const count = (statuses: readonly string[]) =>
    meetings.filter(({ status }) => statuses.includes(status)).length;
  const lengths = meetings
    .filter(({ status }) => status === 'completed')
    .map(({ startTime, endTime }) => secondsBetween(startTime, endTime))
    .filter((length) => length !== null);
  const first = Date.parse(meetings[0]?.createdAt ?? '');
  const days = Math.max(Math.floor((Date.now() - first) / DAY_MS), 0) + 1;
  return {
    meetingStats: {
      totalMeetings: meetings.length,
      completedMeetings: count(['completed']),
      failedMeetings: count(['failed']),
      activeMeetings: count(RUNNING),
      totalDuration: lengths.length === 0 ? null : sum(lengths),
      averageDuration: lengths.length === 0 ? null : sum(lengths) / lengths.length,
    },
    usagePatterns: {
      mostUsedPlatform: mostFrequent(meetings.map(({ platform }) => platform))[0] ?? null,
      meetingsPerDay: meetings.length === 0 ? 0 : meetings.length / days,
      peakUsageHours: mostFrequent(
        meetings.map(({ createdAt }) => new Date(createdAt).getUTCHours()),
      ).slice(0, PEAKS),
      lastActivity: meetings.at(-1)?.createdAt ?? null,
    },
  };
}

/** Most frequent first; among equals, what comes first. */
function mostFrequent<Value>(values: readonly Value[]): Value[] {
  const groups = Map.groupBy(values, (value) => value);
  return [...groups]
    .toSorted(([, one], [, other]) => other.length - one.length)
    .map(([value]) => value);
}

function secondsBetween(from: string | null, to: string | null): number | null {
  return from === null || to === null ? null : (Date.parse(to) - Date.parse(from)) / 1_000;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function distinct(values: readonly (string | null)[]): string[] {
  return [...new Set(values)].filter((value) => value !== null);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
