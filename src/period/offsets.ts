/** From a moment on (in milliseconds), until the next one, local time is that much ahead of UTC. */
export type Offset = { readonly from: number; readonly ahead: number };

type Year = { readonly first: number; readonly changes: readonly Offset[] };

/** Reading a year takes a hundred formatted dates: it is done once. */
const YEARS = new Map<string, Year>();
const MOST_YEARS = 50_000;

/** No zone has ever changed its clocks twice within less than a week. */
const STEP_MS = 3 * 86_400_000;

/**
 * The offsets of a zone in a stretch of time: the first from its beginning, then one for each change.
 * @param zone one that `isZone` accepts
 */
export function offsetsOf(zone: string, start: Date, end: Date): readonly Offset[] {
  if (zone === 'UTC') return [{ from: start.getTime(), ahead: 0 }];
  const first = start.getUTCFullYear();
  const last = end.getUTCFullYear();
  const years = Array.from({ length: last - first + 1 }, (_, place) => first + place);
  const read = readerOf(zone);
  const all = years.flatMap((year) => {
    const { first: ahead, changes } = yearOf(zone, year, read);
    return [{ from: startOf(year), ahead }, ...changes];
  });
  const before = all.findLast(({ from }) => from <= start.getTime());
  const within = all.filter(({ from }) => from > start.getTime() && from < end.getTime());
  return withoutRepetitions([{ from: start.getTime(), ahead: before?.ahead ?? 0 }, ...within]);
}

function withoutRepetitions(all: readonly Offset[]): Offset[] {
  return all.filter(({ ahead }, place) => ahead !== all[place - 1]?.ahead);
}

type Read = (moment: number) => number;

function yearOf(zone: string, year: number, read: Read): Year {
  const key = `${year} ${zone.toLowerCase()}`;
  const known = YEARS.get(key);
  if (known !== undefined) return known;
  const fresh = readYear(year, read);
  if (YEARS.size >= MOST_YEARS) YEARS.clear();
  YEARS.set(key, fresh);
  return fresh;
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
  return (moment) => {
    format ??= new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    const [, sign, hours = 0, minutes = 0, seconds = 0] = OFFSET.exec(format.format(moment)) ?? [];
    const ahead = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000;
    return sign === '-' ? -ahead : ahead;
  };
}
