import type { Spans } from './talk.ts';

/** A transcript as it is read: times in whole microseconds. */
export type Transcript = {
  readonly active: number | null;
  /** Whether the active time has a beginning that is known. */
  readonly isAnchored: boolean;
  /** Of a meeting that was continued: from when to when it was active; null for the end of one that goes on. */
  readonly stretches: readonly (readonly [number, number | null])[] | null;
  readonly parcels: readonly Parcel[];
};

/** What one speaker said in one language and session. */
export type Parcel = {
  readonly speaker: string | null;
  readonly language: string | null;
  readonly segments: number;
  readonly words: number;
  readonly stated: number;
  /** From the beginning of the active time to where the offsets count from. */
  readonly base: number;
  readonly begins: readonly number[];
  readonly ends: readonly number[];
};

/** From and to, in their order. */
export type Interval = readonly [number, number];

/** When the bot was in the call, as far as that is known: nearly always one stretch. */
export function stretchesOf({ active, isAnchored, stretches }: Transcript): readonly Interval[] {
  if (stretches === null) return [[isAnchored ? 0 : -Infinity, active ?? Infinity]];
  return stretches.map(([from, to]) => [from, to ?? Infinity]);
}

/** Where the segments lie within the active time. One that goes on over a break is cut in two. */
export function spansOf(
  parcels: readonly Parcel[],
  stretches: readonly Interval[],
): Spans & { parcel: Uint32Array } {
  const count = countPieces(parcels, stretches);
  const spans = {
    from: new Float64Array(count),
    to: new Float64Array(count),
    parcel: new Uint32Array(count),
  };
  let place = 0;
  eachPiece(parcels, stretches, (from, to, parcel) => {
    spans.from[place] = from;
    spans.to[place] = to;
    spans.parcel[place] = parcel;
    place += 1;
  });
  return spans;
}

function countPieces(parcels: readonly Parcel[], stretches: readonly Interval[]): number {
  if (stretches.length <= 1) return parcels.reduce((sum, { begins }) => sum + begins.length, 0);
  let count = 0;
  eachPiece(parcels, stretches, () => {
    count += 1;
  });
  return count;
}

type TakePiece = (from: number, to: number, parcel: number) => void;

function eachPiece(
  parcels: readonly Parcel[],
  stretches: readonly Interval[],
  take: TakePiece,
): void {
  for (const [number, { base, begins, ends }] of parcels.entries()) {
    for (const [segment, begin] of begins.entries()) {
      const from = base + begin;
      const to = base + (ends[segment] ?? begin);
      for (let at = firstAfter(stretches, from); at < stretches.length; at += 1) {
        const [earliest, latest] = stretches[at] ?? NEVER;
        if (earliest >= to) break;
        take(Math.max(from, earliest), Math.min(to, latest), number);
      }
    }
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
