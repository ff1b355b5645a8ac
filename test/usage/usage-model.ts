import fc from 'fast-check';
import { expect } from 'vitest';

export const NOW = new Date('2026-03-10T12:00:00.000Z');
export const KEYS = 4;

export type Usage = { totalRequests: number; requestsToday: number; lastUsedAt: string | null };
export type ReadUsage = Usage & { daily: { day: string; requests: number }[] };
export type ReadKey = { databaseId: number; lastUsedAt: string | null; usage: ReadUsage };

/** What happens to the usage of keys, in any order. */
export const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constant('use' as const),
      isElsewhere: fc.boolean(),
      key: fc.nat(KEYS - 1),
      hours: fc.integer({ min: 0, max: 30 }),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ what: 'flush' as const }) },
  { weight: 2, arbitrary: fc.constant({ what: 'read' as const }) },
  { weight: 1, arbitrary: fc.constant({ what: 'wait' as const }) },
);

export type Known = { total: number; today: number; days: number[]; last: number };
export const nothing = (): Known => ({ total: 0, today: 0, days: [0, 0], last: 0 });

export function note(known: Known, at: Date): void {
  const isToday = at.getUTCDate() === NOW.getUTCDate();
  known.total += 1;
  known.today += isToday ? 1 : 0;
  const place = isToday ? 1 : 0;
  known.days[place] = (known.days[place] ?? 0) + 1;
  known.last = Math.max(known.last, at.getTime());
}

export const reportedOf = ({
  totalRequests,
  requestsToday,
  lastUsedAt,
  daily,
}: ReadUsage): Known => ({
  total: totalRequests,
  today: requestsToday,
  days: daily.map(({ requests }) => requests),
  last: lastUsedAt === null ? 0 : Date.parse(lastUsedAt),
});

export function expectBetween(least: Known, told: Known, most: Known): void {
  const flat = ({ total, today, days, last }: Known) => [total, today, ...days, last];
  for (const [place, value] of flat(told).entries()) {
    expect(value).toBeGreaterThanOrEqual(flat(least)[place] as number);
    expect(value).toBeLessThanOrEqual(flat(most)[place] as number);
  }
}

export type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;
export type Used = Extract<Step, { what: 'use' }>;
