import { networkOf } from '../limits/address.ts';
import type { Refused } from './refusal-tally.ts';

/** What was refused to nobody in one minute, from one network, for one thing. */
type Sum = {
  readonly minute: number;
  /** What there is to write: the first at once, those that follow when the minute is over. */
  due: Refused | null;
  isFirstWritten: boolean;
};

export type StrangerTally = {
  readonly add: (refused: Refused) => void;
  /** Takes what is to be written in this minute; with `all`, also what could still be added to. */
  readonly take: (minute: number, all: boolean) => Refused[];
  /** How many are not taken yet. */
  readonly waiting: () => number;
};

/** How many things of one network are told apart in a minute. */
const MOST_PER_NETWORK = 5;
/** How many rows one minute may have: strangers can have any number of addresses. */
const MOST_PER_MINUTE = 50;

const MORE = { what: 'other requests', why: 'Too many to list: how many is in `times`.' };
const OTHER_NETWORKS = {
  what: 'requests from other networks',
  why: 'Too many to list: how many is in `times`.',
};

/** Adds up what is refused without a valid key: by minute, network and what was asked for. */
export function strangerTally(): StrangerTally {
  const sums = new Map<string, Sum>();
  const rows = new Map<string, number>();

  function isRoom(place: string, most: number): boolean {
    const taken = rows.get(place) ?? 0;
    if (taken >= most) return false;
    rows.set(place, taken + 1);
    return true;
  }

  function sumOf(minute: number, refused: Refused): [Sum, Refused] {
    const network = refused.ip === null ? null : networkOf(refused.ip);
    const wanted = [
      refused,
      { ...refused, ip: network, ...MORE },
      { ...refused, ip: null, ...OTHER_NETWORKS },
    ];
    for (const [place, candidate] of wanted.entries()) {
      const key = JSON.stringify([minute, place === 2 ? null : network, candidate.what]);
      const known = sums.get(key);
      if (known !== undefined) return [known, candidate];
      const isLast = place === wanted.length - 1;
      const hasRoom =
        isLast ||
        ((place > 0 || isRoom(`${minute} ${network}`, MOST_PER_NETWORK)) &&
          isRoom(String(minute), MOST_PER_MINUTE));
      if (!hasRoom) continue;
      const sum: Sum = { minute, due: null, isFirstWritten: false };
      sums.set(key, sum);
      return [sum, candidate];
    }
    throw new Error('the last sum takes everything');
  }

  return {
    add: (refused) => {
      const [sum, candidate] = sumOf(minuteOf(refused), refused);
      sum.due = sum.due === null ? candidate : together(sum.due, candidate);
    },
    take: (minute, all) => {
      const taken: Refused[] = [];
      for (const [key, sum] of sums) {
        const isOver = sum.minute < minute;
        if (sum.due !== null && (all || isOver || !sum.isFirstWritten)) {
          taken.push(sum.due);
          sum.due = null;
          sum.isFirstWritten = true;
        }
        if (isOver && sum.due === null) sums.delete(key);
      }
      for (const place of rows.keys())
        if (Number(place.split(' ', 1)[0]) < minute) rows.delete(place);
      return taken;
    },
    waiting: () => [...sums.values()].reduce((all, { due }) => all + (due?.times ?? 0), 0),
  };
}

/** The address of all of them, or the network that they share. */
function together(sum: Refused, one: Refused): Refused {
  const ip = sum.ip === one.ip || sum.ip === null || one.ip === null ? sum.ip : networkOf(sum.ip);
  return { ...sum, ip, times: sum.times + one.times };
}

const MINUTE_MS = 60_000;

/** By the clock that rules go by, or by the process's own watch. */
export function minuteOf({ at, seenAt }: Pick<Refused, 'at' | 'seenAt'>): number {
  return Math.floor((at === null ? performance.timeOrigin + seenAt : at.getTime()) / MINUTE_MS);
}
