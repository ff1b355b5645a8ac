/** An event of this process that is in the database. */
export type FoundEvent = {
  readonly number: bigint;
  readonly parts: number;
  /** Null while it is not sealed. */
  readonly position: bigint | null;
};

type Sealed = { count: number; readonly parts: number };

type Counted = {
  /** Statements of which all events are sealed. */
  readonly sealed: readonly number[];
  /** Statements that wrote events, of which some are neither sealed nor wait for it. */
  readonly gone: readonly number[];
};

/**
 * Adds up the events of statements until all of each are sealed. A sealed one is found once: those
 * that are sealed later have later places. It may be found before its statement is known to be over.
 */
export function partsCount() {
  const sealed = new Map<number, Sealed>();
  return {
    /** @param written the statements that were known to be over before it was looked for them */
    add: (found: readonly FoundEvent[], written: readonly number[]): Counted => {
      const waiting = new Map<number, number>();
      for (const { number, parts, position } of found) {
        const name = Number(number);
        if (position === null) waiting.set(name, (waiting.get(name) ?? 0) + 1);
        else sealed.set(name, { count: (sealed.get(name)?.count ?? 0) + 1, parts });
      }
      const isSealed = (name: number) => {
        const known = sealed.get(name);
        return known !== undefined && known.count >= known.parts;
      };
      const partsOf = new Map(found.map(({ number, parts }) => [Number(number), parts]));
      const isThere = (name: number) => {
        const count = (sealed.get(name)?.count ?? 0) + (waiting.get(name) ?? 0);
        const parts = sealed.get(name)?.parts ?? partsOf.get(name) ?? Number.POSITIVE_INFINITY;
        return count >= parts;
      };
      return {
        sealed: written.filter(isSealed),
        gone: written.filter((name) => !isSealed(name) && !isThere(name)),
      };
    },
    forget: (through: number): void => {
      for (const name of sealed.keys()) if (name <= through) sealed.delete(name);
    },
  };
}
