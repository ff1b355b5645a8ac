import sql, { type Sql } from 'sql-template-tag';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app.ts';
import type { TimeRange } from '../../src/core/time/range.ts';
import { BUCKETS } from '../../src/domain/analytics/buckets.ts';
import { readConcurrency } from '../../src/domain/analytics/concurrency.ts';
import { readPlatforms } from '../../src/domain/analytics/platforms.ts';
import { METRICS, type Metric, readSeries } from '../../src/domain/analytics/series.ts';
import { summariseNext } from '../../src/domain/analytics/summaries/keep.ts';
import {
  RANKINGS,
  readOutcomes,
  readTopUsers,
  readTotals,
} from '../../src/domain/analytics/totals.ts';
import { type SeededUser, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { connect } from './client.ts';
import { PATIENT } from './installation.ts';
import * as plain from './plain-figures.ts';
import {
  DAY_MS,
  FIRST,
  NOW,
  Random,
  REPORTS,
  STATEMENTS,
  type Stage,
  timeOf,
} from './random-changes.ts';

const ZONES = ['UTC', 'Europe/Berlin', 'Asia/Kolkata', 'Asia/Kathmandu', 'Pacific/Auckland'];
const STEPS = 30;
const SEEDS = [1, 2, 3];

type Read = {
  readonly name: string;
  readonly kept: Promise<unknown>;
  readonly plain: Promise<unknown>;
};

/** Every figure, from summaries and from the meetings alone. */
function figuresOf(app: App, range: TimeRange, random: Random): Read[] {
  const rankings = (Object.keys(RANKINGS) as (keyof typeof RANKINGS)[]).map((by) => ({
    name: `topUsers ${by}`,
    kept: readTopUsers(app, range, { by, first: 10 }),
    plain: plain.plainTopUsers(app, range, by),
  }));
  const series = (Object.keys(METRICS) as Metric[]).map((metric) => {
    const cut = { metric, bucket: random.pick(BUCKETS), timeZone: random.pick(ZONES) };
    return {
      name: `series ${JSON.stringify(cut)}`,
      kept: readSeries(app, range, cut),
      plain: plain.plainSeries(app, range, cut),
    };
  });
  return [
    { name: 'totals', kept: readTotals(app, range), plain: plain.plainTotals(app, range) },
    { name: 'platforms', kept: readPlatforms(app, range), plain: plain.plainPlatforms(app, range) },
    { name: 'outcomes', kept: readOutcomes(app, range), plain: plain.plainOutcomes(app, range) },
    {
      name: 'concurrency',
      kept: readConcurrency(app, range),
      plain: plain.plainConcurrency(app, range),
    },
    ...rankings,
    ...series,
  ];
}

/** Sums of fractions differ in their last digit. */
function rounded(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_key, one: unknown) => (typeof one === 'bigint' ? String(one) : one)),
    (_key, one: unknown) => (typeof one === 'number' ? Number(one.toPrecision(10)) : one),
  );
}

function rangeOf(random: Random): TimeRange {
  if (random.below(4) === 0)
    return { start: new Date(FIRST - 5 * DAY_MS), end: new Date(NOW + 5 * DAY_MS) };
  const [one, other] = [timeOf(random), timeOf(random)].sort((a, b) => +a - +b) as [Date, Date];
  return { start: one, end: new Date(Math.max(+other, +one + 1)) };
}

describe('the figures of the installation', () => {
  let servers: TestServer[] = [];
  let stage: Stage;

  beforeEach(async () => {
    const clock = () => new Date(NOW);
    const first = await startServer({ clock, env: PATIENT });
    servers = [first, await startServer({ clock, env: PATIENT, beside: first })];
    const users: SeededUser[] = [];
    for (let count = 0; count < 9; count += 1) users.push(await seedUser(first));
    stage = { servers, users, random: new Random(0) };
  });
  afterEach(async () => {
    for (const server of servers.toReversed()) await server.stop();
  });

  const summarise = ({ servers: all, random }: Stage) =>
    summariseNext({ db: random.pick(all).db, clock: () => new Date(NOW), restMs: 0 });

  async function change({ servers: all, random, users }: Stage): Promise<string> {
    const kinds = [...Object.keys(STATEMENTS), ...Object.keys(REPORTS)];
    const kind = random.pick(kinds);
    const own = { servers: all, random, users };
    const statement = STATEMENTS[kind]?.(own);
    if (statement === undefined) await REPORTS[kind]?.(own);
    else if (random.below(3) > 0) await random.pick(all).db.rows(statement);
    else await whileSummarising(own, statement);
    return kind;
  }

  /** The statement is not committed yet when days are announced and summarised. */
  async function whileSummarising(own: Stage, statement: Sql): Promise<void> {
    const client = await connect(servers[0]?.databaseUrl ?? '');
    try {
      await client.query(
        `begin isolation level ${own.random.pick(['read committed', 'repeatable read'])}`,
      );
      await client.query('select count(*) from summary_days');
      if (own.random.below(2) === 0) await summarise(own);
      await client.query({ text: statement.text, values: [...statement.values] });
      for (let turn = 0; turn < own.random.below(4); turn += 1) await summarise(own);
      await client.query(own.random.below(4) > 0 ? 'commit' : 'rollback');
    } finally {
      await client.end();
    }
  }

  async function compare({ random }: Stage, range: TimeRange, done: readonly string[]) {
    const { app } = random.pick(servers);
    for (const { name, kept, plain: expected } of figuresOf(app, range, random)) {
      const what = `${name} of ${JSON.stringify(range)} after ${done.join(', ')}`;
      expect(rounded(await kept), what).toEqual(rounded(await expected));
    }
  }

  async function untilAllAreSummarised(own: Stage): Promise<void> {
    for (;;) {
      await summarise(own);
      const [state] = await own.random.pick(servers).db.rows<{ isDone: boolean }>(sql`
        select count(*) > 30 and bool_and(summarised_at is not null) and exists (select from summary_months)
          and not exists (select from summary_marks) as "isDone" from summary_days`);
      if (state?.isDone === true) return;
    }
  }

  it.each(SEEDS)('are those of the meetings, whatever happens to these (%i)', async (seed) => {
    const random = new Random(seed);
    const own = { ...stage, random };
    const done: string[] = [];
    for (let step = 0; step < STEPS; step += 1) {
      done.push(await change(own));
      for (let turn = random.below(16); turn > 0; turn -= 1) await summarise(own);
      if (random.below(3) === 0) await compare(own, rangeOf(random), done);
    }
    await untilAllAreSummarised(own);
    await compare(own, { start: new Date(FIRST - 5 * DAY_MS), end: new Date(NOW) }, done);
  });
});
