import type { ServerResponse } from 'node:http';
import type { Answer } from './exchange.ts';
import { createShares } from './shares.ts';

/** Answers that are made, and that their clients have not taken yet. */
export type UnsentAnswers = {
  /** Whether the answer may be held in memory until its client has taken it, or has left. */
  readonly hold: (holder: string, answer: Answer, response: ServerResponse) => boolean;
};

/** Less than this is in the system's own buffers at once. */
const SMALL_BYTES = 65_536;

/**
 * Somebody who asks for much and reads nothing holds it in memory. Files are not counted: of each there
 * is one copy, however many clients take it.
 * @param most bytes, of all clients together
 */
export function unsentAnswers(most: number): UnsentAnswers {
  const held = createShares(most);
  return {
    hold: (holder, { body }, response) => {
      if (typeof body !== 'string' || body.length < SMALL_BYTES || response.closed) return true;
      const bytes = Buffer.byteLength(body);
      if (!held.take(holder, bytes)) return false;
      response.once('close', () => held.give(holder, bytes));
      return true;
    },
  };
}
