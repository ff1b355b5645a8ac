import type { Logger } from 'pino';
import type { Clock } from '../../core/clock.ts';
import type { PlainDatabase } from '../../data/database.ts';
import { isRefusedContent, reasonOf } from '../../data/errors.ts';
import type { Caller } from '../callers/caller.ts';
import type { Identity } from '../callers/viewer.ts';
import { actorOf } from './actor.ts';
import { bounded, boundedEventTexts } from './bounded.ts';
import { ANONYMOUS_REFUSALS, KEY_REFUSALS } from './refusal-rules.ts';
import { refusalsSql } from './refusal-sql.ts';
import { minuteOf, type Refused, refusalTally } from './refusal-tally.ts';

/** A request that was turned away because its caller has no right to what it asks for. */
export type RefusedRequest = {
  readonly caller: Pick<Caller, 'ip' | 'requestId' | 'command'> & { readonly viewer: Identity };
  /** What was asked for: a route, or a field of the schema. */
  readonly what: string;
  readonly why: string;
};

export type Refusals = {
  /** Notes one: a refusal shall cost little. */
  readonly note: (refusal: RefusedRequest) => void;
  /** Writes what is to be written: of what is repeated within a minute, only the first at once. */
  readonly write: () => Promise<void>;
  /** Writes all that was noted before the call. */
  readonly flush: () => Promise<void>;
  /** How many are not known to be written. */
  readonly unwritten: () => number;
  /** What an operator should look into; null when there is nothing. */
  readonly problem: () => string | null;
};

declare module '../../core/app.ts' {
  interface App {
    readonly refusals: Refusals;
  }
}

type Options = {
  /** It signs what is written. */
  readonly db: PlainDatabase;
  readonly clock: Clock;
  readonly log: Logger;
};

const MOST = { what: 200, why: 300 };

export function refusalLog({ db: { rows }, clock, log }: Options): Refusals {
  const strangers = refusalTally(ANONYMOUS_REFUSALS);
  const keys = refusalTally(KEY_REFUSALS);
  let underWay: readonly Refused[] = [];
  let writing: Promise<unknown> = Promise.resolve();
  let lost = 0;
  let failure: string | null = null;

  const when = () => ({ at: clock(), seenAt: performance.now() });

  function add(refused: Refused, isUnwritten = false): void {
    (refused.actor.kind === 'NOBODY' ? strangers : keys).add(refused, isUnwritten);
  }

  async function write(all: boolean): Promise<void> {
    const minute = minuteOf(when());
    underWay = [...keys.take(minute, all), ...strangers.take(minute, all)];
    try {
      if (underWay.length > 0) await writeBatch();
    } finally {
      // What is not known to be written is tried again.
      for (const refused of underWay) add(refused, true);
      underWay = [];
    }
  }

  async function writeBatch(): Promise<void> {
    try {
      await rows(refusalsSql(underWay));
      underWay = [];
    } catch (error) {
      if (!isRefusedContent(error)) throw error;
      await writeEach();
    }
  }

  /** One of them cannot be written: the others are, and it is given up. */
  async function writeEach(): Promise<void> {
    for (const refused of underWay) {
      try {
        await rows(refusalsSql([refused]));
      } catch (error) {
        if (!isRefusedContent(error)) throw error;
        giveUp(refused, error);
      }
      underWay = underWay.slice(1);
    }
  }

  function giveUp({ actor, times, what, requestId }: Refused, error: unknown): void {
    lost += times;
    log.error(
      { err: error, actor: actor.kind, times, what, requestId },
      'A refused request could not be written to the audit log and is logged here instead.',
    );
  }

  /** In order: none overtakes another. */
  function inTurn(all: boolean): Promise<void> {
    const work = () =>
      write(all).then(
        () => {
          failure = null;
        },
        (error: unknown) => {
          failure = reasonOf(error);
          throw error;
        },
      );
    const written = writing.then(work, work);
    writing = written;
    return written;
  }

  const unwritten = () =>
    underWay.reduce((sum, { times }) => sum + times, keys.waiting() + strangers.waiting());

  return {
    note: ({ caller, what, why }) => {
      const actor = actorOf(caller);
      const texts = boundedEventTexts({ ...caller, name: actor.name });
      add({
        actor: { ...actor, name: texts.name },
        ip: texts.ip,
        requestId: texts.requestId,
        what: bounded(what, MOST.what),
        why: bounded(why, MOST.why),
        times: 1,
        ...when(),
      });
    },
    write: () => inTurn(false),
    flush: () => inTurn(true),
    unwritten,
    problem: () => {
      if (failure !== null)
        return `${unwritten()} refused requests are not written yet: ${failure}`;
      return lost > 0 ? `${lost} refused requests could not be written` : null;
    },
  };
}
