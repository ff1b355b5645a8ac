type InTurn = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** Lets this many pieces of work run at once; the others wait in line. */
export function turns(atOnce: number): InTurn {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    // Whoever ends hands its place to the next.
    if (running === atOnce) await new Promise<void>((turn) => waiting.push(turn));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
