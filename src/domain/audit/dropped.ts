/** A place of the chain, and the beginning of the hash of its event. */
export type HashedPosition = { readonly position: bigint; readonly hash: string };

/** Both included. */
type PositionRange = { readonly from: bigint; readonly through: bigint };

/** `12:9f86d081 13:…`, as `REFUSALS_DROPPED` keeps them. */
export function positionsOf(text: string): HashedPosition[] {
  return [...text.matchAll(/(\d{1,18}):([0-9a-f]{8})/g)].map(([, position, hash]) => ({
    position: BigInt(position ?? 0),
    hash: hash ?? '',
  }));
}

/** Places in a row, together. @param positions in any order */
function positionRangesOf(positions: readonly bigint[]): PositionRange[] {
  const sorted = [...positions].sort((one, other) => (one < other ? -1 : 1));
  const stretches: PositionRange[] = [];
  for (const position of sorted) {
    const last = stretches.at(-1);
    if (last !== undefined && position <= last.through + 1n)
      stretches[stretches.length - 1] = { ...last, through: position };
    else stretches.push({ from: position, through: position });
  }
  return stretches;
}

/** What is left of stretches where no event is after a beginning that was dropped, and the places in that beginning whose events should be there. */
export function withoutPrefix(
  gaps: readonly PositionRange[],
  { through, kept }: { readonly through: bigint; readonly kept: readonly HashedPosition[] },
): PositionRange[] {
  const isGone = (place: bigint) =>
    gaps.some(({ from, through: to }) => place >= from && place <= to);
  return [
    ...positionRangesOf(kept.map(({ position }) => position).filter(isGone)),
    ...gaps.flatMap((gap) => {
      const from = gap.from > through ? gap.from : through + 1n;
      return from > gap.through ? [] : [{ from, through: gap.through }];
    }),
  ];
}

/** What is left of stretches where no event is, less the places whose events were dropped. */
export function lessDropped(
  gaps: readonly PositionRange[],
  dropped: readonly bigint[],
): PositionRange[] {
  const stretches = positionRangesOf(dropped);
  return gaps.flatMap((gap) => {
    const left: PositionRange[] = [];
    let from = gap.from;
    for (const known of stretches) {
      if (known.through < from || known.from > gap.through) continue;
      if (known.from > from) left.push({ from, through: known.from - 1n });
      from = known.through + 1n;
    }
    return from > gap.through ? left : [...left, { from, through: gap.through }];
  });
}
