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

export type RefusalTally = {
  readonly add: (refused: Refused) => void;
  readonly all: () => readonly Refused[];
};

/** Of one key, so that it hides nobody else. */
const MOST_PER_KEY = 20;
/** Of all keys together. */
const MOST = 500;

export const MORE = { what: 'other requests', why: 'Too many to list: the number is in `times`.' };

/** Adds up what known keys were refused, and of a flood lists the beginning and counts the rest. */
export function refusalTally(): RefusalTally {
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
      const listable = isRoomFor(
        refused,
        `${refused.actor.kind} ${actorKey(refused.actor)}`,
        MOST_PER_KEY,
      )
        ? refused
        : { ...refused, ip: null, ...MORE };
      count(isRoomFor(listable, '', MOST) ? listable : { ...othersOf(refused), ...MORE });
    },
    all: () => [...listed.values()],
  };
}

/** Of keys beyond the first, nobody is named. */
function othersOf(refused: Refused): Refused {
  const { kind } = refused.actor;
  return { ...refused, actor: { kind, id: null, name: null, userId: null }, ip: null };
}

function keyOf({ actor, ip, what, why }: Refused): string {
  return JSON.stringify([actor.kind, String(actor.id), actor.name, ip, what, why]);
}
