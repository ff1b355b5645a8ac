import { builder } from '../../kit/graphql/builder.ts';
import { MeetingPlatform, MeetingStatus } from '../meetings/graphql-parts.ts';
import { MeetingBy } from '../meetings/graphql-queries.ts';

const TEXTS = {
  source: 'Who brought it about, such as `user` or `scheduler`. Left out: `bot`.',
  reason: 'Why, in your own words, at most 1,000 characters.',
  completionReason: 'Why it ended, in one word such as `left_alone`.',
  failureStage: 'For a failed one, the status in which it failed.',
  meeting: "Which meeting; without an admin key one of the key's user.",
};

const MeetingReport = builder.inputType('MeetingReport', {
  description: 'A meeting that a bot was asked for, or is or was in.',
  fields: (t) => ({
    platform: t.field({
      type: MeetingPlatform,
      required: true,
      description: 'Where it takes place.',
    }),
    platformName: t.string({
      description: 'The word for a platform that is OTHER; needed there, and left out elsewhere.',
    }),
    nativeMeetingId: t.string({
      required: true,
      description: "The platform's own id of the call, at most 255 characters.",
    }),
    status: t.field({
      type: MeetingStatus,
      defaultValue: 'requested',
      description:
        'How far it has come. As REQUESTED it takes one of the slots of the user, and is refused when there is none.',
    }),
    createdAt: t.field({
      type: 'DateTime',
      description:
        'When it was asked for. Left out: its start, its end, or now. It distinguishes reports: a finished meeting that is reported with neither time nor container is recognised for one day only.',
    }),
    startTime: t.field({ type: 'DateTime', description: 'When the bot was let in, if it was.' }),
    endTime: t.field({ type: 'DateTime', description: 'When it was over, if it is.' }),
    completionReason: t.string({ description: TEXTS.completionReason }),
    failureStage: t.string({ description: TEXTS.failureStage }),
    botContainerId: t.string({
      description:
        'Which container the bot runs in, at most 255 characters. A new meeting in the same container needs `createdAt`.',
    }),
    source: t.string({ description: TEXTS.source }),
    reason: t.string({ description: TEXTS.reason }),
    data: t.field({
      type: 'JSONObject',
      description:
        'What to keep with it, at most 64 KiB as JSON. Webhook secrets in it are left out; `omitted` of the receipt says so.',
    }),
  }),
});

export const RecordMeetingInput = builder.inputType('RecordMeetingInput', {
  description: 'Meetings to write down.',
  fields: (t) => ({
    userId: t.id({
      description: 'Whose meetings they are: for an admin key. A user key writes for its user.',
    }),
    meetings: t.field({
      type: [MeetingReport],
      required: true,
      description: '1 to 1,000 meetings.',
    }),
  }),
});

const StatusChange = builder.inputType('StatusChange', {
  description: 'A step of one meeting.',
  fields: (t) => ({
    meeting: t.field({ type: MeetingBy, required: true, description: TEXTS.meeting }),
    status: t.field({
      type: MeetingStatus,
      required: true,
      description:
        'What it became. ACTIVE sets `startTime`, COMPLETED and FAILED set `endTime`, where these are null.',
    }),
    at: t.field({
      type: 'DateTime',
      description:
        'When; not before its last change, and not in the future. Left out: now. Clocks may differ by 60 seconds: within these, the order of the reports decides, and `at` becomes the time of the last change, or now.',
    }),
    source: t.string({ description: TEXTS.source }),
    reason: t.string({ description: TEXTS.reason }),
    completionReason: t.string({ description: TEXTS.completionReason }),
    failureStage: t.string({
      description: `${TEXTS.failureStage} Left out: the one before.`,
    }),
    data: t.field({
      type: 'JSONObject',
      description:
        'Merged into its data, key by key; null removes a key. The result holds at most 64 KiB as JSON; webhook secrets are left out.',
    }),
  }),
});

export const UpdateMeetingStatusInput = builder.inputType('UpdateMeetingStatusInput', {
  description: 'Steps of meetings, in the order in which they happened.',
  fields: (t) => ({
    changes: t.field({ type: [StatusChange], required: true, description: '1 to 1,000 steps.' }),
  }),
});

const SessionReport = builder.inputType('SessionReport', {
  description: "One stretch of a bot's connection.",
  fields: (t) => ({
    sessionUid: t.string({
      required: true,
      description: "The bot's own name for it, unique within the meeting.",
    }),
    startedAt: t.field({
      type: 'DateTime',
      required: true,
      description: 'When it began: what the offsets of its segments count from.',
    }),
  }),
});

export const RecordSessionsInput = builder.inputType('RecordSessionsInput', {
  description: "A bot's connections within one meeting.",
  fields: (t) => ({
    meeting: t.field({ type: MeetingBy, required: true, description: TEXTS.meeting }),
    sessions: t.field({ type: [SessionReport], required: true, description: '1 to 1,000.' }),
  }),
});

const SegmentReport = builder.inputType('SegmentReport', {
  description: 'A piece of what was said.',
  fields: (t) => ({
    segmentId: t.string({
      required: true,
      description: 'Its own id, unique within the meeting: a later report of it replaces this one.',
    }),
    sessionUid: t.string({
      description: 'The session that its offsets count from. Left out: the meeting’s start.',
    }),
    startOffset: t.float({ required: true, description: 'Seconds from there to its start.' }),
    endOffset: t.float({
      required: true,
      description: 'Seconds from there to its end; not before its start.',
    }),
    text: t.string({ required: true, description: 'What was said.' }),
    speaker: t.string({ description: 'Who said it, if that is known.' }),
    language: t.string({ description: 'The code of its language, such as `en`.' }),
  }),
});

export const RecordSegmentsInput = builder.inputType('RecordSegmentsInput', {
  description: 'What was said in one meeting.',
  fields: (t) => ({
    meeting: t.field({ type: MeetingBy, required: true, description: TEXTS.meeting }),
    segments: t.field({ type: [SegmentReport], required: true, description: '1 to 1,000.' }),
  }),
});
