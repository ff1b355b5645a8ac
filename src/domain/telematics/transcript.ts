import type { Spans } from './talk.ts';

/** A transcript as it is read: times in whole microseconds, offsets in seconds as they are stored. */
export type Transcript = {
  readonly active: number | null;
  /** Whether the active time has a beginning that is known. */
  readonly isAnchored: boolean;
  /** Of a meeting that was continued: from when to when it was active; null for the end of one that goes on. */
  readonly stretches: readonly (readonly [number, number | null])[] | null;
  /** From the beginning of the active time to where the offsets of each known session count from. */
  readonly bases: readonly (readonly [session: string, base: number])[];
  /** The same for segments of no known session. */
  readonly fallback: number;
  readonly groups: readonly SegmentGroup[];
};

/** What one speaker said in one language and session. A long transcript has too many segments for objects. */
type SegmentGroup = readonly [
  session: string | null,
  speaker: string | null,
  language: string | null,
  words: number | null,
  begins: readonly number[],
  ends: readonly number[],
];

export function countSegments({ groups }: Transcript): number {
  return groups.reduce((sum, [, , , , begins]) => sum + begins.length, 0);
}

/** From and to, in their order. */
export type Interval = readonly [number, number];

/** When the bot was in the call, as far as that is known: nearly always one stretch. */
export function stretchesOf({ active, isAnchored, stretches }: Transcript): readonly Interval[] {
  if (stretches === null) return [[isAnchored ? 0 : -Infinity, active ?? Infinity]];
  return stretches.map(([from, to]) => [from, to ?? Infinity]);
}

/** Where a span lies within the active time. One that goes on over a break is cut in pieces. */
export function addPieces(
  { from, to }: Spans,
  [begin, end]: Interval,
  stretches: readonly Interval[],
): void {
  for (let at = firstAfter(stretches, begin); at < stretches.length; at += 1) {
    const [earliest, latest] = stretches[at] ?? NEVER;
    if (earliest >= end) break;
    from.push(Math.max(begin, earliest));
    to.push(Math.min(end, latest));
  }
}

const NEVER: Interval = [Infinity, Infinity];

/** The place of the first stretch that ends after a moment. */
function firstAfter(stretches: readonly Interval[], instant: number): number {
  let low = 0;
  let high = stretches.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const [, latest] = stretches[middle] ?? NEVER;
    if (latest > instant) high = middle;
    else low = middle + 1;
  }
  return low;
}

const MICROSECONDS = 1_000_000;

/** Seconds in whole microseconds. Halves become even, as PostgreSQL rounds them. */
export function microseconds(seconds = 0): number {
  const exact = seconds * MICROSECONDS;
  const rounded = Math.round(exact);
  return rounded - exact === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
