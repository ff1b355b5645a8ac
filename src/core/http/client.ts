import type { ServerResponse } from 'node:http';

/** Whoever waits for the answer to one request. */
export type Client = {
  /** Whether the connection closed before the answer was sent. */
  readonly isGone: () => boolean;
  /** Calls the listener once if the client leaves before its answer was sent; returns how to unsubscribe. */
  readonly onGone: (listener: () => void) => () => void;
};

/** Costs nothing until somebody asks: the response is listened to from the first `onGone` on. */
export function clientOf(response: ServerResponse): Client {
  let listeners: Set<() => void> | null = null;
  const isGone = () => response.closed && !response.writableFinished;
  const onClose = () => {
    const waiting = isGone() ? listeners : null;
    listeners = null;
    for (const listener of waiting ?? []) listener();
  };
  const onGone = (listener: () => void) => {
    if (response.closed) {
      // The event has been: whoever asks now hears of it in the next turn, as from an event.
      if (isGone()) return afterThisTurn(listener);
      return () => {};
    }
    if (listeners === null) {
      listeners = new Set();
      response.once('close', onClose);
    }
    // Wrapped, so that one function may be given twice.
    const entry = () => listener();
    listeners.add(entry);
    return () => listeners?.delete(entry);
  };
  return { isGone, onGone };
}

function afterThisTurn(listener: () => void): () => void {
  const timer = setImmediate(listener);
  return () => clearImmediate(timer);
}
