import { builder } from '../../kit/graphql/builder.ts';
import { reads } from '../../kit/graphql/column-selection.ts';
import type { Context } from '../../kit/graphql/context.ts';
import { MeetingRef } from '../meetings/graphql.ts';
import { FaultRef } from '../meetings/graphql-parts.ts';
import type { Meeting } from '../meetings/rows.ts';
import { LanguageRef, SpeakerRef, TranscriptionRef } from './graphql-transcript.ts';
import {
  type MISSING_REASONS,
  type MissingMetric,
  MOST_MISSING,
  missingMetrics,
} from './missing.ts';
import type { Performance } from './performance-sql.ts';
import {
  languageViews,
  type OutcomeView,
  outcomeView,
  speakerViews,
  transcriptionView,
} from './view.ts';

const PerformanceRef = builder.objectRef<Performance>('PerformanceMetrics').implement({
  description:
    "The bot's performance, in seconds. Values recorded by the bot take precedence; the others are derived from its status changes. A negative duration counts as not recorded. `missing` gives a reason for each null.",
  fields: (t) => ({
    joinTime: t.exposeFloat('joinTime', {
      nullable: true,
      description:
        'From `createdAt` until the bot requested admission: the first change to AWAITING_ADMISSION or ACTIVE.',
    }),
    admissionTime: t.exposeFloat('admissionTime', {
      nullable: true,
      description:
        'From the first change to AWAITING_ADMISSION until the first change to ACTIVE: how long the bot waited to be admitted.',
    }),
    activeTime: t.exposeFloat('activeTime', {
      nullable: true,
      description:
        'From each change to ACTIVE until the change that ended it (NEEDS_HUMAN_HELP, STOPPING, COMPLETED, FAILED), or `endTime`; for a continued meeting, the sum of all such periods. Without such changes, from `startTime` to `endTime`. Only speech within it counts.',
    }),
    totalDuration: t.exposeFloat('totalDuration', {
      nullable: true,
      description: 'From `startTime` to `endTime`.',
    }),
    botUptime: t.exposeFloat('botUptime', {
      nullable: true,
      description:
        'From the first change to JOINING until the first to COMPLETED or FAILED, or `endTime`: how long a bot ran. For a continued meeting, plus the time during which a bot held a slot again.',
    }),
    peakMemoryBytes: t.expose('peakMemoryBytes', {
      type: 'BigInt',
      nullable: true,
      description: "The bot's peak memory use in bytes, as it recorded it.",
    }),
    cpuSeconds: t.exposeFloat('cpuSeconds', {
      nullable: true,
      description: "The bot's CPU time in seconds of one core, as it recorded it.",
    }),
  }),
});

const OutcomeRef = builder.objectRef<OutcomeView>('MeetingOutcome').implement({
  description: 'How a meeting ended.',
  fields: (t) => ({
    isOver: t.exposeBoolean('isOver', {
      description: 'Whether it is over: its status is final, or it has an end time.',
    }),
    stage: t.exposeString('stage', {
      nullable: true,
      description:
        'For a failed meeting, how far it got by its status changes: `joining`, `awaiting_admission` or `active` (also if it has a `startTime`). Without status changes, what the bot reported. Null otherwise.',
    }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'The reason the bot gave; null if it gave none.',
    }),
    fault: t.expose('fault', {
      type: FaultRef,
      nullable: true,
      description: 'Who could have prevented it; null unless it is completed or failed.',
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
        description: 'Why a figure is null.',
        values: {
          NOT_RECORDED: { description: 'It may have happened but was not recorded.' },
          NOT_APPLICABLE: { description: 'It did not happen in this meeting.' },
          IN_PROGRESS: { description: 'The meeting is not over; the figure will follow.' },
        } satisfies { [Name in (typeof MISSING_REASONS)[number]]: { description: string } },
      }),
      description: 'Why it is null.',
      resolve: ({ reason }) => reason,
    }),
  }),
});

type Measured = { readonly id: bigint };

const performanceOf = ({ id }: Measured, { loaders }: Context) => loaders.performance.load(id);
const transcriptOf = ({ id }: Measured, { loaders }: Context) => loaders.transcript.load(id);

const TelematicsRef = builder.objectRef<Measured>('Telematics').implement({
  description:
    'Measurements of one meeting, computed from its records. All durations are in seconds. After the meeting the figures are stored, and late segments refresh them.',
  fields: (t) => ({
    performance: t.field({
      type: PerformanceRef,
      cost: { base: 25, weight: 5 },
      description: "The bot's performance.",
      resolve: (meeting, _args, context) => performanceOf(meeting, context),
    }),
    transcription: t.field({
      type: TranscriptionRef,
      cost: { base: 100, weight: 15 },
      description: 'Statistics of the whole transcript.',
      resolve: async (meeting, _args, context) =>
        transcriptionView(await transcriptOf(meeting, context)),
    }),
    speakers: t.field({
      type: [SpeakerRef],
      cost: { base: 100, weight: 15, items: { about: 10 } },
      description: 'All named speakers of the transcript, by talk time, longest first.',
      resolve: async (meeting, _args, context) =>
        speakerViews(await transcriptOf(meeting, context)),
    }),
    languages: t.field({
      type: [LanguageRef],
      cost: { base: 100, weight: 15, items: { about: 3 } },
      description: 'The languages of the transcript, by seconds, longest first.',
      resolve: async (meeting, _args, context) =>
        languageViews(await transcriptOf(meeting, context)),
    }),
    outcome: t.field({
      type: OutcomeRef,
      cost: { base: 25, weight: 5 },
      description: 'How it ended.',
      resolve: async (meeting, _args, context) =>
        outcomeView(await performanceOf(meeting, context)),
    }),
    missing: t.field({
      type: [MissingRef],
      cost: { base: 100, weight: 10, items: MOST_MISSING },
      description: 'Every figure of `performance` and `transcription` that is null, and why.',
      resolve: async (meeting, _args, context) =>
        missingMetrics(await performanceOf(meeting, context), await transcriptOf(meeting, context)),
    }),
  }),
});

builder.objectField(MeetingRef, 'telematics', (t) =>
  t.field({
    type: TelematicsRef,
    description: 'Measurements of this meeting.',
    ...reads<Meeting>('id'),
    resolve: ({ id }) => ({ id }),
  }),
);
