import type pg from 'pg';
import type { Logger } from 'pino';
import { reasonOf } from '../errors.ts';
import { openProbe } from './probe.ts';
import { mismatch, type Position, type ReplicaState, replicaState } from './replica-position.ts';
import type { RunQuery } from './statements.ts';

export type Lag = Pick<ReplicaState, 'bytesBehind' | 'secondsBehind'>;

type ReplicaWatch = {
  /** Whether it is worth asking. */
  readonly isUsable: () => boolean;
  /** Why it is not used; null if it is. */
  readonly problem: () => string | null;
  /** A read did not succeed there: no other one tries before it has been looked at again. */
  readonly setAside: () => void;
  /** When it was last looked at. */
  readonly lag: () => Lag;
  readonly close: () => void;
};

type Options = {
  readonly url: string;
  /** Of the primary, now. */
  readonly position: () => Promise<Position>;
  readonly log: Logger;
  /** Breaks off what is being read there. */
  readonly cutAll: () => void;
};

/** How often it is looked at; a replica that lags by more is not used. */
const LOOK_MS = 500;

/** Finds out, on a connection of its own, whether a replica answers, is one, and keeps up. */
export function startReplicaWatch({ url, position, log, cutAll }: Options): ReplicaWatch {
  const probe = openProbe(url);
  let problem: string | null = 'not used: not looked at yet';
  let isAside = false;
  let isLooking = false;
  let isClosed = false;
  let before: Position | null = null;
  let lag: Lag = { bytesBehind: 0, secondsBehind: 0 };

  async function look(): Promise<void> {
    // While the primary does not answer, nothing can be said of the replica, and nothing is read there.
    const now = await position().catch(() => null);
    if (isClosed) return;
    if (now === null) noteMissingPosition();
    else await compare(now);
  }

  function noteMissingPosition(): void {
    if (before === null) problem = 'not used: the primary has not said its position yet';
  }

  async function compare(now: Position): Promise<void> {
    const reason = await reasonNow(now);
    if (isClosed) return;
    isAside = false;
    const found = reason && `not used: ${reason}`;
    if (found !== null && found !== problem)
      log.warn(`the replica is ${found}; the primary answers its reads`);
    if (found === null && problem !== null) log.info('the replica answers reads');
    problem = found;
    before = now;
  }

  async function reasonNow(now: Position): Promise<string | null> {
    try {
      const [state] = await probe.rows<ReplicaState>(replicaState(now));
      if (state === undefined) return 'does not respond';
      lag = { bytesBehind: state.bytesBehind, secondsBehind: state.secondsBehind };
      const reason = mismatch(state, now);
      // The address may lead to another one by now.
      if (reason !== null) probe.renew();
      return reason ?? ((await isTooFar(state)) ? 'lags' : null);
    } catch (error) {
      cutAll();
      probe.renew();
      return `does not respond: ${reasonOf(error)}`;
    }
  }

  /** Whether it has not even reached where the primary was at the look before this one. */
  async function isTooFar({ isReached }: ReplicaState): Promise<boolean> {
    if (isReached || before === null) return !isReached;
    const [state] = await probe.rows<ReplicaState>(replicaState(before));
    return state?.isReached !== true;
  }

  function lookOnce(): void {
    if (isLooking) return;
    isLooking = true;
    void look().finally(() => {
      isLooking = false;
    });
  }

  const timer = setInterval(lookOnce, LOOK_MS);
  timer.unref();
  lookOnce();
  return {
    isUsable: () => problem === null && !isAside,
    problem: () => problem,
    setAside: () => {
      isAside = true;
    },
    lag: () => lag,
    close: () => {
      isClosed = true;
      clearInterval(timer);
      probe.close();
    },
  };
}

/** The same on a connection that is at hand. */
export async function readReplicaState(send: RunQuery, position: Position): Promise<ReplicaState> {
  const { text, values } = replicaState(position);
  const { rows }: pg.QueryResult = await send({ text, values });
  return rows[0] as ReplicaState;
}
