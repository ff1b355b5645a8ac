import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Stoppable } from './stop-on-signal.ts';

type Options = {
  readonly log: Logger;
  /** How long balancers get to notice. */
  readonly drainMs: number;
  readonly drain: () => void;
  readonly finish: () => Promise<void>;
};

/** A stop that is made once, whoever wants it: an error may come in the middle of one that a signal began. */
export function orderlyStop({ log, drainMs, drain, finish }: Options): Stoppable {
  const drainEnded = new AbortController();
  let isDraining = false;
  let stopped: Promise<void> | null = null;
  const stopOnce = async () => {
    drain();
    isDraining = true;
    await drained(drainMs, log, drainEnded.signal);
    isDraining = false;
    await finish();
  };
  return {
    stop: async () => {
      stopped ??= stopOnce();
      await stopped;
    },
    endDraining: () => {
      const wasDraining = isDraining;
      drainEnded.abort();
      return wasDraining;
    },
  };
}

/** Lets balancers see that no more requests should be sent. */
async function drained(ms: number, log: Logger, signal: AbortSignal): Promise<void> {
  if (ms === 0 || signal.aborted) return;
  log.info({ seconds: ms / 1_000 }, 'stopping: requests are answered until balancers have noticed');
  await pause(ms, undefined, { signal }).catch(() => {});
}
