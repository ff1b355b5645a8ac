import { flowOf, type Spans } from './talk.ts';
import type { Interval } from './transcript.ts';

type Flow = ReturnType<typeof flowOf>;

/** The longest time in which nobody spoke, within the stretches. The last of them has an end. */
export function largestGap(flow: Flow, speech: Spans, stretches: readonly Interval[]): number {
  const [, end = 0] = stretches.at(-1) ?? [];
  // To be away is no silence: a break counts as if somebody had spoken.
  const { gap, whole } = stretches.length === 1 ? flow : flowOf(withBreaks(speech, stretches));
  return Math.max(gap, end - Math.max(whole.lastAt, 0));
}

function withBreaks({ from, to }: Spans, stretches: readonly Interval[]): Spans {
  const ends = [0, ...stretches.map(([, end]) => end)];
  return {
    from: from.concat(ends.slice(0, -1)),
    to: to.concat(stretches.map(([begin]) => begin)),
  };
}
