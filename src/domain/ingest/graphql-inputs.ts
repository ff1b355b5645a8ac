import { builder } from '../../kit/graphql/builder.ts';
import { useInstead } from '../../kit/graphql/older-field.ts';
import { MeetingBy } from '../meetings/graphql-by.ts';
import { MeetingPlatform, MeetingStatus } from '../meetings/graphql-parts.ts';
import { UserBy } from '../users/graphql-by.ts';

const TEXTS = {
  source: 'Who caused the change, such as `user` or `scheduler`. Default: `bot`.',
  reason: 'A reason in free text, at most 1,000 characters.',
  completionReason: 'The reason for the end as one word, such as `left_alone`.',
  failureStage: 'The status in which a failed meeting failed.',
  meeting: "The meeting; without an admin key it must belong to the key's user.",
};

const MeetingReport = builder.inputType('MeetingReport', {
  description: 'A meeting for which a bot was requested.',
  fields: (t) => ({
    platform: t.field({
      type: MeetingPlatform,
      required: true,
      description: 'The platform.',
    }),
    platformName: t.string({
      description: 'The name of a platform that is OTHER; required there, not allowed for others.',
    }),
    nativeMeetingId: t.string({
      required: true,
      description: "The platform's own id of the call, at most 255 characters.",
    }),
    status: t.field({
      type: MeetingStatus,
      defaultValue: 'requested',
      description:
        "The bot's status. REQUESTED takes one of the user's slots, and is refused if none is free.",
    }),
    createdAt: t.field({
      type: 'DateTime',
      description:
        'When the bot was requested. Default: the start, the end, or now. It distinguishes reports: a finished meeting reported without a time or container is recognised for one day only.',
    }),
    startTime: t.field({ type: 'DateTime', description: 'When the bot was admitted.' }),
    endTime: t.field({ type: 'DateTime', description: 'When the meeting ended.' }),
    completionReason: t.string({ description: TEXTS.completionReason }),
    failureStage: t.string({ description: TEXTS.failureStage }),
    botContainerId: t.string({
      description:
        'The container the bot runs in, at most 255 characters. A new meeting in the same container needs `createdAt`.',
    }),
    source: t.string({ description: TEXTS.source }),
    reason: t.string({ description: TEXTS.reason }),
    data: t.field({
      type: 'JSONObject',
      description:
        'Data to store with the meeting, at most 64 KiB as JSON. Webhook secrets are removed and listed in `omitted` of the receipt.',
    }),
  }),
});

export const RecordMeetingInput = builder.inputType('RecordMeetingInput', {
  description: 'The meetings to record.',
  fields: (t) => ({
    user: t.field({
      type: UserBy,
      description:
        'The user the meetings belong to. Required with an admin key; a user key records for its own user.',
    }),
    userId: t.id({
      deprecationReason: useInstead('user'),
      description: 'The id of the user the meetings belong to.',
    }),
    meetings: t.field({
      type: [MeetingReport],
      required: true,
      description: '1 to 1,000 meetings.',
    }),
  }),
});

const StatusChange = builder.inputType('StatusChange', {
  description: 'A status change of one meeting.',
  fields: (t) => ({
    meeting: t.field({ type: MeetingBy, required: true, description: TEXTS.meeting }),
    status: t.field({
      type: MeetingStatus,
      required: true,
      description:
        'The new status. ACTIVE sets `startTime`, COMPLETED and FAILED set `endTime`, where these are null.',
    }),
    at: t.field({
      type: 'DateTime',
      description:
        'When it changed; not before the last change and not in the future. Default: now. Clocks may differ by 60 seconds: within that tolerance the order of the reports decides, and `at` becomes the time of the last change, or now.',
    }),
    source: t.string({ description: TEXTS.source }),
    reason: t.string({ description: TEXTS.reason }),
    completionReason: t.string({ description: TEXTS.completionReason }),
    failureStage: t.string({
      description: `${TEXTS.failureStage} Default: the previous status.`,
    }),
    data: t.field({
      type: 'JSONObject',
      description:
        'Merged into the data key by key; null removes a key. The result holds at most 64 KiB as JSON; webhook secrets are removed.',
    }),
  }),
});

export const UpdateMeetingStatusInput = builder.inputType('UpdateMeetingStatusInput', {
  description: 'Status changes of meetings, in the order in which they happened.',
  fields: (t) => ({
    changes: t.field({ type: [StatusChange], required: true, description: '1 to 1,000 steps.' }),
  }),
});

const SessionReport = builder.inputType('SessionReport', {
  description: 'One connection of a bot.',
  fields: (t) => ({
    sessionUid: t.string({
      required: true,
      description: "The bot's own id for the session, unique within the meeting.",
    }),
    startedAt: t.field({
      type: 'DateTime',
      required: true,
      description: 'When the session began; segment offsets count from here.',
    }),
  }),
});

export const RecordSessionsInput = builder.inputType('RecordSessionsInput', {
  description: "The bot's sessions within one meeting.",
  fields: (t) => ({
    meeting: t.field({ type: MeetingBy, required: true, description: TEXTS.meeting }),
    sessions: t.field({ type: [SessionReport], required: true, description: '1 to 1,000.' }),
  }),
});

const SegmentReport = builder.inputType('SegmentReport', {
  description: 'One segment of a transcript.',
  fields: (t) => ({
    segmentId: t.string({
      required: true,
      description:
        "The segment's own id, unique within the meeting: a later report with the same id replaces it.",
    }),
    sessionUid: t.string({
      description: 'The session that the offsets count from. Default: the meeting’s start.',
    }),
    startOffset: t.float({
      required: true,
      description: 'Seconds from there to the start of the segment.',
    }),
    endOffset: t.float({
      required: true,
      description: 'Seconds from there to the end of the segment; not before its start.',
    }),
    text: t.string({ required: true, description: 'The spoken text.' }),
    speaker: t.string({ description: 'The speaker, if known.' }),
    language: t.string({ description: 'The language code, such as `en`.' }),
  }),
});

export const RecordSegmentsInput = builder.inputType('RecordSegmentsInput', {
  description: 'The transcript segments of one meeting.',
  fields: (t) => ({
    meeting: t.field({ type: MeetingBy, required: true, description: TEXTS.meeting }),
    segments: t.field({ type: [SegmentReport], required: true, description: '1 to 1,000.' }),
  }),
});
