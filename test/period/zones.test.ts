import sql, { type Sql } from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localTime } from '../../src/core/time/local-time.ts';
import { learnOffsets, offsetsOf } from '../../src/core/time/offsets.ts';
import { bucketStarts } from '../../src/domain/analytics/bucket-starts.ts';
import { bucketOf, bucketsOf } from '../../src/domain/analytics/buckets.ts';
import { type BucketName, hourOf, labelOf, weekdayOf } from '../properties/calendar.ts';
import { seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { type Change, changesOf, DAY, FROM, millisecondsOf, TO } from './zone-changes.ts';

// Every zone is compared with `Intl` wherever its clocks changed within ten years. `Intl` alone says here
// what is right; PostgreSQL only computes.

const HOUR = 3_600_000;

/** Other names of zones: those without a slash, of which some are abbreviations as well, and a few with one. */
const LINKS =
  'CET CST6CDT Cuba EET EST EST5EDT Egypt Eire GB GB-Eire GMT GMT+0 GMT-0 GMT0 Greenwich HST Hongkong Iceland Iran Israel Jamaica Japan Kwajalein Libya MET MST MST7MDT NZ NZ-CHAT Navajo PRC PST8PDT Poland Portugal ROC ROK Singapore Turkey UCT UTC Universal W-SU WET Zulu US/Pacific Asia/Calcutta Etc/GMT+12 Etc/GMT-14 Brazil/East cet europe/berlin'.split(
    ' ',
  );
/** Of several zones, of none, or of a part of the year. */
const ABBREVIATIONS =
  'ACT AET AGT ART AST BET BST CAT CDT CEST CNT CST CTT EAT ECT EDT IET IST JST MIT MDT MSK NET NST PDT PLT PNT PRT PST SST VST Z A'.split(
    ' ',
  );
const ZONES = [...Intl.supportedValuesOf('timeZone'), ...LINKS];
const BUCKETS = ['HOUR', 'DAY', 'WEEK', 'MONTH'] as const;

/** What each bucket is looked at around a change. */
const AROUND: Readonly<Record<BucketName, number>> = {
  HOUR: 3 * HOUR,
  DAY: 2 * DAY,
  WEEK: 4 * DAY,
  MONTH: 10 * DAY,
};

/** A bucket begins when its label does, ends when it ends, and there is no other in between. */
function checkBuckets(
  zone: string,
  bucket: BucketName,
  { start, end }: { start: number; end: number },
) {
  const range = { start: new Date(start), end: new Date(end) };
  const name = bucket.toLowerCase() as Lowercase<BucketName>;
  const starts = bucketStarts(range, name, zone).map((moment) => moment.getTime());
  const label = (moment: number) => labelOf(moment, bucket, zone);
  const context = `${zone} ${bucket} ${range.start.toISOString()}`;
  expect(starts[0], context).toBeLessThanOrEqual(start);
  expect(starts[1] ?? Infinity, context).toBeGreaterThan(start);
  expect(starts.at(-1), context).toBeLessThan(end);
  for (const [place, from] of starts.entries()) {
    const to = starts[place + 1] ?? end;
    const own = label(from);
    expect(label(from - 1), context).not.toBe(own);
    expect([label(Math.floor((from + to) / 2)), label(to - 1)], context).toEqual([own, own]);
  }
  expect(new Set(starts.map(label)).size, context).toBe(starts.length);
}

describe('time zones', () => {
  let server: TestServer;
  const now = new Date('2026-11-20T12:00:00Z');
  /** Zones whose clocks changed alike: each is compared by its offsets, and one of them in all ways. */
  const groups = new Map<string, { readonly zones: string[]; readonly changes: Change[] }>();
  beforeAll(async () => {
    server = await startServer({ clock: () => now });
    for (const zone of ZONES) {
      const changes = changesOf(zone);
      const group = groups.get(JSON.stringify(changes));
      if (group) group.zones.push(zone);
      else groups.set(JSON.stringify(changes), { zones: [zone], changes });
    }
  });
  afterAll(() => server.stop());

  async function ask(zone: string, fields: string, range = ['2026-07-01', '2026-08-01']) {
    const [start, end] = range.map((date) => (date.includes('T') ? date : `${date}T00:00:00Z`));
    return await server.graphql<{ analytics: Record<string, unknown> }>(
      `query ($range: DateRange!, $zone: TimeZone!) { analytics(range: $range, timeZone: $zone) { ${fields} } }`,
      { admin: server.adminKey, variables: { range: { start, end }, zone } },
    );
  }

  it('have the offsets that Intl has, from each change on', () => {
    expect(groups.size).toBeGreaterThan(50);
    for (const { zones, changes } of groups.values())
      for (const zone of zones) {
        const found = offsetsOf(zone, new Date(FROM), new Date(TO));
        const [first] = changes;
        const told = changes.filter(({ from, to }) => from !== to);
        expect(found, zone).toEqual([
          { from: FROM, ahead: millisecondsOf(first?.from ?? '') },
          ...told.map(({ at, to }) => ({ from: at, ahead: millisecondsOf(to) })),
        ]);
      }
  });

  it.each(['Europe/Berlin', 'America/New_York', 'Africa/Casablanca', 'Australia/Lord_Howe'])(
    'have the offsets that Intl has in any year: %s',
    (zone) => {
      const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
      const told = (at: number) => format.format(at).split('GMT')[1] || '+00:00';
      for (const year of [1, 1_799, 1_883, 2_087, 2_399, 2_499, 2_500, 2_904, 5_000, 9_998]) {
        const start = new Date(0).setUTCFullYear(year);
        const end = start + 2 * 365 * DAY;
        const offsets = offsetsOf(zone, new Date(start), new Date(end));
        for (let at = start; at < end; at += 5 * DAY) {
          const found = offsets.findLast(({ from }) => from <= at)?.ahead;
          expect(found, `${zone} ${new Date(at).toISOString()}`).toBe(millisecondsOf(told(at)));
        }
      }
    },
  );

  it('are learnt a year at a time, so that others are answered in between', async () => {
    const [start, end] = [new Date('3100-01-01T00:00:00Z'), new Date('3109-12-31T00:00:00Z')];
    let turns = 0;
    const count = () => {
      turns += 1;
      counting = setImmediate(count);
    };
    let counting = setImmediate(count);
    // Two callers learn at once, and no turn has more than one year.
    await Promise.all(
      ['Europe/Paris', 'Europe/Rome'].map((zone) => learnOffsets(zone, start, end)),
    );
    clearImmediate(counting);
    expect(turns).toBeGreaterThanOrEqual(20);
    expect(learnOffsets('europe/paris', start, end)).toBeNull();
    // The calendar is the same after 400 years.
    expect(learnOffsets('Europe/Paris', new Date('3503-01-01'), new Date('3505-01-01'))).toBeNull();
  });

  it('cut time as Intl does, at every change', () => {
    for (const { zones, changes } of groups.values())
      for (const { at } of changes)
        for (const bucket of BUCKETS)
          checkBuckets(zones[0] ?? '', bucket, {
            start: at - AROUND[bucket],
            end: at + AROUND[bucket] + 1,
          });
  });

  it('cut and read time in SQL as Intl does, before and after every change', async () => {
    const range = { start: new Date(FROM), end: new Date(TO) };
    for (const [place, { zones, changes }] of [...groups.values()].entries()) {
      const [zone = ''] = zones;
      const moments = changes.flatMap(({ at }) => [at - 1, at, at + 2 * HOUR]);
      const all = [...moments, FROM, TO - 1].map((moment) => new Date(moment));
      const read = (expression: Sql) => sql`array_agg(${expression} order by place)`;
      // To read more than half a century takes its time.
      const period = { range: place % 5 === 0 ? null : range, timeZone: zone };
      const local = localTime(server.app, sql`m`, period);
      const days = bucketsOf(range, { bucket: 'day', timeZone: zone });
      const [row] = await server.db.rows<Record<string, unknown[]>>(sql`
        select ${read(sql`date_part('hour', ${local})::int`)} as hours,
          ${read(sql`date_part('isodow', ${local})::int`)} as weekdays,
          ${read(bucketOf(sql`m`, days))} as days
        from unnest(${all}::timestamptz[]) with ordinality a(m, place)`);
      expect(row?.['hours'], zone).toEqual(all.map((moment) => hourOf(+moment, zone)));
      expect(row?.['weekdays'], zone).toEqual(all.map((moment) => weekdayOf(+moment, zone)));
      expect(
        row?.['days']?.map((day) => labelOf(Number(day), 'DAY', zone)),
        zone,
      ).toEqual(all.map((moment) => labelOf(+moment, 'DAY', zone)));
    }
  });

  it('are no abbreviations, and no names of other systems', async () => {
    const others = ['Mars/Olympus', 'SystemV/PST8PDT', 'posix/CET', 'Factory', 'localtime'];
    for (const zone of [...others, ...ABBREVIATIONS]) {
      const { errors } = await ask(zone, 'totals { meetings }');
      expect(errors?.[0]?.extensions, zone).toMatchObject({
        code: 'BAD_USER_INPUT',
        issues: [{ path: ['timeZone'] }],
      });
    }
  });

  it('keep their summer time where their name is an abbreviation, too', async () => {
    const user = await seedUser(server);
    await server.db.rows(sql`insert into meetings (user_id, platform, status, created_at, end_time)
      values (${user.databaseId}, 'zoom', 'completed', '2026-07-10T22:30Z', '2026-07-10T22:40Z')`);
    const { data } = await server.graphql<{ user: Record<string, { peakUsageHours: number[] }> }>(
      `query ($id: ID!) { user(by: {id: $id}) {
        always: usagePatterns(timeZone: "CET") { peakUsageHours }
        july: usagePatterns(timeZone: "CET", range: {start: "2026-07-01T00:00:00Z", end: "2026-08-01T00:00:00Z"}) { peakUsageHours }
      } }`,
      { admin: server.adminKey, variables: { id: user.id } },
    );
    expect(data.user).toEqual({ always: { peakUsageHours: [0] }, july: { peakUsageHours: [0] } });
    const series = await ask('CET', 'series(metric: MEETINGS, bucket: DAY) { start value }', [
      '2026-07-10',
      '2026-07-11',
    ]);
    expect(series.data.analytics['series']).toEqual([
      { start: '2026-07-09T22:00:00.000Z', value: 0 },
      { start: '2026-07-10T22:00:00.000Z', value: 1 },
    ]);
  });

  it('begin a day with the first of two midnights', async () => {
    const user = await seedUser(server);
    await server.db.rows(sql`insert into meetings (user_id, platform, status, created_at, end_time)
      values (${user.databaseId}, 'zoom', 'completed', '2025-10-26T00:10Z', '2025-10-26T00:20Z')`);
    const days = 'series(metric: CONCURRENCY, bucket: DAY) { start value }';
    const whole = await ask('Atlantic/Azores', days, ['2025-10-25', '2025-10-27']);
    expect(whole.data.analytics['series']).toEqual([
      { start: '2025-10-25T00:00:00.000Z', value: 0 },
      { start: '2025-10-26T00:00:00.000Z', value: 1 },
    ]);
    const short = await ask('Atlantic/Azores', days, [
      '2025-10-26T00:00:00Z',
      '2025-10-26T01:00:00Z',
    ]);
    expect(short.data.analytics['series']).toEqual([
      { start: '2025-10-26T00:00:00.000Z', value: 1 },
    ]);
  });

  it('skip a day that a zone skipped', () => {
    const range = { start: new Date('2011-12-29T00:00Z'), end: new Date('2012-01-01T00:00Z') };
    expect(bucketStarts(range, 'day', 'Pacific/Apia').map((day) => day.toISOString())).toEqual([
      ...['2011-12-28T10:00:00.000Z', '2011-12-29T10:00:00.000Z'],
      ...['2011-12-30T10:00:00.000Z', '2011-12-31T10:00:00.000Z'],
    ]);
    expect(labelOf(Date.parse('2011-12-30T10:00Z'), 'DAY', 'Pacific/Apia')).toBe('2011-12-31');
  });
});
