import type { Shape } from './answers.ts';

export type WorkloadName = 'W1' | 'W2' | 'W3' | 'W3n' | 'W4' | 'W5' | 'W6' | 'W7' | 'verify';

export type Workload = {
  readonly name: WorkloadName;
  readonly what: string;
  /** What every server must answer alike; null where each answer is one of its own. */
  readonly shape: Shape | null;
};

const TOKEN = {
  id: true,
  databaseId: true,
  hint: true,
  name: true,
  scopes: true,
  createdAt: true,
  expiresAt: true,
  lastUsedAt: true,
} as const satisfies Shape;
const USER = {
  id: true,
  databaseId: true,
  email: true,
  name: true,
  imageUrl: true,
  maxConcurrentBots: true,
  createdAt: true,
} as const satisfies Shape;
const MEETING = {
  id: true,
  databaseId: true,
  platform: true,
  nativeMeetingId: true,
  status: true,
  startTime: true,
  endTime: true,
  createdAt: true,
  data: true,
} as const satisfies Shape;
const MEETING_WITH_USER = {
  ...MEETING,
  user: { id: true, email: true, name: true },
} as const satisfies Shape;

export const WORKLOADS: readonly Workload[] = [
  { name: 'W1', what: 'a user with its keys', shape: { ...USER, apiTokens: [TOKEN] } },
  { name: 'W2', what: '100 users', shape: [{ ...USER, data: true }] },
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
  { name: 'W6', what: 'create a user and mint a key', shape: null },
  { name: 'W7', what: "50 of a user key's meetings", shape: [MEETING] },
];
