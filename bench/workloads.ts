import type { Shape } from './answers.ts';

export type WorkloadName =
  | 'W1'
  | 'W2'
  | 'W3'
  | 'W3n'
  | 'W4'
  | 'W4f'
  | 'W5'
  | 'W6'
  | 'W7'
  | 'W8'
  | 'mix'
  | 'verify';

export type Workload = {
  readonly name: WorkloadName;
  readonly what: string;
  readonly kind: 'reads' | 'first readings' | 'writes' | 'mix';
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

const TELEMATICS = {
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
} as const satisfies Shape;

export const WORKLOADS: readonly Workload[] = [
  {
    name: 'W1',
    kind: 'reads',
    what: 'a user with its keys',
    shape: { ...USER, apiTokens: [TOKEN] },
  },
  { name: 'W2', kind: 'reads', what: '100 users', shape: [{ ...USER, data: true }] },
  {
    name: 'W3',
    kind: 'reads',
    what: '100 meetings, each with its user, and the total',
    shape: { totalCount: true, nodes: [MEETING_WITH_USER] },
  },
  {
    name: 'W3n',
    kind: 'reads',
    what: '100 meetings, each with its user',
    shape: { nodes: [MEETING_WITH_USER] },
  },
  { name: 'W4', kind: 'reads', what: 'telematics of a meeting', shape: TELEMATICS },
  {
    name: 'W4f',
    kind: 'first readings',
    what: 'telematics of a meeting, read for the first time',
    shape: TELEMATICS,
  },
  {
    name: 'W5',
    kind: 'reads',
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
  { name: 'W6', kind: 'writes', what: 'create a user and mint a key', shape: null },
  { name: 'W7', kind: 'reads', what: "50 of a user key's meetings", shape: [MEETING] },
  {
    name: 'W8',
    kind: 'reads',
    what: 'the owner of a key',
    shape: { databaseId: true, email: true },
  },
  {
    name: 'mix',
    kind: 'mix',
    what: 'of 20 requests 16 of W8, one each of W2, W3n and W7, and one that writes',
    shape: null,
  },
];
