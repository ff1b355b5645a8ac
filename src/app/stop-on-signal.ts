export type Stoppable = {
  /** Lets running requests end and writes what they left to write, then lets the database go. May be called again. */
  readonly stop: () => Promise<void>;
  /** Ends the time that a stop gives to balancers, also a stop to come. @returns whether it was running */
  readonly endDraining: () => boolean;
};

export type Signals = {
  readonly starting: Promise<Stoppable>;
  /** A start that waits for something gives up. */
  readonly giveUp: () => void;
  readonly exit: (code: number) => Promise<void>;
  readonly exitAtOnce: (code: number) => void;
  readonly fail: (error: unknown) => Promise<void>;
  /** Whether SIGHUP reads a certificate again. Otherwise it comes from a terminal that was closed, and is a stop. */
  readonly isRenewedByHangup: () => boolean;
};

/**
 * Ctrl-C comes from the terminal and again from npm, and the end of a terminal from the system and again
 * from the shell: the twin of a signal is not a second one.
 */
const TWIN_MS = 2_000;

/**
 * The first signal stops in order, also while the start is still under way. A second one ends the
 * time for balancers if that is running, and otherwise the process at once.
 */
export function stopOnSignal({
  starting,
  giveUp,
  exit,
  exitAtOnce,
  fail,
  isRenewedByHangup,
}: Signals): void {
  let last: number | null = null;
  let started: Stoppable | null = null;
  const stop = async () => {
    giveUp();
    started = await starting;
    await started.stop();
  };
  const heard = () => {
    const now = performance.now();
    if (last === null) {
      last = now;
      stop().then(() => exit(0), fail);
    } else if (now - last > TWIN_MS) {
      if (!started?.endDraining()) exitAtOnce(1);
      last = now;
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, heard);
  process.on('SIGHUP', () => {
    if (!isRenewedByHangup()) heard();
  });
}

/** A stop without the time for balancers, of a service that must not answer any longer. */
export async function stopAtOnce({ stop, endDraining }: Stoppable): Promise<void> {
  endDraining();
  await stop();
}
