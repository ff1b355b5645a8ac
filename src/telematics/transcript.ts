import type { Spans } from './talk.ts';

/** A transcript as it is read: times in whole microseconds. */
export type Transcript = {
  readonly active: number | null;
  /** Whether the active time has a beginning that is known. */
  readonly isAnchored: boolean;
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

/** Where the segments lie within the active time. */
export function spansOf({
  active,
  isAnchored,
  parcels,
}: Transcript): Spans & { parcel: Uint32Array } {
  const count = parcels.reduce((sum, { begins }) => sum + begins.length, 0);
  const from = new Float64Array(count);
  const to = new Float64Array(count);
  const parcel = new Uint32Array(count);
  const earliest = isAnchored ? 0 : -Infinity;
  const latest = active ?? Infinity;
  let place = 0;
  for (const [number, { base, begins, ends }] of parcels.entries()) {
    for (const [segment, begin] of begins.entries()) {
      from[place] = Math.max(base + begin, earliest);
      to[place] = Math.min(base + (ends[segment] ?? begin), latest);
      parcel[place] = number;
      place += 1;
    }
  }
  return { from, to, parcel };
}
