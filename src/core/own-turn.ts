const waiting: (() => void)[] = [];

/**
 * Waits for a turn of the event loop that no other such work has: for work that holds the process for
 * milliseconds. Much of it that comes at once would otherwise run in one go, and health checks and key
 * checks would wait for all of it instead of for one piece.
 */
export function inSeparateTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(next);
  });
}

function next(): void {
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(next);
}
