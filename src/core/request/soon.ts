/** Nearly everything is over before this: only what still waits then is worth a timer and listeners. */
const TICK_MS = 50;

let planned = new Set<() => void>();
/** Made here, and used again and again: a timer remembers in which request it was made. */
const timer = setTimeout(tick, TICK_MS);

/** Does something at the next tick, which all share. */
export function atNextTick(act: () => void): void {
  if (planned.size === 0) timer.refresh();
  planned.add(act);
}

/** Nothing is held for longer than it is wanted. */
export function notAtNextTick(act: () => void): void {
  planned.delete(act);
}

function tick(): void {
  const due = planned;
  planned = new Set();
  for (const act of due) act();
}

/** Subscribes at the next tick, unless it was left before. @returns how to leave */
export function subscribeSoon(subscribe: () => () => void): () => void {
  let unsubscribe: (() => void) | null = null;
  const begin = () => {
    unsubscribe = subscribe();
  };
  atNextTick(begin);
  return () => {
    if (unsubscribe === null) notAtNextTick(begin);
    else unsubscribe();
  };
}
