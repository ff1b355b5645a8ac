import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';
import { type BucketName, labelOf, labelsOf } from './calendar.ts';
import {
  insertHistory,
  NOW,
  type RandomCall,
  randomCall,
  randomRange,
  ZONES,
} from './random-history.ts';
import {
  concurrencyOf,
  countsOf,
  lengthsOf,
  patternsOf,
  percentile,
  preceding,
  type Range,
  within,
} from './reference-history.ts';

const USERS = 30;
const RUNS = 4;
const DAY_MS = 86_400_000;
const COUNTS = 'totalDuration averageDuration successRate';
const STATS = `total: totalMeetings completed: completedMeetings failed: failedMeetings running: activeMeetings ${COUNTS}`;
const PATTERNS =
  'mostUsedPlatformName meetingsPerDay peakUsageHours hourly { hour meetings } weekdays { weekday meetings } lastActivity';

const QUERY = `query ($range: DateRange!, $zone: TimeZone!) {
  users(first: 100, orderBy: {field: CREATED_AT, direction: ASC}) { edges { node { databaseId
    ever: meetingStats { ${STATS} }
    lately: meetingStats(range: $range) { ${STATS} previous { ${STATS} } }
    always: usagePatterns(timeZone: $zone) { ${PATTERNS} }
    patterns: usagePatterns(range: $range, timeZone: $zone) { ${PATTERNS} }
  } } }
  analytics(range: $range, timeZone: $zone) {
    totals { total: meetings completed failed running ${COUNTS} activeUsers }
    previousTotals { total: meetings completed failed running ${COUNTS} activeUsers }
    hours: series(metric: MEETINGS, bucket: HOUR) { start value }
    days: series(metric: COMPLETED, bucket: DAY) { start value }
    weeks: series(metric: ACTIVE_USERS, bucket: WEEK) { start value }
    months: series(metric: DURATION, bucket: MONTH) { start value }
    platforms { platformName total: meetings completed failed running ${COUNTS} duration { p50 p90 p95 } }
    outcomes { statusName reason stage meetings }
    concurrency { peak peakAt average timeAtLimit usersAtLimit }
    topUsers(first: 5, by: MEETINGS) { value user { databaseId } }
  }
}`;

type Point = { readonly start: string; readonly value: number };
type Reply = {
  readonly users: {
    readonly edges: { readonly node: Record<string, unknown> & { databaseId: number } }[];
  };
  readonly analytics: Record<string, unknown> &
    Record<'hours' | 'days' | 'weeks' | 'months', Point[]>;
};

/** Sums of fractions differ in their last digit. */
function rounded(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_key, one: unknown) =>
    typeof one === 'number' ? Number(one.toPrecision(10)) : one,
  );
}

