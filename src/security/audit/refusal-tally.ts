import { networkOf } from '../limits/address.ts';
import { type Actor, actorKey } from './actor.ts';

/** Requests that were refused alike, the first of which says when and under which id. */
export type Refused = {
  readonly actor: Actor;
  readonly ip: string | null;
  readonly requestId: string | null;
  readonly what: string;
  readonly why: string;
  readonly times: number;
  /** By the clock that rules go by, if it is not the database's. */
  readonly at: Date | null;
  /** The same moment on this process's own watch, for the database to count back from now. */
  readonly seenAt: number;
};

/** Whose refusals are limited together, and how many rows they get. */
export type TallyRule = {
  readonly ownerOf: (refused: Refused) => string;
  /** How many kinds of refusals of one owner are told apart in a minute. */
  readonly mostPerOwner: number;
  /** How many kinds of all owners are. */
  readonly mostPerMinute: number;
  /** Whether the first kind of each owner is told apart beyond that: where owners are known, nobody can invent them. */
  readonly namesEachOwner: boolean;
  /** What the rest of all owners is called. */
  readonly others: string;
};

export type RefusalTally = {
  /** @param isUnwritten whether it was taken before, and could not be written */
  readonly add: (refused: Refused, isUnwritten?: boolean) => void;
  /**
   * Takes what is to be written in this minute. With `all`, also what could still be added to, and the minute
   * begins again: only whoever reads the audit log, an erasure and the end of the process ask for that.
   */
  readonly take: (minute: number, all: boolean) => Refused[];
  /** How many are not taken yet. */
  readonly waiting: () => number;
};

/** What was refused alike in one minute. */
type Sum = {
  readonly minute: number;
  /** What there is to write: the first at once, those that follow when the minute is over. */
  due: Refused | null;
  isFirstWritten: boolean;
};

/** How many rows may wait in all, for a database that is away. */
const MOST_WAITING = 1_000;
/** Before all minutes: ready to be written at any time. */
const ANY_MINUTE = -1;

const MORE = { what: 'other requests', why: 'Too many to list: the number is in `times`.' };

/** Adds up refused requests by minute, caller, network, what was asked for and why it was refused. */
export function refusalTally(rule: TallyRule): RefusalTally {
  const sums = new Map<string, Sum>();
  /** How many kinds there are: in a minute, and of an owner in it. */
  const kinds = new Map<string, number>();

  const kindsIn = (place: string) => kinds.get(place) ?? 0;
  const isRoom = (place: string, most: number) => sums.size < MOST_WAITING && kindsIn(place) < most;

  function mostInMinute(ofOwner: string): number {
    const isFirst = rule.namesEachOwner && kindsIn(ofOwner) === 0;
    return isFirst ? MOST_WAITING : rule.mostPerMinute;
  }

  /** As itself, as one more of its owner, or as one of all owners: as far as there is room. */
  function sumFor(refused: Refused): readonly [Sum, Refused] {
    const minute = minuteOf(refused);
    const owner = rule.ownerOf(refused);
    const ofMinute = String(minute);
    const ofOwner = `${minute} ${owner}`;
    const isRoomInMinute = isRoom(ofMinute, mostInMinute(ofOwner));

    const own = keyOf(minute, owner, refused);
    const isRoomForOwn = isRoomInMinute && isRoom(ofOwner, rule.mostPerOwner);
    const sum = sums.get(own) ?? (isRoomForOwn ? open(own, minute, [ofMinute, ofOwner]) : null);
    if (sum !== null) return [sum, refused];

    const more = { ...refused, ...MORE };
    const key = keyOf(minute, owner, more);
    const ofMore = sums.get(key) ?? (isRoomInMinute ? open(key, minute, [ofMinute]) : null);
    return ofMore === null ? sumOfOthers(minute, refused) : [ofMore, more];
  }

  function sumOfOthers(minute: number, refused: Refused): readonly [Sum, Refused] {
    const { kind } = refused.actor;
    const actor = { kind, id: null, name: null, userId: null };
    const others = { ...refused, ...MORE, actor, ip: null, what: rule.others };
    const when = sums.size < MOST_WAITING ? minute : ANY_MINUTE;
    const key = keyOf(when, rule.ownerOf(others), others);
    return [sums.get(key) ?? open(key, when, []), others];
  }

  function open(key: string, minute: number, places: readonly string[]): Sum {
    for (const place of places) kinds.set(place, kindsIn(place) + 1);
    const sum: Sum = { minute, due: null, isFirstWritten: false };
    sums.set(key, sum);
    return sum;
  }

  function forgetBefore(minute: number): void {
    for (const [key, sum] of sums) if (sum.minute < minute && sum.due === null) sums.delete(key);
    for (const place of kinds.keys())
      if (Number(place.split(' ', 1)[0]) < minute) kinds.delete(place);
  }

  return {
    add: (refused, isUnwritten) => {
      const [sum, shown] = sumFor(refused);
      sum.due = sum.due === null ? shown : merged(sum.due, shown);
      if (isUnwritten) sum.isFirstWritten = false;
    },
    take: (minute, all) => {
      const taken: Refused[] = [];
      for (const sum of sums.values()) {
        const isReady = all || sum.minute < minute || !sum.isFirstWritten;
        if (sum.due === null || !isReady) continue;
        taken.push(sum.due);
        sum.due = null;
        sum.isFirstWritten = true;
      }
      forgetBefore(all ? Number.POSITIVE_INFINITY : minute);
      return taken;
    },
    waiting: () => [...sums.values()].reduce((all, { due }) => all + (due?.times ?? 0), 0),
  };
}

/** The same for what could not be written and is added once more. */
function keyOf(minute: number, owner: string, { actor, ip, what, why }: Refused): string {
  const which =
    what === MORE.what ? [] : [actorKey(actor), ip === null ? null : networkOf(ip), what, why];
  return JSON.stringify([minute, owner, actor.kind, ...which]);
}

/** Of the caller and its address, what all of them have in common. */
function merged(sum: Refused, one: Refused): Refused {
  const ip = commonAddress(sum.ip, one.ip);
  return { ...sum, actor: commonActor(sum.actor, one.actor), ip, times: sum.times + one.times };
}

function commonActor(sum: Actor, one: Actor): Actor {
  return actorKey(sum) === actorKey(one) ? sum : { ...sum, id: null, name: null };
}

function commonAddress(sum: string | null, one: string | null): string | null {
  if (sum === one) return sum;
  if (sum === null || one === null) return null;
  const network = networkOf(sum);
  return network === networkOf(one) ? network : null;
}

const MINUTE_MS = 60_000;

/** By the clock that rules go by, or by the process's own watch. */
export function minuteOf({ at, seenAt }: Pick<Refused, 'at' | 'seenAt'>): number {
  return Math.floor((at === null ? performance.timeOrigin + seenAt : at.getTime()) / MINUTE_MS);
}
