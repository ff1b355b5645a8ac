import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';

/** What an orderly stop may take before the process ends without it. */
const PATIENCE_MS = 10_000;

type Ending = {
  /** Without any time for balancers, which may be longer than the patience here. */
  readonly stop: () => Promise<unknown>;
  readonly exit: (code: number) => Promise<void>;
};

/**
 * An error that nobody caught: what the process holds in memory can no longer be trusted, so it answers no
 * longer, writes what it has, stops, and leaves it to its supervisor to start another one.
 */
export function endOnUncaught(log: Logger, { stop, exit }: Ending): void {
  let isEnding = false;
  const end = (error: unknown, origin: string) => {
    log.fatal({ err: error, origin }, 'uncaught error; the process stops');
    if (isEnding) return;
    isEnding = true;
    const failed = (cause: unknown) =>
      log.fatal({ err: cause }, 'the service could not stop cleanly');
    void Promise.race([stop().catch(failed), pause(PATIENCE_MS)]).then(() => exit(1));
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', (reason) => end(reason, 'unhandledRejection'));
}
