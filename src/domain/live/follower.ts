import { LimitReachedError } from '../../core/errors.ts';
import type { ChangedMeeting } from './notify.ts';

export type Subscriber = {
  /** Whose subscriptions are counted together. */
  readonly name: string;
  readonly limit: number;
};

/** Somebody who follows changes, and those that were not read yet: each meeting once. */
export type Follower = {
  readonly name: string;
  readonly isWanted: (change: ChangedMeeting) => boolean;
  readonly waiting: Map<bigint, ChangedMeeting>;
  wake: () => void;
  isOver: boolean;
};

/** A reader that is so far behind is gone, or will have to read everything again anyway. */
const MOST_WAITING = 10_000;

export function createFollower(name: string, isWanted: Follower['isWanted']): Follower {
  return { name, isWanted, waiting: new Map(), wake: () => {}, isOver: false };
}

/** @throws LimitReachedError when the subscriber follows too much already */
export function refuseTooMany(followers: ReadonlySet<Follower>, { name, limit }: Subscriber): void {
  let count = 0;
  for (const follower of followers) if (follower.name === name) count += 1;
  if (count >= limit)
    throw new LimitReachedError(
      `At most ${limit} subscriptions can be open at once; close one first`,
      limit,
    );
}

export function end(follower: Follower): void {
  follower.isOver = true;
  follower.waiting.clear();
  follower.wake();
}

/** @returns whether it was ended, because its reader is too far behind */
export function report(follower: Follower, changes: readonly ChangedMeeting[]): boolean {
  for (const change of changes) {
    if (follower.isWanted(change)) follower.waiting.set(change.id, change);
  }
  const isBehind = follower.waiting.size > MOST_WAITING;
  if (isBehind) end(follower);
  follower.wake();
  return isBehind;
}

/**
 * An iterator by hand: a generator that waits for the next change could not be ended before it comes,
 * and clients that went away would be kept in mind.
 */
export function streamOf<Value>(
  follower: Follower,
  read: (change: ChangedMeeting) => Promise<Value | null | undefined>,
  leave: () => void,
): AsyncIterableIterator<Value, void, void> {
  const finish = () => {
    end(follower);
    leave();
    return { value: undefined, done: true } as const;
  };
  const stream: AsyncIterableIterator<Value, void, void> = {
    [Symbol.asyncIterator]: () => stream,
    return: () => Promise.resolve(finish()),
    next: async () => {
      while (!follower.isOver) {
        const change = takeFirst(follower);
        const value = change === null ? await nextWaking(follower) : await read(change);
        if (value === undefined) break;
        if (value !== null) return { value, done: false };
      }
      return finish();
    },
  };
  return stream;
}

function takeFirst({ waiting }: Follower): ChangedMeeting | null {
  for (const [id, change] of waiting) {
    waiting.delete(id);
    return change;
  }
  return null;
}

/** Nothing to report of what was only waited for. */
async function nextWaking(follower: Follower): Promise<null> {
  await new Promise<void>((resolve) => {
    follower.wake = resolve;
  });
  return null;
}
