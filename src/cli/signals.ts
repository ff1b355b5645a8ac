// A signal ends a command with the servers and folders that it made for the while. The service is no such command: it
// stops as app/stop-on-signal.ts says.

/** With the exit codes by which shells report them. */
const SIGNALS = [
  ['SIGHUP', 129],
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const;

/** Ctrl-C comes from the terminal and again from npm: the twin of a signal is not a second one. */
const TWIN_MS = 2_000;

type End = () => Promise<void>;

/** How what the command has begun ends, in the order in which it began. */
const ends: End[] = [];

/**
 * Listens to signals from now on. A command that stops in order has listeners of its own, and is left to them.
 * @returns the exit code when the first one comes. A second one ends the process at once.
 */
export function firstSignal(): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  let first: number | null = null;
  const hear = (signal: NodeJS.Signals, code: number) => {
    if (process.listenerCount(signal) > 1) return;
    const now = performance.now();
    first ??= now;
    if (now - first > TWIN_MS) process.exit(code);
    // A terminal that was closed takes no more text.
    for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
    resolve(code);
  };
  for (const [signal, code] of SIGNALS) process.on(signal, () => hear(signal, code));
  return promise;
}

/** Does some work, and ends what it was done with: after the work, or when a signal ends the command. */
export async function withEnd<Result>(work: () => Promise<Result>, end: End): Promise<Result> {
  let ending: Promise<void> | null = null;
  const endOnce = () => {
    ending ??= end();
    return ending;
  };
  ends.push(endOnce);
  try {
    return await work();
  } finally {
    await endOnce();
    ends.splice(ends.indexOf(endOnce), 1);
  }
}

/** Ends what a signal has left open. What began last ends first. */
export async function endAll(): Promise<void> {
  for (const end of ends.toReversed()) await end().catch(() => {});
}
