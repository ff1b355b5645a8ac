import { setTimeout as pause } from 'node:timers/promises';

/** The service answers or refuses within half of this, and so does HAProxy. */
export const ANSWER_MS = 120_000;
const EVENT_MS = 120_000;
const LOOK_MS = 20;

/** Waits for what has to happen after a failover. @throws Error that names it when it does not */
export async function eventually(
  what: string,
  isSo: () => boolean | Promise<boolean>,
): Promise<void> {
  for (const until = performance.now() + EVENT_MS; !(await isSo()); await pause(LOOK_MS))
    if (performance.now() > until) throw new Error(`After ${EVENT_MS / 1_000} s, not yet: ${what}`);
}
