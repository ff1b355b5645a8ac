import { networkOf } from '../limits/address.ts';
import type { Actor } from './actor.ts';

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

export type Tally = {
  readonly add: (refused: Refused) => void;
  readonly all: () => readonly Refused[];
};

/** Of one caller, so that it hides nobody else. */
const MOST_PER_CALLER = 20;
/** Of strangers together, and of known keys together: strangers can have any number of addresses. */
const MOST_PER_KIND = 500;

const MORE = { what: 'other requests', why: 'Too many to list: how many is in `times`.' };

const NOBODY: Actor = { kind: 'NOBODY', id: null, name: null, userId: null };

/** Adds up what is equal, and of a flood lists the beginning and counts the rest. */
export function refusalTally(): Tally {
  const listed = new Map<string, Refused>();
  const distinct = new Map<string, number>();

  function count(refused: Refused): void {
    const key = keyOf(refused);
    const known = listed.get(key);
    listed.set(key, known ? { ...known, times: known.times + refused.times } : refused);
  }

  function isRoomFor(refused: Refused, place: string, most: number): boolean {
    if (listed.has(keyOf(refused))) return true;
    const taken = distinct.get(place) ?? 0;
    if (taken >= most) return false;
    distinct.set(place, taken + 1);
    return true;
  }

  return {
    add: (refused) => {
      const caller = callerOf(refused);
      const listable = isRoomFor(refused, caller.name, MOST_PER_CALLER)
        ? refused
        : { ...refused, ip: caller.network, ...MORE };
      const isRoom = isRoomFor(listable, refused.actor.kind, MOST_PER_KIND);
      count(isRoom ? listable : { ...refused, actor: NOBODY, ip: null, ...MORE });
    },
    all: () => [...listed.values()],
  };
}

function keyOf({ actor, ip, what, why }: Refused): string {
  return JSON.stringify([actor.kind, String(actor.id), actor.name, ip, what, why]);
}

/** A stranger is known by where it comes from, everybody else by the key. */
function callerOf({ actor: { kind, id, name }, ip }: Refused) {
  if (kind !== 'NOBODY') return { name: `${kind} ${id ?? name}`, network: null };
  const network = ip === null ? null : networkOf(ip);
  return { name: `at ${network}`, network };
}
