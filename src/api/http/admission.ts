import type { Client } from '../../core/http/client.ts';
import { createOverload, type OverloadEvents } from './overload.ts';
import { createShares } from './shares.ts';

/** Lets no more requests in than can be worked on, and nobody take the places of all others. */
export type Admission = {
  /** A place, at once or after a wait; null when there is too much work, or the client has left. */
  readonly enter: (holder: string, client: Waiting) => Place | null | Promise<Place | null>;
  /** The work is done. */
  readonly leave: (place: Place) => void;
  /** How many are worked on. */
  readonly inside: () => number;
  /** Whether more comes than can be worked on. */
  readonly isOverloaded: () => boolean;
};

type Waiting = Pick<Client, 'onGone'>;

/** Held by a request while it is worked on. */
type Place = { readonly holder: string; readonly sinceTick: number };

type Waiter = {
  readonly holder: string;
  readonly sinceTick: number;
  readonly settle: (place: Place | null) => void;
};

/** Time is counted in ticks: while the process is held up, nobody could be let in, and none pass. */
const TICK_MS = 5;
/** How long somebody waits for a place. */
const PATIENCE_TICKS = { calm: 200, overloaded: 5 };
/**
 * Whoever has been inside for longer waits for something else than the processor, such as a lock in the
 * database, and does not delay others.
 */
const YOUNG_TICKS = 50;
/** Whoever has waited for longer is not passed by newer ones, as long as there is no overload. */
const STARVED_TICKS = 20;

/**
 * The newest of those who wait goes first: when more come than can be answered, whoever has waited
 * longest is about to be refused, and the others would all wait as long in turn.
 */
export function createAdmission(atOnce: number, events: OverloadEvents): Admission {
  const overload = createOverload(events);
  const places = createShares(atOnce);
  // Of four, a second holder finds some free.
  const mostYoung = {
    calm: Math.max(8, Math.ceil(atOnce / 2)),
    overloaded: Math.max(4, Math.ceil(atOnce / 16)),
  };
  const young = createShares(mostYoung.calm);
  const mostWaiting = {
    calm: Math.ceil((3 * atOnce) / 4),
    overloaded: Math.max(2, Math.ceil(atOnce / 32)),
  };
  /** The oldest first, in both. */
  const youngPlaces = new Set<Place>();
  const waiting: Waiter[] = [];
  let isTicking = false;
  let tick = 0;

  const patience = () => (overload.isPatient() ? 'calm' : 'overloaded');

  function take(holder: string): Place | null {
    const most = overload.isCalm() ? mostYoung.calm : mostYoung.overloaded;
    if (!young.mayTake(holder, 1, most) || !places.take(holder, 1)) return null;
    young.add(holder, 1);
    const place = { holder, sinceTick: tick };
    youngPlaces.add(place);
    keepTicking();
    return place;
  }

  function admitAll(): void {
    while (admitNext());
  }
  function admitNext(): boolean {
    const isStarved = (waiting[0]?.sinceTick ?? tick) < tick - STARVED_TICKS;
    const isOldestFirst = isStarved && overload.isCalm();
    for (let count = 0; count < waiting.length; count += 1) {
      const at = isOldestFirst ? count : waiting.length - 1 - count;
      const place = take(waiting[at]?.holder ?? '');
      if (place === null) continue;
      waiting.splice(at, 1)[0]?.settle(place);
      return true;
    }
    return false;
  }

  /** What keeps all requests of one holder for long says nothing of the others. */
  function refuse(at: number): void {
    const [waiter] = waiting.splice(at, 1);
    if (waiter === undefined) return;
    const { holder, settle } = waiter;
    if (young.held(holder) > 0 || places.mayTake(holder, 1)) overload.refused();
    settle(null);
  }

  /** The oldest of the holder of whom most wait, so that nobody is pushed out by others. */
  function mostCrowded(): number {
    const counts = new Map<string, number>();
    for (const { holder } of waiting) counts.set(holder, (counts.get(holder) ?? 0) + 1);
    const most = Math.max(...counts.values());
    return waiting.findIndex(({ holder }) => counts.get(holder) === most);
  }

  function wait(holder: string, client: Waiting): Promise<Place | null> {
    const { promise, resolve } = Promise.withResolvers<Place | null>();
    const unsubscribe = client.onGone(() => {
      const at = waiting.indexOf(waiter);
      if (at !== -1) waiting.splice(at, 1);
      resolve(null);
    });
    const settle = (place: Place | null) => {
      unsubscribe();
      resolve(place);
    };
    const waiter = { holder, sinceTick: tick, settle };
    waiting.push(waiter);
    // What may wait is less once one was refused.
    while (waiting.length > mostWaiting[patience()]) refuse(mostCrowded());
    keepTicking();
    return promise;
  }

  function age(): void {
    for (const place of youngPlaces) {
      if (place.sinceTick > tick - YOUNG_TICKS) return;
      youngPlaces.delete(place);
      young.give(place.holder, 1);
    }
  }

  function sweep(): void {
    tick += 1;
    age();
    while (waiting[0] !== undefined && waiting[0].sinceTick < tick - PATIENCE_TICKS[patience()])
      refuse(0);
    overload.passTick();
    admitAll();
    isTicking = false;
    if (youngPlaces.size > 0 || waiting.length > 0 || !overload.isCalm()) keepTicking();
  }

  function keepTicking(): void {
    if (!isTicking) setTimeout(sweep, TICK_MS).unref();
    isTicking = true;
  }

  return {
    enter: (holder, client) => take(holder) ?? wait(holder, client),
    leave: (place) => {
      places.give(place.holder, 1);
      if (youngPlaces.delete(place)) young.give(place.holder, 1);
      admitAll();
    },
    inside: places.taken,
    isOverloaded: () => !overload.isCalm(),
  };
}
