import type { Client } from '../../core/http/client.ts';
import { createCrowd } from './crowd.ts';
import { createOverload, type OverloadEvents } from './overload.ts';
import { createPace } from './pace.ts';
import { createShares } from './shares.ts';
import { createWaitingList, type Waiter } from './waiting-list.ts';

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

/** Time is counted in ticks: while the process is held up, nobody could be let in, and none pass. */
const TICK_MS = 5;
/** How long somebody waits for a place. */
const PATIENCE_TICKS = { calm: 200, overloaded: 2 };
/**
 * Whoever has been inside for longer waits for something else than the processor, such as a lock in the
 * database, and does not delay others.
 */
const YOUNG_TICKS = 50;
/** Has no place: whoever has some gets none where this one gets none. */
const NOBODY = '';
/** Whoever has waited for longer is not passed by newer ones, as long as there is no overload. */
const STARVED_TICKS = 20;
/**
 * A process that reads and refuses all that come answers nobody. So refusals wait for their turn, too, and
 * meanwhile their clients send nothing on these connections.
 */
const REFUSALS = { perMs: 6, mostAtOnce: 256 };

/**
 * The newest of those who wait goes first: when more come than can be answered, whoever has waited
 * longest is about to be refused, and the others would all wait as long in turn.
 */
export function createAdmission(atOnce: number, events: OverloadEvents): Admission {
  const overload = createOverload(events);
  const places = createShares(atOnce);
  // Of four, a second holder finds some free.
  const mostYoung = {
    calm: Math.max(8, Math.ceil(atOnce / 4)),
    overloaded: Math.max(4, Math.ceil(atOnce / 16)),
  };
  const young = createShares(mostYoung.calm);
  const crowd = createCrowd();
  const takeTurn = createPace(REFUSALS.perMs, REFUSALS.mostAtOnce);
  /** So many may wait, however slowly they are answered. */
  const fewWaiting = Math.ceil((3 * atOnce) / 4);
  /** Each keeps the head of its request in memory: beyond that, one is refused at once. */
  const mostWaiting = Math.min(16 * atOnce, 16_384);
  /** The oldest first. */
  const youngPlaces = new Set<Place>();
  const waiting = createWaitingList<Place | null>();
  let isTicking = false;
  let tick = 0;

  const patience = () => (overload.isPatient() ? 'calm' : 'overloaded');

  function mayTake(holder: string): boolean {
    const most = overload.isCalm() ? mostYoung.calm : mostYoung.overloaded;
    return young.mayTake(holder, 1, most) && places.mayTake(holder, 1);
  }

  function take(holder: string): Place | null {
    if (!mayTake(holder)) return null;
    places.add(holder, 1);
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
    if (!mayTake(NOBODY)) return false;
    const isStarved = (waiting.oldest()?.sinceTick ?? tick) < tick - STARVED_TICKS;
    const next = waiting.next(isStarved && overload.isCalm() ? 'oldest' : 'newest', mayTake);
    if (next === undefined) return false;
    waiting.remove(next);
    next.settle(take(next.holder));
    return true;
  }

  /** What keeps all requests of one holder for long says nothing of the others. */
  function refuse(waiter: Waiter<Place | null> | undefined): void {
    if (waiter === undefined) return;
    const { holder, settle } = waiter;
    waiting.remove(waiter);
    if (young.held(holder) > 0 || places.mayTake(holder, 1)) overload.refused();
    settle(null);
  }

  function wait(holder: string, client: Waiting): Promise<Place | null> {
    const { promise, resolve } = Promise.withResolvers<Place | null>();
    const unsubscribe = client.onGone(() => {
      waiting.remove(waiter);
      resolve(null);
    });
    const settle = (place: Place | null) => {
      unsubscribe();
      resolve(place);
    };
    const waiter = { holder, sinceTick: tick, settle };
    waiting.add(waiter);
    if (waiting.length() > mostWaiting) refuse(waiting.mostCrowded());
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

  function isOverdue(waiter: Waiter<Place | null> | undefined): boolean {
    return waiter !== undefined && waiter.sinceTick < tick - PATIENCE_TICKS[patience()];
  }

  function refuseSome(): void {
    const isCrowded = waiting.length() > (overload.isCalm() ? fewWaiting : 0);
    const mayWait = Math.max(crowd.passTick(isCrowded), fewWaiting);
    while (overload.isPatient() && waiting.length() > mayWait && takeTurn())
      refuse(waiting.mostCrowded());
    while (isOverdue(waiting.oldest()) && takeTurn()) refuse(nextOverdue());
  }

  /** Of whoever has most, so that nobody is pushed out by others. */
  function nextOverdue(): Waiter<Place | null> | undefined {
    const crowded = waiting.mostCrowded();
    return isOverdue(crowded) ? crowded : waiting.oldest();
  }

  function sweep(): void {
    tick += 1;
    age();
    refuseSome();
    overload.passTick();
    admitAll();
    isTicking = false;
    if (youngPlaces.size > 0 || waiting.length() > 0 || !overload.isCalm()) keepTicking();
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
      crowd.answered();
      admitAll();
    },
    inside: places.taken,
    isOverloaded: () => !overload.isCalm(),
  };
}
