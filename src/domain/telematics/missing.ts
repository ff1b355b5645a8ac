import type { Performance } from './service.ts';
import type { TranscriptFigures } from './transcript-figures.ts';

/** Why a figure is absent. */
export const MISSING_REASONS = ['NOT_RECORDED', 'NOT_APPLICABLE', 'IN_PROGRESS'] as const;
type MissingReason = (typeof MISSING_REASONS)[number];

export type MissingMetric = { readonly metric: string; readonly reason: MissingReason };

type Judge = (performance: Performance) => MissingReason;

/** What never happened cannot be measured; without a record of what happened, nobody knows. */
function unlessHappened(happened: (performance: Performance) => boolean): Judge {
  return (performance) => {
    if (happened(performance)) return 'NOT_RECORDED';
    if (!performance.isOver) return 'IN_PROGRESS';
    return performance.hasTransitions ? 'NOT_APPLICABLE' : 'NOT_RECORDED';
  };
}

const whileItLasts: Judge = ({ isOver }) => (isOver ? 'NOT_RECORDED' : 'IN_PROGRESS');

const callEnded: Judge = (performance) =>
  performance.isOver
    ? unlessHappened(({ wasActive }) => wasActive)(performance)
    : whileItLasts(performance);

const admission: Judge = (performance) =>
  performance.wasActive && !performance.hasWaited && performance.hasTransitions
    ? 'NOT_APPLICABLE'
    : unlessHappened(({ hasWaited, wasActive }) => hasWaited && wasActive)(performance);

const TIMES: Readonly<Record<string, Judge>> = {
  joinTime: unlessHappened(({ wasActive, hasWaited }) => wasActive || hasWaited),
  admissionTime: admission,
  activeTime: callEnded,
  totalDuration: callEnded,
  botUptime: whileItLasts,
  peakMemoryBytes: whileItLasts,
  cpuSeconds: whileItLasts,
};

/** Every figure that is null, each with its reason, by its path below `telematics`. */
export function missingMetrics(
  performance: Performance,
  transcript: TranscriptFigures,
): MissingMetric[] {
  const values = performance as unknown as Readonly<Record<string, unknown>>;
  const times = Object.entries(TIMES)
    .filter(([name]) => values[name] === null)
    .map(([name, judge]) => ({ metric: `performance.${name}`, reason: judge(performance) }));
  return [...times, ...missingFromTranscript(performance, transcript)];
}

function missingFromTranscript(
  performance: Performance,
  { active, firstAt, gap }: TranscriptFigures,
): MissingMetric[] {
  const ended = callEnded(performance);
  const names = [
    ...(active === null ? ['silence'] : []),
    ...(active === null || active === 0 ? ['coverage'] : []),
    ...(gap === null ? ['largestGap'] : []),
  ].map((name) => ({
    metric: `transcription.${name}`,
    // A call of no length has no share and no gap.
    reason: active === 0 ? ('NOT_APPLICABLE' as const) : ended,
  }));
  if (firstAt !== null) return names;
  return [...names, { metric: 'transcription.firstSegmentDelay', reason: callEnded(performance) }];
}
