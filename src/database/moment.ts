import pg from 'pg';

const TIMESTAMPTZ = 1_184;
const parseOther = pg.types.getTypeParser(TIMESTAMPTZ) as (text: string) => Date;

/** A moment that the database told, which knows how it is written: the answer mostly tells it on. */
class Moment extends Date {
  readonly #iso: string;

  constructor(iso: string) {
    super(iso);
    this.#iso = iso;
  }

  override toISOString(): string {
    return this.#iso;
  }
}

/** Reads `2026-11-20 12:00:00.123+00`, the form of moments while sessions are in UTC. */
export function readMoment(text: string): Date {
  const iso = isoOf(text);
  return iso === null ? parseOther(text) : new Moment(iso);
}

const FRACTIONS: Readonly<Record<number, string>> = { 22: '.000Z', 24: '00Z', 25: '0Z', 26: 'Z' };

/** Null for what JavaScript does not write so: other eras, finer fractions, infinity. */
function isoOf(text: string): string | null {
  const rest = FRACTIONS[text.length];
  if (rest === undefined || text[4] !== '-' || !text.endsWith('+00')) return null;
  return `${text.slice(0, 10)}T${text.slice(11, -3)}${rest}`;
}
