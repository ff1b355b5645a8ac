import { networkOf } from '../limits/address.ts';
import { MORE, type Refused } from './refusal-tally.ts';

/** What was refused to nobody in one minute, from one network, for one thing and one reason. */
type Sum = {
  readonly minute: number;
  /** What there is to write: the first at once, those that follow when the minute is over. */
  due: Refused | null;
  isFirstWritten: boolean;
};

export type AnonymousTally = {
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
/** How many rows may wait in all, for a database that is away: twenty minutes of the most. */
const MOST_WAITING = 1_000;
/** Before all minutes: ready to be written at any time. */
const ANY_MINUTE = -1;

const OTHER_NETWORKS = { ...MORE, what: 'requests from other networks' };

/** Adds up what is refused without a valid key: by minute, network, what was asked for and why. */
export function anonymousTally(): AnonymousTally {
  const sums = new Map<string, Sum>();
  const rows = new Map<string, number>();

  function isRoom(place: string, most: number): boolean {
    const taken = rows.get(place) ?? 0;
    if (taken >= most) return false;
    rows.set(place, taken + 1);
    return true;
  }

  /** Its own, that of its network, or that of all other networks: as far as there is room. */
  function sumOf(minute: number, refused: Refused): readonly [Sum, Refused] {
    const network = refused.ip === null ? null : networkOf(refused.ip);
    return (
      found(minute, network, refused) ?? newSum(minute, network, refused) ?? sumOfOthers(refused)
    );
  }

  function newSum(minute: number, network: string | null, refused: Refused) {
    if (sums.size >= MOST_WAITING) return null;
    const ofMinute = String(minute);
    if (isRoom(`${minute} ${network}`, MOST_PER_NETWORK) && isRoom(ofMinute, MOST_PER_MINUTE))
      return opened(minute, network, refused);
    const more = { ...refused, ip: network, ...MORE };
    const known = found(minute, network, more);
    if (known !== null) return known;
    return isRoom(ofMinute, MOST_PER_MINUTE) ? opened(minute, network, more) : null;
  }

  function sumOfOthers(refused: Refused) {
    const others = { ...refused, ip: null, ...OTHER_NETWORKS };
    const minute = sums.size >= MOST_WAITING ? ANY_MINUTE : minuteOf(refused);
    return found(minute, null, others) ?? opened(minute, null, others);
  }

  function found(minute: number, network: string | null, refused: Refused) {
    const sum = sums.get(keyOf(minute, network, refused));
    return sum === undefined ? null : ([sum, refused] as const);
  }

  function opened(minute: number, network: string | null, refused: Refused) {
    const sum: Sum = { minute, due: null, isFirstWritten: false };
    sums.set(keyOf(minute, network, refused), sum);
    return [sum, refused] as const;
  }

  function forgetBefore(minute: number): void {
    for (const [key, sum] of sums) if (sum.minute < minute && sum.due === null) sums.delete(key);
    for (const place of rows.keys())
      if (Number(place.split(' ', 1)[0]) < minute) rows.delete(place);
  }

  return {
    add: (refused) => {
      const [sum, candidate] = sumOf(minuteOf(refused), refused);
      sum.due = sum.due === null ? candidate : merged(sum.due, candidate);
    },
    take: (minute, all) => {
      const ready = [...sums.values()].filter(
        ({ isFirstWritten, ...sum }) => all || sum.minute < minute || !isFirstWritten,
      );
      const taken = ready.flatMap((sum) => {
        const { due } = sum;
        if (due === null) return [];
        sum.due = null;
        sum.isFirstWritten = true;
        return [due];
      });
      forgetBefore(minute);
      return taken;
    },
    waiting: () => [...sums.values()].reduce((all, { due }) => all + (due?.times ?? 0), 0),
  };
}

function keyOf(minute: number, network: string | null, { what, why }: Refused): string {
  return JSON.stringify([minute, network, what, why]);
}

/** The address of all of them, or the network that they share. */
function merged(sum: Refused, one: Refused): Refused {
  const ip = sum.ip === one.ip || sum.ip === null || one.ip === null ? sum.ip : networkOf(sum.ip);
  return { ...sum, ip, times: sum.times + one.times };
}

const MINUTE_MS = 60_000;

/** By the clock that rules go by, or by the process's own watch. */
export function minuteOf({ at, seenAt }: Pick<Refused, 'at' | 'seenAt'>): number {
  return Math.floor((at === null ? performance.timeOrigin + seenAt : at.getTime()) / MINUTE_MS);
}
