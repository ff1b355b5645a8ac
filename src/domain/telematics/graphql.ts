import { builder } from '../../kit/graphql/builder.ts';
import { reads } from '../../kit/graphql/column-selection.ts';
import type { Context } from '../../kit/graphql/context.ts';
import { MeetingRef } from '../meetings/graphql.ts';
import type { Meeting } from '../meetings/rows.ts';
import { FAULTS, type Fault, faultOf } from './faults.ts';
import { LanguageRef, SpeakerRef, TranscriptionRef, talkOf } from './graphql-transcript.ts';
import { type MISSING_REASONS, type MissingMetric, missingMetrics } from './missing.ts';
import type { Performance } from './service.ts';

const PerformanceRef = builder.objectRef<Performance>('PerformanceMetrics').implement({
  description:
    'How the bot did, in seconds. What the bot itself recorded counts; the rest is derived from its changes of status. A time that would run backwards counts as not recorded. For each null, `missing` says why.',
  fields: (t) => ({
    joinTime: t.exposeFloat('joinTime', {
      nullable: true,
      description:
        'From `createdAt` until the bot asked to be admitted: the first change to AWAITING_ADMISSION or ACTIVE.',
    }),
    admissionTime: t.exposeFloat('admissionTime', {
      nullable: true,
      description:
        'From the first change to AWAITING_ADMISSION until the first change to ACTIVE: how long people let it wait.',
    }),
    activeTime: t.exposeFloat('activeTime', {
      nullable: true,
      description:
        'From each change to ACTIVE until the change that ended it (NEEDS_HUMAN_HELP, STOPPING, COMPLETED, FAILED), or `endTime`: of a meeting that was continued, the sum of all stretches. Without such changes, from `startTime` to `endTime`. What is said lies within it.',
    }),
    totalDuration: t.exposeFloat('totalDuration', {
      nullable: true,
      description: 'From `startTime` to `endTime`.',
    }),
    botUptime: t.exposeFloat('botUptime', {
      nullable: true,
      description:
        'From the first change to JOINING until the first to COMPLETED or FAILED, or `endTime`: how long a bot ran. Where a meeting was continued, plus the time in which a bot held a slot again.',
    }),
    peakMemoryBytes: t.expose('peakMemoryBytes', {
      type: 'BigInt',
      nullable: true,
      description: 'The most memory that the bot used at once, in bytes, as it recorded it.',
    }),
    cpuSeconds: t.exposeFloat('cpuSeconds', {
      nullable: true,
      description: 'Processor time that the bot used, in seconds of one core, as it recorded it.',
    }),
  }),
});

const FAULT_TEXTS: Readonly<Record<Fault, string>> = {
  NONE: 'Nobody: it ended as it should.',
  USER: 'People: whoever asked for the bot, or was to let it in.',
  PLATFORM: 'The meeting service.',
  BOT: 'The bot, or what it runs on.',
  UNKNOWN: 'Nobody knows: the reason is new, or there is none.',
};

export const FaultRef = builder.enumType('Fault', {
  description: 'Who could have prevented an end. Judged again at each reading, by one table.',
  values: Object.fromEntries(
    FAULTS.map((fault) => [fault, { description: FAULT_TEXTS[fault] }]),
  ) as { [Name in Fault]: { description: string } },
});

const OutcomeRef = builder.objectRef<Performance>('MeetingOutcome').implement({
  description: 'How a meeting ended.',
  fields: (t) => ({
    isOver: t.exposeBoolean('isOver', {
      description: 'Whether it is over: its status is final, or it has an end.',
    }),
    stage: t.exposeString('stage', {
      nullable: true,
      description:
        'For a failed meeting, how far it came by its changes of status: `joining`, `awaiting_admission` or `active`, as well if it has a `startTime`. Where these say nothing, what the bot reported. Null otherwise.',
    }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'Why it ended, in the word of the bot; null where it gave none.',
    }),
    fault: t.field({
      type: FaultRef,
      nullable: true,
      description: 'Who could have prevented it; null unless it is completed or failed.',
      resolve: faultOf,
    }),
  }),
});

const MissingRef = builder.objectRef<MissingMetric>('MissingMetric').implement({
  description: 'A figure that is null, and why.',
  fields: (t) => ({
    metric: t.exposeString('metric', {
      description: 'Its path below `telematics`, such as `performance.joinTime`.',
    }),
    reason: t.field({
      type: builder.enumType('MissingReason', {
        description: 'Why a figure is absent.',
        values: {
          NOT_RECORDED: { description: 'It may have happened, but nobody wrote it down.' },
          NOT_APPLICABLE: { description: 'It did not happen in this meeting.' },
          IN_PROGRESS: { description: 'The meeting goes on; it will be known.' },
        } satisfies { [Name in (typeof MISSING_REASONS)[number]]: { description: string } },
      }),
      description: 'Why it is absent.',
      resolve: ({ reason }) => reason,
    }),
  }),
});

type Measured = { readonly id: bigint };

const performanceOf = ({ id }: Measured, { loaders }: Context) => loaders.performance.load(id);
const transcriptOf = ({ id }: Measured, { loaders }: Context) => loaders.transcript.load(id);

const TelematicsRef = builder.objectRef<Measured>('Telematics').implement({
  description:
    'What can be measured of one meeting. All durations are in seconds. Computed from what was recorded; once the meeting is over the figures are kept, and late segments refresh them.',
  fields: (t) => ({
    performance: t.field({
      type: PerformanceRef,
      cost: { base: 25, weight: 5 },
      description: 'How the bot did.',
      resolve: (meeting, _args, context) => performanceOf(meeting, context),
    }),
    transcription: t.field({
      type: TranscriptionRef,
      cost: { base: 100, weight: 15 },
      description: 'What the transcript says as a whole.',
      resolve: (meeting, _args, context) => transcriptOf(meeting, context),
    }),
    speakers: t.field({
      type: [SpeakerRef],
      cost: { base: 100, weight: 15, items: { about: 10 } },
      description: 'Everybody who is named in the transcript, by talk time, longest first.',
      resolve: async (meeting, _args, context) => {
        const { speakers } = await transcriptOf(meeting, context);
        const talkOfAll = talkOf(speakers);
        return speakers.map((figures) => ({ ...figures, talkOfAll }));
      },
    }),
    languages: t.field({
      type: [LanguageRef],
      cost: { base: 100, weight: 15, items: { about: 3 } },
      description: 'The languages of the transcript, by seconds, longest first.',
      resolve: async (meeting, _args, context) => {
        const { languages } = await transcriptOf(meeting, context);
        const spokenOfAll = languages.reduce((sum, { spoken }) => sum + spoken, 0);
        return languages.map((figures) => ({ ...figures, spokenOfAll }));
      },
    }),
    outcome: t.field({
      type: OutcomeRef,
      cost: { base: 25, weight: 5 },
      description: 'How it ended.',
      resolve: (meeting, _args, context) => performanceOf(meeting, context),
    }),
    missing: t.field({
      type: [MissingRef],
      cost: { base: 100, weight: 10, items: 30 },
      description: 'Every figure of `performance` and `transcription` that is null, and why.',
      resolve: async (meeting, _args, context) =>
        missingMetrics(await performanceOf(meeting, context), await transcriptOf(meeting, context)),
    }),
  }),
});

builder.objectField(MeetingRef, 'telematics', (t) =>
  t.field({
    type: TelematicsRef,
    description: 'What can be measured of it.',
    ...reads<Meeting>('id'),
    resolve: ({ id }) => ({ id }),
  }),
);
