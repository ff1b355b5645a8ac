import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { Answer } from '../../core/http/exchange.ts';
import { createShares } from './shares.ts';

export type EventStreams = {
  /** Whether the answer may be sent; a stream of events that may not is ended. */
  readonly admit: (holder: string, answer: Answer, response: ServerResponse) => boolean;
  /** How many there are. */
  readonly open: () => number;
};

/** A stream of events is no work while nothing happens, but it is memory: there are only so many. */
export function eventStreams(most: number): EventStreams {
  const open = createShares(most);
  return {
    admit: (holder, { headers, body }, response) => {
      if (!(body instanceof Readable)) return true;
      if (!headers['content-type']?.startsWith('text/event-stream')) return true;
      if (response.closed || open.take(holder, 1)) {
        if (!response.closed) response.once('close', () => open.give(holder, 1));
        return true;
      }
      body.destroy();
      return false;
    },
    open: open.taken,
  };
}
