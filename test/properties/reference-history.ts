import { hourOf, weekdayOf } from './calendar.ts';
import { NOW, type RandomCall } from './random-history.ts';

// The figures of users and of the installation as their descriptions say: slow, and plain to read.

export type Range = { readonly start: number; readonly end: number };

const RUNNING = ['requested', 'joining', 'awaiting_admission', 'active', 'needs_human_help'];
const DAY = 86_400_000;

export const within = (calls: readonly RandomCall[], range: Range | null) =>
  calls.filter(
    ({ createdAt }) => range === null || (createdAt >= range.start && createdAt < range.end),
  );

export function preceding({ start, end }: Range): Range {
  return { start: start - (end - start), end: start };
}

function secondsOf({ startTime, endTime }: RandomCall): number | null {
  return startTime === null || endTime === null || endTime < startTime
    ? null
    : (endTime - startTime) / 1_000;
}

export function countsOf(calls: readonly RandomCall[]) {
  const completed = calls.filter(({ status }) => status === 'completed');
  const failed = calls.filter(({ status }) => status === 'failed').length;
  const lengths = completed.map(secondsOf).filter((length) => length !== null);
  const total = lengths.length === 0 ? null : lengths.reduce((sum, length) => sum + length, 0);
  const over = completed.length + failed;
  return {
    total: calls.length,
    completed: completed.length,
    failed,
    running: calls.filter(({ status }) => RUNNING.includes(status)).length,
    totalDuration: total,
    averageDuration: total === null ? null : total / lengths.length,
    successRate: over === 0 ? null : completed.length / over,
  };
}

/** Most first; among equals, what was used first. */
function ranked<Key>(calls: readonly RandomCall[], keyOf: (call: RandomCall) => Key): Key[] {
  const groups = [...Map.groupBy(calls, keyOf)];
  const firstAt = (group: readonly RandomCall[]) =>
    Math.min(...group.map(({ createdAt }) => createdAt));
  return groups
    .sort(
      ([oneKey, one], [otherKey, other]) =>
        other.length - one.length || firstAt(one) - firstAt(other) || (oneKey < otherKey ? -1 : 1),
    )
    .map(([key]) => key);
}

export function patternsOf(calls: readonly RandomCall[], range: Range | null, timeZone: string) {
  const hours = calls.map(({ createdAt }) => hourOf(createdAt, timeZone));
  const weekdays = calls.map(({ createdAt }) => weekdayOf(createdAt, timeZone));
  const times = calls.map(({ createdAt }) => createdAt);
  const days =
    range === null
      ? Math.max(Math.floor((NOW - Math.min(...times)) / DAY), 0) + 1
      : (range.end - range.start) / DAY;
  const count = (all: readonly number[], wanted: number) =>
    all.filter((one) => one === wanted).length;
  return {
    mostUsedPlatformName: ranked(calls, ({ platform }) => platform)[0] ?? null,
    meetingsPerDay: calls.length === 0 ? 0 : calls.length / days,
    peakUsageHours: ranked(calls, ({ createdAt }) => hourOf(createdAt, timeZone)).slice(0, 3),
    hourly: Array.from({ length: 24 }, (_, hour) => ({ hour, meetings: count(hours, hour) })),
    weekdays: Array.from({ length: 7 }, (_, day) => ({
      weekday: day + 1,
      meetings: count(weekdays, day + 1),
    })),
    lastActivity: times.length === 0 ? null : new Date(Math.max(...times)).toISOString(),
  };
}

/** Between two measured values it is interpolated. */
export function percentile(values: readonly number[], rank: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  const place = rank * (sorted.length - 1);
  const [low = 0, high = 0] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return low + (high - low) * (place - Math.floor(place));
}

export const lengthsOf = (calls: readonly RandomCall[]) =>
  calls.map(secondsOf).filter((length) => length !== null);

/** When each bot held a slot, cut to the range, and to what has happened by now. */
function slotsOf(calls: readonly RandomCall[], range: Range) {
  const end = Math.min(range.end, NOW);
  return calls.flatMap(({ user, createdAt, endTime, status }) => {
    const until = Math.max(createdAt, endTime ?? (RUNNING.includes(status) ? Infinity : createdAt));
    const slot = { user, from: Math.max(createdAt, range.start), to: Math.min(until, end) };
    return slot.to > slot.from ? [slot] : [];
  });
}

export function concurrencyOf(calls: readonly RandomCall[], range: Range) {
  const slots = slotsOf(calls, range);
  const moments = [...new Set(slots.flatMap(({ from, to }) => [from, to]))].sort(
    (one, other) => one - other,
  );
  const spells = moments.slice(1).map((to, place) => {
    const from = moments[place] ?? to;
    return {
      from,
      length: to - from,
      here: slots.filter((slot) => slot.from <= from && slot.to >= to),
    };
  });
  const peak = Math.max(0, ...spells.map(({ here }) => here.length));
  const full = spells.flatMap(({ length, here }) => {
    const users = [...Map.groupBy(here, ({ user }) => user)];
    return users
      .filter(([user, own]) => (user + 1) % 4 > 0 && own.length >= (user + 1) % 4)
      .map(([user]) => ({ user, length }));
  });
  const peakAt = spells.find(({ here }) => here.length === peak && peak > 0)?.from;
  return {
    peak,
    peakAt: peakAt === undefined ? null : new Date(peakAt).toISOString(),
    average: slots.reduce((sum, { from, to }) => sum + to - from, 0) / (range.end - range.start),
    timeAtLimit: full.reduce((sum, { length }) => sum + length, 0) / 1_000,
    usersAtLimit: new Set(full.map(({ user }) => user)).size,
  };
}
