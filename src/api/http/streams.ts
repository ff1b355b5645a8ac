import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { Answer } from '../../core/http/exchange.ts';
import { createShares } from './shares.ts';
import { endUnread } from './unread-stream.ts';

export type EventStreams = {
  /** Whether the answer may be sent; a stream of events that may not is ended. */
  readonly admit: (holder: string, answer: Answer, response: ServerResponse) => boolean;
  /** How many there are. */
  readonly open: () => number;
};

/** On average, what a stream may hold of its request: the documents of most are much smaller. */
const BYTES_EACH = 65_536;

/** A stream of events is no work while nothing happens, but it is memory: there are only so many. */
export function eventStreams(most: number): EventStreams {
  const open = createShares(most);
  const held = createShares(most * BYTES_EACH);

  function take(holder: string, bytes: number): boolean {
    if (!held.mayTake(holder, bytes) || !open.take(holder, 1)) return false;
    held.add(holder, bytes);
    return true;
  }

  return {
    admit: (holder, { headers, body, heldBytes = 0 }, response) => {
      if (!(body instanceof Readable)) return true;
      if (!headers['content-type']?.startsWith('text/event-stream')) return true;
      if (response.closed) return true;
      if (take(holder, heldBytes)) {
        response.once('close', () => {
          open.give(holder, 1);
          held.give(holder, heldBytes);
        });
        return true;
      }
      endUnread(body);
      return false;
    },
    open: open.taken,
  };
}
