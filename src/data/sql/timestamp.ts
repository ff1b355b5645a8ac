import pg from 'pg';

const TIMESTAMPTZ = 1_184;
const parseOther = pg.types.getTypeParser(TIMESTAMPTZ) as (text: string) => Date;

/** A timestamp from the database that keeps its text, because most answers print it unchanged. */
class Timestamp extends Date {
  readonly #iso: string;

  constructor(time: number, iso: string) {
    super(time);
    this.#iso = iso;
  }

  override toISOString(): string {
    return this.#iso;
  }

  override toJSON(): string {
    return this.#iso;
  }
}

/** Reads `2026-11-20 12:00:00.123+00`, the form of moments while sessions are in UTC. */
export function readTimestamp(text: string): Date {
  const iso = isoOf(text);
  return iso === null ? parseOther(text) : new Timestamp(timeOf(iso), iso);
}

/** The same moment as JavaScript writes it; null for other eras, finer fractions and infinity. */
export function isoOf(text: string): string | null {
  const rest = FRACTIONS[text.length];
  if (rest === undefined || text.charCodeAt(4) !== DASH || !text.endsWith('+00')) return null;
  return `${text.slice(0, 10)}T${text.slice(11, -3)}${rest}`;
}

const FRACTIONS: Readonly<Record<number, string>> = { 22: '.000Z', 24: '00Z', 25: '0Z', 26: 'Z' };
const DASH = 45;

/** As far back as PostgreSQL goes, in milliseconds. JavaScript ends before it does. */
const EARLIEST = Date.parse('-004713-11-24T00:00:00.000Z');

/** Whether this is how JavaScript writes a moment that PostgreSQL can hold, to the letter. */
export function isTimestampText(iso: string): boolean {
  const time = Date.parse(iso);
  return time >= EARLIEST && new Date(time).toISOString() === iso;
}

/** A moment as PostgreSQL reads it: years before 1 and after 9999 have other spellings in JavaScript. */
export function timestampSqlText(iso: string): string {
  if (iso.length === FOUR_DIGITS && !iso.startsWith('0000')) return iso;
  const year = new Date(iso).getUTCFullYear();
  const rest = iso.slice(iso.indexOf('-', 1));
  return year > 0 ? `${year}${rest}` : `${String(1 - year).padStart(4, '0')}${rest} BC`;
}

const FOUR_DIGITS = '2026-11-20T12:00:00.000Z'.length;

/** Digit by digit: the general reader of dates takes twice as long, and lists are full of them. */
function timeOf(iso: string): number {
  const year = twoDigits(iso, 0) * 100 + twoDigits(iso, 2);
  // Two digits would be a year of the last century.
  if (year < 100) return Date.parse(iso);
  const milliseconds = digit(iso, 20) * 100 + twoDigits(iso, 21);
  return Date.UTC(
    year,
    twoDigits(iso, 5) - 1,
    twoDigits(iso, 8),
    twoDigits(iso, 11),
    twoDigits(iso, 14),
    twoDigits(iso, 17),
    milliseconds,
  );
}

function twoDigits(text: string, place: number): number {
  return digit(text, place) * 10 + digit(text, place + 1);
}

const ZERO = 48;

function digit(text: string, place: number): number {
  return text.charCodeAt(place) - ZERO;
}
