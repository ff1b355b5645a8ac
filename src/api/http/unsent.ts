import type { ServerResponse } from 'node:http';
import type { Answer } from '../../core/http/exchange.ts';
import { createShares } from './shares.ts';

/** Answers that are made, and that their clients have not taken yet. */
export type UnsentAnswers = {
  /** Whether the answer may be held in memory until its client has taken it, or has left. */
  readonly hold: (holder: string, answer: Answer, response: ServerResponse) => boolean;
};

/** Less than this is in the system's own buffers at once, where its client has taken what came before. */
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
      if (typeof body !== 'string' || response.closed) return true;
      if (body.length < SMALL_BYTES && !isBehindAnother(response)) return true;
      const bytes = Buffer.byteLength(body);
      if (!held.take(holder, bytes)) return false;
      response.once('close', () => held.give(holder, bytes));
      return true;
    },
  };
}

/** Whether an earlier answer on its connection is not sent yet: many small ones are as much as a large one. */
function isBehindAnother({ socket }: ServerResponse): boolean {
  return socket === null || socket.writableLength > 0;
}
