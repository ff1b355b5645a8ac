import { setTimeout as pause } from 'node:timers/promises';
import { vi } from 'vitest';

/** A guard against what hangs, not a measure: on a busy machine, all takes several times as long. */
const PATIENCE_MS = 120_000;
const INTERVAL_MS = 5;

/** Waits until this no longer throws. */
export function eventually(holds: () => void | Promise<void>): Promise<void> {
  return vi.waitFor(holds, { timeout: PATIENCE_MS, interval: INTERVAL_MS });
}

/** Does it again until it has a result. @throws what it throws, at once */
export async function untilThere<Result>(look: () => Promise<Result | null>): Promise<Result> {
  const end = performance.now() + PATIENCE_MS;
  while (performance.now() < end) {
    const result = await look();
    if (result !== null) return result;
    await pause(INTERVAL_MS);
  }
  throw new Error('no answer');
}
