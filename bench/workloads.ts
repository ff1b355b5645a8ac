import type { Shape } from './answers.ts';
import type { Seeded } from './data.ts';

export type WorkloadName = 'W1' | 'W2' | 'W3' | 'W3n' | 'W4' | 'W5' | 'W6' | 'W7' | 'verify';

/** What one request is about, drawn at random. Each server has its own way to say it. */
export type Subject = {
  readonly userId: number;
  /** Any key of any user. */
  readonly key: string;
  /** A user with 100 meetings, and its key. */
  readonly heavyUserId: number;
  readonly heavyKey: string;
  /** A meeting with sessions and a transcript. */
  readonly meetingId: number;
  readonly email: string;
  /** W6 does two things in turns. */
  readonly mints: boolean;
};

export type Workload = {
  readonly name: WorkloadName;
  readonly what: string;
  /** What every server must answer alike; null where each answer is one of its own. */
  readonly shape: Shape | null;
};

const TOKEN = {
  id: true,
  hint: true,
  name: true,
  scopes: true,
  createdAt: true,
  expiresAt: true,
} as const satisfies Shape;
const USER = {
  id: true,
  email: true,
  name: true,
  imageUrl: true,
  maxConcurrentBots: true,
  createdAt: true,
} as const satisfies Shape;
const MEETING = {
  id: true,
  platform: true,
  nativeMeetingId: true,
  status: true,
  startTime: true,
  endTime: true,
  createdAt: true,
} as const satisfies Shape;
const MEETING_WITH_USER = {
  ...MEETING,
  user: { id: true, email: true, name: true },
} as const satisfies Shape;

export const WORKLOADS: readonly Workload[] = [
  { name: 'W1', what: 'a user with its keys', shape: { ...USER, apiTokens: [TOKEN] } },
  { name: 'W2', what: '100 users', shape: [USER] },
  {
    name: 'W3',
    what: '100 meetings, each with its user, and the total',
    shape: { totalCount: true, nodes: [MEETING_WITH_USER] },
  },
  {
    name: 'W3n',
    what: '100 meetings, each with its user',
    shape: { nodes: [MEETING_WITH_USER] },
  },
  {
    name: 'W4',
    what: 'telematics of a meeting',
    shape: {
      sessions: [{ sessionUid: true, startedAt: true }],
      performance: {
        joinTime: true,
        admissionTime: true,
        activeTime: true,
        totalDuration: true,
        botUptime: true,
      },
      transcription: {
        totalTranscriptions: true,
        totalDuration: true,
        uniqueSpeakers: true,
        languagesDetected: true,
        words: true,
      },
    },
  },
  {
    name: 'W5',
    what: 'details of a user with 100 meetings',
    shape: {
      ...USER,
      apiTokens: [TOKEN],
      meetingStats: {
        totalMeetings: true,
        completedMeetings: true,
        failedMeetings: true,
        activeMeetings: true,
        totalDuration: true,
        averageDuration: true,
      },
      usagePatterns: {
        mostUsedPlatform: true,
        meetingsPerDay: true,
        peakUsageHours: true,
        lastActivity: true,
      },
    },
  },
  { name: 'W6', what: 'create a user and mint a key, alternating', shape: null },
  { name: 'W7', what: "a user key's 50 latest meetings", shape: [{ ...MEETING, data: true }] },
];

let serial = 0;

export function drawSubject({ size, keys, heavyKeys, measuredMeetings }: Seeded): Subject {
  serial += 1;
  const heavyUserId = random(heavyKeys.length);
  return {
    userId: random(size.users),
    key: keys[random(keys.length) - 1] ?? '',
    heavyUserId,
    heavyKey: heavyKeys[heavyUserId - 1] ?? '',
    meetingId: random(measuredMeetings),
    email: `new-${process.pid}-${serial}@bench.example.com`,
    mints: serial % 2 === 0,
  };
}

function random(count: number): number {
  return 1 + Math.floor(Math.random() * count);
}
