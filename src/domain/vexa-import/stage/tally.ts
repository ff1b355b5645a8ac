/** What a line of the final table is about. */
export const TABLES = [
  'users',
  'webhooks',
  'keys',
  'meetings',
  'transitions',
  'sessions',
  'segments',
] as const;
export type Table = (typeof TABLES)[number];

/** What became of a row that was read: one of three, so that they add up to what was read. */
export type Fate = 'written' | 'unchanged' | 'skipped';

/** Something that the operator should know of some rows of a table. */
export type Note = {
  readonly table: string;
  readonly text: string;
  readonly count: number;
  /** The first few: ids or words; of what is stored, never an address, a key or another secret. */
  readonly examples: readonly string[];
};

/** Plain data, so that it can lie beside the progress in the database and outlive a killed run. */
export type ImportTally = {
  readonly counts: Record<Table, Record<Fate, number>>;
  readonly notes: Note[];
};

const MOST_EXAMPLES = 10;

export function emptyTally(): ImportTally {
  const none = () => ({ written: 0, unchanged: 0, skipped: 0 });
  return {
    counts: {
      users: none(),
      webhooks: none(),
      keys: none(),
      meetings: none(),
      transitions: none(),
      sessions: none(),
      segments: none(),
    },
    notes: [],
  };
}

export function count(tally: ImportTally, table: Table, fate: Fate, rows = 1): void {
  tally.counts[table][fate] += rows;
}

export function note(
  tally: ImportTally,
  table: string,
  text: string,
  examples: readonly string[],
): void {
  noteMany(tally, { table, text, count: examples.length, examples });
}

/** For rows that were counted elsewhere, of which only some are at hand. */
export function noteMany({ notes }: ImportTally, given: Note): void {
  if (given.count === 0) return;
  const place = notes.findIndex(({ table, text }) => table === given.table && text === given.text);
  const known = notes[place];
  const examples = [...new Set([...(known?.examples ?? []), ...given.examples])];
  const sum = {
    ...given,
    count: given.count + (known?.count ?? 0),
    examples: examples.slice(0, MOST_EXAMPLES),
  };
  if (known === undefined) notes.push(sum);
  else notes[place] = sum;
}

export function readOf({ counts }: ImportTally, table: Table): number {
  const { written, unchanged, skipped } = counts[table];
  return written + unchanged + skipped;
}

/** How many rows of all tables were written. */
export function writtenOf({ counts }: ImportTally): number {
  return TABLES.reduce((sum, table) => sum + counts[table].written, 0);
}

/** The sum of both; neither is changed. */
export function sumOf(one: ImportTally, other: ImportTally): ImportTally {
  const sum = structuredClone(one);
  for (const table of TABLES) {
    const { written, unchanged, skipped } = other.counts[table];
    count(sum, table, 'written', written);
    count(sum, table, 'unchanged', unchanged);
    count(sum, table, 'skipped', skipped);
  }
  for (const given of other.notes) noteMany(sum, given);
  return sum;
}

/** With what was found besides. */
export function withNotes(tally: ImportTally, notes: readonly Note[]): ImportTally {
  const whole = structuredClone(tally);
  for (const given of notes) noteMany(whole, given);
  return whole;
}
