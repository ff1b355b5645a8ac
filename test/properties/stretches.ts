import type { RandomMeeting } from './random-meetings.ts';

// When a meeting was in one of some statuses, by its changes.

export type Stretch = { readonly from: number; readonly to: number | null };

type Steps = RandomMeeting['transitions'];

export const inTime = ({ transitions }: RandomMeeting): Steps =>
  [...transitions].sort((one, other) => one.at - other.at);

/** What goes on without a pause is one stretch. */
function joined(all: readonly Stretch[]): Stretch[] {
  const found: Stretch[] = [];
  for (const stretch of all) {
    const before = found.at(-1);
    if (before?.to === stretch.from) found.splice(-1, 1, { ...before, to: stretch.to });
    else found.push(stretch);
  }
  return found;
}

/** From each change to one of some statuses until the next change to one of others. */
export function stretches(
  steps: Steps,
  begin: readonly string[],
  end: readonly string[],
): Stretch[] {
  const found: Stretch[] = [];
  let from: number | null = null;
  for (const { to, at } of steps) {
    if (from === null && begin.includes(to)) from = at;
    if (from === null || !end.includes(to)) continue;
    found.push({ from, to: at });
    from = null;
  }
  return joined(from === null ? found : [...found, { from, to: null }]);
}

/** The last goes on until the meeting ended, if it ended after that. */
export function closed(all: readonly Stretch[], endTime: number | null): Stretch[] {
  return all.map(({ from, to }) => ({
    from,
    to: to ?? (endTime !== null && endTime >= from ? endTime : null),
  }));
}

export const seconds = (milliseconds: number) => milliseconds / 1_000;

export function first(meeting: RandomMeeting, ...statuses: string[]): number | null {
  const times = meeting.transitions.filter(({ to }) => statuses.includes(to)).map(({ at }) => at);
  return times.length === 0 ? null : Math.min(...times);
}

export function between(from: number | null, to: number | null): number | null {
  return from === null || to === null || to < from ? null : seconds(to - from);
}

/** Null while it lasts. */
export function lengthOf(
  all: readonly { from: number | null; to: number | null }[],
): number | null {
  return all.reduce<number | null>((total, { from, to }) => {
    const isKnown = total !== null && from !== null && to !== null && to >= from;
    return isKnown ? total + to - from : null;
  }, 0);
}
