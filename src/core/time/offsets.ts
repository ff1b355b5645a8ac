import { setImmediate as nextTurn } from 'node:timers/promises';
import { fairLine } from '../request/fair-queue.ts';

/** From a moment on (in milliseconds), until the next one, local time is that much ahead of UTC. */
export type Offset = { readonly from: number; readonly ahead: number };

type Year = { readonly first: number; readonly changes: readonly Offset[] };

/** Reading a year takes a hundred formatted dates: it is done once, and those that were not used for longest are forgotten. */
const YEARS = new Map<string, Year>();
const MOST_YEARS = 50_000;

/** No zone has ever changed its clocks twice within less than a week. */
const STEP_MS = 3 * 86_400_000;

/** Clocks were set by the sun, everywhere, until then. */
const FIRST_YEAR = 1_800;
/** All rules that are known are the same each year from then on, and so is the calendar after 400 years. */
const REPEATED_SINCE = 2_100;
const CYCLE_YEARS = 400;

/** One year after the other, and each caller in turn: what takes long for one holds up nobody else. */
const line = fairLine({ atOnce: 1, perCaller: 1 });

/**
 * Reads what is not known yet of a zone in a stretch of time, so that `offsetsOf` takes no time.
 * @returns null where all is known
 */
export function learnOffsets(zone: string, start: Date, end: Date): Promise<void> | null {
  const missing =
    zone === 'UTC' ? [] : yearsOf(start, end).filter((year) => !YEARS.has(keyOf(zone, year)));
  return missing.length === 0 ? null : learnYears(zone, missing);
}

async function learnYears(zone: string, years: readonly number[]): Promise<void> {
  const read = readerOf(zone);
  for (const year of years) {
    await line.run(() => {
      yearOf(zone, year, read);
      return nextTurn();
    });
  }
}

/**
 * The offsets of a zone in a stretch of time: the first from its beginning, then one for each change.
 * @param zone one that `isZone` accepts
 */
export function offsetsOf(zone: string, start: Date, end: Date): readonly Offset[] {
  if (zone === 'UTC') return [{ from: start.getTime(), ahead: 0 }];
  const read = readerOf(zone);
  const all = yearsOf(start, end).flatMap((year) => {
    const { first: ahead, changes } = yearOf(zone, year, read);
    const later = startOf(year) - startOf(exampleOf(year));
    return [
      { from: startOf(year), ahead },
      ...changes.map((change) => ({ ...change, from: change.from + later })),
    ];
  });
  const before = all.findLast(({ from }) => from <= start.getTime()) ?? all[0];
  const within = all.filter(({ from }) => from > start.getTime() && from < end.getTime());
  return withoutRepetitions([{ from: start.getTime(), ahead: before?.ahead ?? 0 }, ...within]);
}

function yearsOf(start: Date, end: Date): number[] {
  const first = Math.max(start.getUTCFullYear(), FIRST_YEAR);
  const last = Math.max(end.getUTCFullYear(), FIRST_YEAR);
  return Array.from({ length: last - first + 1 }, (_, place) => first + place);
}

/** A year with the same changes on the same days. */
function exampleOf(year: number): number {
  return year < REPEATED_SINCE + CYCLE_YEARS
    ? year
    : REPEATED_SINCE + ((year - REPEATED_SINCE) % CYCLE_YEARS);
}

function keyOf(zone: string, year: number): string {
  return `${exampleOf(year)} ${zone.toLowerCase()}`;
}

function withoutRepetitions(all: readonly Offset[]): Offset[] {
  return all.filter(({ ahead }, place) => ahead !== all[place - 1]?.ahead);
}

type Read = (instant: number) => number;

function yearOf(zone: string, year: number, read: Read): Year {
  const key = keyOf(zone, year);
  const found = YEARS.get(key) ?? readYear(exampleOf(year), read);
  YEARS.delete(key);
  YEARS.set(key, found);
  const [oldest] = YEARS.size > MOST_YEARS ? YEARS.keys() : [];
  if (oldest !== undefined) YEARS.delete(oldest);
  return found;
}

function readYear(year: number, read: Read): Year {
  const end = startOf(year + 1);
  const changes: Offset[] = [];
  const first = read(startOf(year));
  let ahead = first;
  for (let from = startOf(year); from < end; from += STEP_MS) {
    const to = Math.min(from + STEP_MS, end);
    const next = read(to);
    if (next === ahead) continue;
    ahead = next;
    const change = { from: changeBetween(from, to, read), ahead };
    // That of the next year stands there.
    if (change.from < end) changes.push(change);
  }
  return { first, changes };
}

/** When the offset changes, to the second, as the database has it. */
function changeBetween(from: number, to: number, read: Read): number {
  const before = read(from);
  let [low, high] = [from / 1_000, to / 1_000];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (read(middle * 1_000) === before) low = middle;
    else high = middle;
  }
  return high * 1_000;
}

function startOf(year: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year);
  return date.getTime();
}

const OFFSET = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/;

/** Made only when a year is missing: a formatter is large. */
function readerOf(zone: string): Read {
  let format: Intl.DateTimeFormat | null = null;
  return (instant) => {
    format ??= new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    const [, sign, hours = 0, minutes = 0, seconds = 0] = OFFSET.exec(format.format(instant)) ?? [];
    const ahead = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000;
    return sign === '-' ? -ahead : ahead;
  };
}
