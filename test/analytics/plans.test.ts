import sql, { type Sql } from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app.ts';
import { combinedQueries } from '../../src/data/coalescing/combined-query.ts';
import { coalescedReads } from '../../src/data/coalescing/read-coalescing.ts';
import { countAll } from '../../src/data/paging/list.ts';
import { readConcurrency } from '../../src/domain/analytics/concurrency.ts';
import { readPlatforms } from '../../src/domain/analytics/platforms.ts';
import { METRICS, type Metric, readSeries } from '../../src/domain/analytics/series.ts';
import { readOutcomes, readTopUsers, readTotals } from '../../src/domain/analytics/totals.ts';
import { MEETINGS } from '../../src/domain/meetings/list.ts';
import { loadPerformance, loadTranscripts } from '../../src/domain/telematics/service.ts';
import { transcripts } from '../../src/domain/telematics/transcript-sql.ts';
import { countMeetings } from '../../src/domain/user-stats/meeting-stats.ts';
import { loadUsagePatterns, USAGE_FIGURES } from '../../src/domain/user-stats/usage-patterns.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { fillInstallation, PATIENT } from './installation.ts';

// How the database goes about each figure: what grows with the installation is never read whole.

const GROWING = [
  'users',
  'api_tokens',
  'meetings',
  'meeting_transitions',
  'meeting_sessions',
  'transcript_segments',
  'meeting_figures',
  'bot_refusals',
];

const RANGE = { start: new Date('2026-10-01T00:00:00Z'), end: new Date('2026-10-08T00:00:00Z') };
const ZONE = 'Europe/Berlin';
const IDS = Array.from({ length: 100 }, (_, place) => BigInt(place * 7 + 1));

const readOf = (app: App) => combinedQueries(app);

const FIGURES: Readonly<Record<string, (app: App) => Promise<unknown>>> = {
  'Telematics.performance': (app) => loadPerformance(readOf(app), IDS),
  'Telematics.transcription': (app) => loadTranscripts({ app, read: readOf(app) }, IDS),
  'Telematics.transcription, computed': ({ db }) => db.rows(transcripts(IDS)),
  'User.meetingStats': (app) => countMeetings(readOf(app), IDS, null),
  'User.meetingStats in a range': (app) => countMeetings(readOf(app), IDS, RANGE),
  'User.usagePatterns': (app) =>
    loadUsagePatterns(readOf(app), IDS, {
      range: null,
      timeZone: ZONE,
      figures: USAGE_FIGURES,
    }),
  'meetings.totalCount': (app) => countAll(app, MEETINGS, {}),
  'Analytics.totals': (app) => readTotals(app, RANGE),
  'Analytics.platforms': (app) => readPlatforms(app, RANGE),
  'Analytics.outcomes': (app) => readOutcomes(app, RANGE),
  'Analytics.concurrency': (app) => readConcurrency(app, RANGE),
  'Analytics.topUsers': (app) => readTopUsers(app, RANGE, { by: 'DURATION', first: 10 }),
  ...Object.fromEntries(
    (Object.keys(METRICS) as Metric[]).map((metric) => [
      `Analytics.series of ${metric}`,
      (app: App) => readSeries(app, RANGE, { metric, bucket: 'day', timeZone: ZONE }),
    ]),
  ),
};

/** Every user's limit counts; where most users had bots, reading all is the fastest way to these. */
const MAY_READ_WHOLE: Readonly<Record<string, string>> = { 'Analytics.concurrency': 'users' };

type Plan = { readonly 'QUERY PLAN': string };

describe('the plan of', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ env: PATIENT });
    await fillInstallation(server);
  });
  afterAll(() => server.stop());

  /** The same statement with the same values, explained instead of run. */
  async function planOf(read: (app: App) => Promise<unknown>): Promise<string> {
    const lines: string[] = [];
    const rows = async <Row>(statement: Sql): Promise<Row[]> => {
      const plan = await server.db.rows<Plan>(sql`explain ${statement}`);
      lines.push(...plan.map((line) => line['QUERY PLAN']));
      return [];
    };
    // What is made of no rows does not matter here.
    const roads = { rows, heavyRows: rows, wideRows: rows };
    const app = {
      ...server.app,
      db: { ...server.db, ...roads },
      sharedReads: coalescedReads(rows),
    };
    await read(app).catch(() => {});
    return lines.join('\n');
  }

  it.each(Object.keys(FIGURES))('%s reads no growing table whole', async (name) => {
    const plan = await planOf(FIGURES[name] ?? (() => Promise.resolve()));
    expect(plan).toMatch(/Scan/);
    const whole = [...plan.matchAll(/Seq Scan on (\w+)/g)].map(([, table]) => table ?? '');
    expect(
      whole.filter((table) => GROWING.includes(table) && table !== MAY_READ_WHOLE[name]),
      plan,
    ).toEqual([]);
  });

  it('a figure that does read one whole shows', async () => {
    const plan = await planOf(({ db }) => db.rows(sql`select max(updated_at) from meetings`));
    expect(plan).toMatch(/Seq Scan on meetings/);
  });
});
