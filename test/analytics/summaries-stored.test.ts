import sql, { type Sql } from 'sql-template-tag';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app.ts';
import type { Rows } from '../../src/data/database.ts';
import { readConcurrency } from '../../src/domain/analytics/concurrency.ts';
import { readPlatforms } from '../../src/domain/analytics/platforms.ts';
import { METRICS, type Metric, readSeries } from '../../src/domain/analytics/series.ts';
import { summariseNext } from '../../src/domain/analytics/summaries/keep.ts';
import { rebuildSummaries } from '../../src/domain/analytics/summaries/rebuild.ts';
import { readOutcomes, readTopUsers, readTotals } from '../../src/domain/analytics/totals.ts';
import { seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { connect } from './client.ts';
import { PATIENT } from './installation.ts';
import { plainTotals } from './plain-figures.ts';

const NOW = new Date('2026-11-20T12:00:00Z');
const clock = () => NOW;
const day = (name: string) => new Date(`${name}T00:00:00Z`);
const ALL = { start: day('2026-01-01'), end: NOW };

let server: TestServer;
beforeEach(async () => {
  server = await startServer({ clock, env: PATIENT });
});
afterEach(() => server.stop());

const rebuild = () => rebuildSummaries({ db: server.db, clock });

async function insert(...days: Date[]): Promise<void> {
  await server.db.rows(sql`insert into meetings (user_id, platform, status, created_at, end_time)
    select (select min(id) from users), 'zoom', 'completed', d, d + interval '30 minutes' from unnest(${days}::timestamptz[]) d`);
}

async function marks(): Promise<string[]> {
  const rows = await server.db.rows<{ day: Date }>(sql`select day from summary_marks order by day`);
  return rows.map((row) => row.day.toISOString().slice(0, 10));
}

async function summarisedDays(): Promise<number> {
  const [row] = await server.db.rows<{ days: number }>(sql`
    select count(*)::int as days from summary_days where summarised_at is not null`);
  return row?.days ?? 0;
}

const meetings = async () => (await readTotals(server.app, ALL)).totalMeetings;

describe('a change', () => {
  beforeEach(async () => {
    await seedUser(server);
    await insert(day('2026-11-01'));
    await rebuild();
  });

  it('marks the days that it changes, once in each statement', async () => {
    const times = Array.from(
      { length: 300 },
      (_, place) => new Date(+day('2026-11-05') + (place % 3) * 86_400_000),
    );
    await insert(...times);
    expect(await marks()).toEqual(['2026-11-05', '2026-11-06', '2026-11-07']);
  });

  it('marks every day on which the bot held a slot, before or after it', async () => {
    await insert(day('2026-11-05'));
    await server.db.rows(sql`truncate summary_marks`);
    await server.db.rows(
      sql`update meetings set end_time = '2026-11-07T01:00:00Z' where created_at = '2026-11-05T00:00:00Z'`,
    );
    expect(await marks()).toEqual(['2026-11-05', '2026-11-06', '2026-11-07']);
    await server.db.rows(sql`truncate summary_marks`);
    await server.db.rows(
      sql`update meetings set data = '{"a": 1}' where created_at = '2026-11-05T00:00:00Z'`,
    );
    expect(await marks()).toEqual(['2026-11-05']);
  });

  it('marks nothing on a day that is not announced', async () => {
    await insert(NOW, new Date(+NOW - 3_600_000), day('2025-12-31'));
    expect(await marks()).toEqual([]);
    expect(await meetings()).toBe(2);
  });
});

describe('a day', () => {
  it('is not summarised while somebody writes who has not seen its announcement', async () => {
    await seedUser(server);
    await insert(day('2026-11-10'));
    const writer = await connect(server.databaseUrl);
    try {
      await writer.query('begin');
      await writer.query(
        `insert into meetings (user_id, platform, created_at) values (1, 'zoom', '2026-11-10T10:00:00Z')`,
      );
      expect(await rebuildSummaries({ db: server.db, clock, patienceMs: 0 })).toMatchObject({
        days: 0,
        waiting: 10,
      });
      await writer.query('commit');
    } finally {
      await writer.end();
    }
    await rebuild();
    expect(await summarisedDays()).toBe(10);
    expect(await marks()).toEqual([]);
    expect(await meetings()).toBe(2);
  });

  it('keeps its mark and its figures wherever a process ends that summarises it', async () => {
    await seedUser(server);
    await insert(day('2026-11-10'), day('2026-11-18'));
    await rebuild();
    await insert(day('2026-11-18'));
    for (let failAt = 0; ; failAt += 1) {
      const { isDone } = await summariseUntil(failAt);
      expect(await meetings()).toBe(3);
      if (isDone) break;
      expect(failAt).toBeLessThan(40);
      expect(await marks()).toEqual(['2026-11-18']);
    }
    expect(await marks()).toEqual([]);
  });

  /** Its connection ends before it sends so many statements. */
  async function summariseUntil(failAt: number): Promise<{ isDone: boolean }> {
    const client = await connect(server.databaseUrl);
    const [session] = (await client.query<{ pid: number }>('select pg_backend_pid() as pid')).rows;
    let sent = 0;
    const rows = async <Row>({ text, values }: Sql): Promise<Row[]> => {
      if (sent === failAt)
        await server.db.rows(sql`select pg_terminate_backend(${session?.pid ?? 0}::int)`);
      sent += 1;
      return (await client.query({ text, values: [...values] })).rows as Row[];
    };
    const transaction = async <Result>(work: (given: Rows) => Promise<Result>): Promise<Result> => {
      await client.query('begin');
      const result = await work(rows);
      await client.query('commit');
      return result;
    };
    try {
      const db = { rows: server.db.rows, transaction };
      return { isDone: await summariseNext({ db, clock, restMs: 0 }) };
    } catch {
      return { isDone: false };
    } finally {
      await client.end().catch(() => {});
    }
  }
});

describe('a range of two months', () => {
  const MONTHS = { start: new Date('2026-09-20T08:30:00Z'), end: new Date('2026-11-19T08:30:00Z') };
  const FIGURES: Readonly<Record<string, (app: App) => Promise<unknown>>> = {
    totals: (app) => readTotals(app, MONTHS),
    platforms: (app) => readPlatforms(app, MONTHS),
    outcomes: (app) => readOutcomes(app, MONTHS),
    concurrency: (app) => readConcurrency(app, MONTHS),
    topUsers: (app) => readTopUsers(app, MONTHS, { by: 'DURATION', first: 10 }),
    ...Object.fromEntries(
      (Object.keys(METRICS) as Metric[])
        .filter((metric) => metric !== 'REFUSED')
        .map((metric) => [
          `series of ${metric}`,
          (app: App) =>
            readSeries(app, MONTHS, { metric, bucket: 'day', timeZone: 'Europe/Berlin' }),
        ]),
    ),
  };

  type Node = {
    readonly 'Relation Name'?: string;
    readonly 'Actual Rows': number;
    readonly 'Actual Loops': number;
    readonly Plans?: readonly Node[];
  };

  /** How many rows of a table are read, filters included or not. */
  function rowsOf(node: Node, table: string): number {
    const own = node['Relation Name'] === table ? node['Actual Rows'] * node['Actual Loops'] : 0;
    return (node.Plans ?? []).reduce((sum, plan) => sum + rowsOf(plan, table), own);
  }

  it('reads the meetings of the days at its ends alone', async () => {
    await seedUser(server);
    const quarters = Array.from(
      { length: 65 * 96 },
      (_, place) => new Date(+NOW - place * 900_000),
    );
    await insert(...quarters);
    await rebuild();
    await server.db.prisma.$executeRawUnsafe('analyze');
    const read: Record<string, number> = {};
    for (const [name, figure] of Object.entries(FIGURES)) {
      const plans: Node[] = [];
      const rows = async <Row>(statement: Sql): Promise<Row[]> => {
        const [plan] = await server.db.rows<{ 'QUERY PLAN': [{ Plan: Node }] }>(
          sql`explain (analyze, timing off, format json) ${statement}`,
        );
        if (plan) plans.push(plan['QUERY PLAN'][0].Plan);
        return [];
      };
      await figure({ ...server.app, db: { ...server.db, wideRows: rows } }).catch(() => {});
      read[name] = plans.reduce((sum, plan) => sum + rowsOf(plan, 'meetings'), 0);
    }
    // 96 meetings a day: those of two days, some of them twice, of 5,760.
    for (const [name, count] of Object.entries(read)) expect(count, name).toBeLessThan(500);
    expect(await readTotals(server.app, MONTHS)).toEqual(await plainTotals(server.app, MONTHS));
  });
});