describe('the figures of any users and of their installation', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ clock: () => new Date(NOW) });
  });
  afterAll(() => server.stop());

  async function read(range: Range, zone: string): Promise<Reply> {
    const dates = { start: new Date(range.start), end: new Date(range.end) };
    const reply = await server.graphql<Reply>(QUERY, {
      admin: server.adminKey,
      variables: { range: dates, zone },
    });
    expect(reply.errors).toBeUndefined();
    return reply.data;
  }

  function checkUsers(
    { users }: Reply,
    calls: readonly RandomCall[],
    range: Range,
    zone: string,
  ): void {
    expect(users.edges).toHaveLength(USERS);
    for (const { node } of users.edges) {
      const own = calls.filter(({ user }) => user + 1 === node.databaseId);
      const { databaseId: _id, ...figures } = node;
      expect(rounded(figures)).toEqual(
        rounded({
          ever: countsOf(own),
          lately: {
            ...countsOf(within(own, range)),
            previous: countsOf(within(own, preceding(range))),
          },
          always: patternsOf(own, null, zone),
          patterns: patternsOf(within(own, range), range, zone),
        }),
      );
    }
  }

  function checkInstallation({ analytics }: Reply, all: readonly RandomCall[], range: Range): void {
    const calls = within(all, range);
    const users = (some: readonly RandomCall[]) => new Set(some.map(({ user }) => user)).size;
    const earlier = within(all, preceding(range));
    const groups = [...Map.groupBy(calls, ({ platform }) => platform)].sort(
      ([one, some], [other, others]) => others.length - some.length || (one < other ? -1 : 1),
    );
    expect(rounded(analytics['totals'])).toEqual(
      rounded({ ...countsOf(calls), activeUsers: users(calls) }),
    );
    expect(rounded(analytics['previousTotals'])).toEqual(
      rounded({ ...countsOf(earlier), activeUsers: users(earlier) }),
    );
    expect(rounded(analytics['platforms'])).toEqual(
      rounded(
        groups.map(([platformName, some]) => ({
          platformName,
          ...countsOf(some),
          duration: spread(lengthsOf(some)),
        })),
      ),
    );
    expect(rounded(analytics['concurrency'])).toEqual(rounded(concurrencyOf(all, range)));
    checkRanks(analytics, calls);
  }

  function spread(lengths: readonly number[]) {
    if (lengths.length === 0) return null;
    return {
      p50: percentile(lengths, 0.5),
      p90: percentile(lengths, 0.9),
      p95: percentile(lengths, 0.95),
    };
  }

  function checkRanks(analytics: Reply['analytics'], calls: readonly RandomCall[]): void {
    const over = calls.filter(({ status }) => ['completed', 'failed'].includes(status));
    // Of these, a start is all that tells how far a bot came that failed.
    const ends = Map.groupBy(over, ({ status, reason, startTime }) =>
      [status, reason, status === 'failed' && startTime !== null ? 'active' : null].join(),
    );
    const outcomes = analytics['outcomes'] as {
      statusName: string;
      reason: string | null;
      stage: string | null;
      meetings: number;
    }[];
    expect(
      new Map(
        outcomes.map(({ statusName, reason, stage, meetings }) => [
          [statusName, reason, stage].join(),
          meetings,
        ]),
      ),
    ).toEqual(new Map([...ends].map(([end, some]) => [end, some.length])));
    const ranks = [...Map.groupBy(calls, ({ user }) => user)]
      .map(([user, some]) => ({ value: some.length, user: { databaseId: user + 1 } }))
      .sort((one, other) => other.value - one.value || one.user.databaseId - other.user.databaseId);
    expect(analytics['topUsers']).toEqual(ranks.slice(0, 5));
  }

  function checkSeries(
    { analytics }: Reply,
    calls: readonly RandomCall[],
    range: Range,
    zone: string,
  ): void {
    const seconds = (some: readonly RandomCall[]) => countsOf(some).totalDuration ?? 0;
    const series: [BucketName, Point[], (some: readonly RandomCall[]) => number][] = [
      ['HOUR', analytics.hours, (some) => some.length],
      ['DAY', analytics.days, (some) => countsOf(some).completed],
      ['WEEK', analytics.weeks, (some) => new Set(some.map(({ user }) => user)).size],
      ['MONTH', analytics.months, seconds],
    ];
    for (const [bucket, points, measure] of series) {
      const label = (moment: number) => labelOf(moment, bucket, zone);
      const groups = Map.groupBy(calls, ({ createdAt }) => label(createdAt));
      expect(points.map(({ start, value }) => [label(Date.parse(start)), value])).toEqual(
        labelsOf(range.start, range.end, bucket, zone).map((name) => [
          name,
          measure(groups.get(name) ?? []),
        ]),
      );
      // A bucket begins with its first moment.
      for (const { start } of points)
        expect(label(Date.parse(start) - 1)).not.toBe(label(Date.parse(start)));
    }
  }

  it('are what their descriptions say, in any range and time zone', async () => {
    const calls = fc.array(randomCall(USERS), { minLength: 400, maxLength: 600 });
    const asked = fc.array(fc.tuple(randomRange, fc.constantFrom(...ZONES)), {
      minLength: 5,
      maxLength: 5,
    });
    const property = fc.asyncProperty(calls, asked, async (all, questions) => {
      await insertHistory(server, all, USERS);
      // A range that ends, and one that begins, with the very moment of a call.
      const moment = all[0]?.createdAt ?? NOW;
      const edges = [
        { start: moment - DAY_MS, end: moment },
        { start: moment, end: moment + DAY_MS },
      ].map((range) => [range, 'UTC'] as const);
      for (const [range, zone] of [...questions, ...edges]) {
        const reply = await read(range, zone);
        checkUsers(reply, all, range, zone);
        checkInstallation(reply, all, range);
        checkSeries(reply, within(all, range), range, zone);
      }
    });
    await fc.assert(property, { numRuns: RUNS, seed: 20_261_121, endOnFailure: true });
  });
});
