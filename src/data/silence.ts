import { setTimeout as pause } from 'node:timers/promises';

const SLICE_MS = 50;

/**
 * Waits this long for an answer. Time in which this process itself was held up does not count: the
 * answer may have been there, unread.
 * @throws SilenceError
 */
export async function answeredWithin<Value>(
  limitMs: number,
  answer: Promise<Value>,
): Promise<Value> {
  const over = new AbortController();
  try {
    return await Promise.race([answer, silence(limitMs, over.signal)]);
  } finally {
    over.abort();
  }
}

async function silence(limitMs: number, signal: AbortSignal): Promise<never> {
  for (let left = limitMs; left > 0; left -= SLICE_MS) {
    await pause(SLICE_MS, undefined, { ref: false, signal });
  }
  throw new SilenceError(`silent for ${limitMs} ms`);
}

class SilenceError extends Error {
  override readonly name = 'SilenceError';
  /** As a network does that gives up waiting. */
  readonly code = 'ETIMEDOUT';
}
