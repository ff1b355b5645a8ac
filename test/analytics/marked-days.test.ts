import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { dropScratchDatabase } from '../database/scratch.ts';
import { createHome } from '../key/peppers.ts';
import { receiptsOf } from '../recording/reports.ts';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer } from '../support/server.ts';
import { connect } from './client.ts';
import { PATIENT } from './installation.ts';

// A report may be of any year. What it costs goes by the days that have summaries, not by the centuries.

const NOW = new Date('2026-11-28T12:00:00Z');
const DAYS = 400;
/** Times before which a bot may have been requested that has just ended. */
const LONG_AGO = [1, 2, 3, 400, 1000, 1582, 1969].map(
  (year) => `${String(year).padStart(4, '0')}-01-01T00:00:00Z`,
);

describe('meetings of long ago', () => {
  // Without a service, which would summarise days meanwhile.
  let databaseUrl: string;
  let client: pg.Client;
  beforeAll(async () => {
    ({ databaseUrl } = await createHome());
    client = await connect(databaseUrl);
    await client.query(`insert into users (email) values ('person@example.com')`);
    await client.query(
      `insert into summary_days (day)
       select timestamptz '2026-11-28Z' - n * interval '24 hours' from generate_series(1, ${DAYS}) n`,
    );
  });
  afterAll(async () => {
    await client.end();
    await dropScratchDatabase(databaseUrl);
  });
  beforeEach(() => client.query('truncate summary_marks'));

  /** As bots that were requested then, and have just ended. */
  const record = (from: pg.Client, since: readonly string[]) =>
    from.query(
      `insert into meetings (user_id, platform, status, created_at, end_time)
       select u.id, 'zoom', 'completed', n, $2 from users u, unnest($1::timestamptz[]) n`,
      [since, NOW],
    );

  it('mark each day that there is once', async () => {
    await record(client, LONG_AGO);
    const { rows } = await client.query(
      'select count(*)::int as made, count(distinct day)::int as days from summary_marks',
    );
    expect(rows).toEqual([{ made: DAYS, days: DAYS }]);
  });

  it.each(['read committed', 'repeatable read'])(
    'touch no more of the database than one of a lifetime ago, %s',
    async (isolation) => {
      const lately = await touched(client, isolation, ['1960-01-01T00:00:00Z']);
      expect(await touched(client, isolation, LONG_AGO)).toBeLessThan(1.5 * lately);
    },
  );

  it('mark what may have been announced since the beginning of a transaction', async () => {
    const other = await connect(databaseUrl);
    try {
      await other.query('begin isolation level repeatable read');
      await other.query('select from users');
      const announced = '2011-03-05T00:00:00Z';
      await client.query('insert into summary_days (day) values ($1)', [announced]);
      await record(other, ['0001-01-01T00:00:00Z']);
      await other.query('commit');
      const { rowCount } = await client.query('select from summary_marks where day = $1', [
        announced,
      ]);
      expect(rowCount).toBe(1);
    } finally {
      await other.end();
    }
  });
});

it('reports of long ago are recorded with others', async () => {
  const server = await startServer({ clock: () => NOW, env: PATIENT });
  onTestFinished(() => server.stop());
  const user = await seedUser(server, { maxConcurrentBots: 100 });
  const key = (await seedKey(server, user, { scopes: ['BOT'] })).secret;
  const old = LONG_AGO.map((createdAt, place) => ({
    ...{ platform: 'ZOOM', nativeMeetingId: `old-${place}`, status: 'COMPLETED', createdAt },
    endTime: NOW,
  }));
  const meetings = [...old, { platform: 'ZOOM', nativeMeetingId: 'ordinary' }];
  const receipts = await receiptsOf(server, 'recordMeeting', { meetings }, { key });
  expect(receipts.map(({ state }) => state)).toEqual(meetings.map(() => 'CREATED'));
});

type Explained = { 'QUERY PLAN': [{ Plan: { 'Shared Hit Blocks': number } }] };

/** How many blocks of the database marking the days from then until now takes. */
async function touched(
  client: pg.Client,
  isolation: string,
  since: readonly string[],
): Promise<number> {
  await client.query(`begin isolation level ${isolation}`);
  const { rows } = await client.query<Explained>({
    text: `explain (analyze, buffers, format json)
      select summary_days_mark($1::timestamptz[], array_fill($2::timestamptz, array[$3::int]))`,
    values: [since, NOW, since.length],
  });
  await client.query('rollback');
  return rows[0]?.['QUERY PLAN'][0].Plan['Shared Hit Blocks'] ?? Number.POSITIVE_INFINITY;
}
