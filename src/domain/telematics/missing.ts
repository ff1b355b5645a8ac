import type { Performance } from './performance-sql.ts';
import type { TranscriptFigures } from './transcript-figures.ts';
import { type TranscriptionView, transcriptionView } from './view.ts';

/** Why a figure is absent. */
export const MISSING_REASONS = ['NOT_RECORDED', 'NOT_APPLICABLE', 'IN_PROGRESS'] as const;
type MissingReason = (typeof MISSING_REASONS)[number];

export type MissingMetric = { readonly metric: string; readonly reason: MissingReason };

type Judge = (performance: Performance, transcript: TranscriptFigures) => MissingReason;

/** The names of the figures that may be null: each has a reason. */
type Nullable<Figures> = {
  [Name in keyof Figures]: null extends Figures[Name] ? Name : never;
}[keyof Figures];

/** What never happened cannot be measured; without a record of what happened, nobody knows. */
function unlessHappened(happened: (performance: Performance) => boolean) {
  return (performance: Performance): MissingReason => {
    if (happened(performance)) return 'NOT_RECORDED';
    if (!performance.isOver) return 'IN_PROGRESS';
    return performance.hasTransitions ? 'NOT_APPLICABLE' : 'NOT_RECORDED';
  };
}

const whileItLasts = ({ isOver }: Performance): MissingReason =>
  isOver ? 'NOT_RECORDED' : 'IN_PROGRESS';

const callEnded = (performance: Performance): MissingReason =>
  performance.isOver
    ? unlessHappened(({ wasActive }) => wasActive)(performance)
    : whileItLasts(performance);

const admission: Judge = (performance) =>
  performance.wasActive && !performance.hasWaited && performance.hasTransitions
    ? 'NOT_APPLICABLE'
    : unlessHappened(({ hasWaited, wasActive }) => hasWaited && wasActive)(performance);

/** A call of no length has no share and no gap. */
const lengthKnown: Judge = (performance, { active }) =>
  active === 0 ? 'NOT_APPLICABLE' : callEnded(performance);

type Judges<Names extends PropertyKey> = Readonly<Record<Names, Judge>>;

const PERFORMANCE_JUDGES: Judges<Exclude<Nullable<Performance>, 'stage' | 'reason'>> = {
  joinTime: unlessHappened(({ wasActive, hasWaited }) => wasActive || hasWaited),
  admissionTime: admission,
  activeTime: callEnded,
  totalDuration: callEnded,
  botUptime: whileItLasts,
  peakMemoryBytes: whileItLasts,
  cpuSeconds: whileItLasts,
};

const TRANSCRIPTION_JUDGES: Judges<Exclude<Nullable<TranscriptionView>, 'segmentsRemovedAt'>> = {
  silence: callEnded,
  coverage: lengthKnown,
  largestGap: lengthKnown,
  firstSegmentDelay: callEnded,
};

/** How many figures may be null. */
export const MOST_MISSING =
  Object.keys(PERFORMANCE_JUDGES).length + Object.keys(TRANSCRIPTION_JUDGES).length;

/** Every figure that is null, each with its reason, by its path below `telematics`. */
export function missingMetrics(
  performance: Performance,
  transcript: TranscriptFigures,
): MissingMetric[] {
  const missingOf = <Name extends string>(
    group: string,
    figures: Readonly<Record<Name, unknown>>,
    judges: Judges<Name>,
  ) =>
    Object.entries<Judge>(judges)
      .filter(([name]) => figures[name as Name] === null)
      .map(([name, judge]) => ({
        metric: `${group}.${name}`,
        reason: judge(performance, transcript),
      }));
  return [
    ...missingOf('performance', performance, PERFORMANCE_JUDGES),
    ...missingOf('transcription', transcriptionView(transcript), TRANSCRIPTION_JUDGES),
  ];
}
