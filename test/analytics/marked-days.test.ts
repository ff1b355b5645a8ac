import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { receiptsOf } from '../recording/reports.ts';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { connect } from './client.ts';
import { PATIENT } from './installation.ts';

// A report may be of any year. What it costs goes by the days that have summaries, not by the centuries.

const NOW = new Date('2026-11-28T12:00:00Z');
const DAYS = 400;
/** Times before which a bot may have been requested that has just ended. */
const LONG_AGO = [1, 2, 3, 400, 1000, 1582, 1969].map(
  (year) => `${String(year).padStart(4, '0')}-01-01T00:00:00Z`,
);

let server: TestServer;
let user: SeededUser;
let key: string;
beforeAll(async () => {
  server = await startServer({ clock: () => NOW, env: PATIENT });
  user = await seedUser(server, { maxConcurrentBots: 100 });
  key = (await seedKey(server, user, { scopes: ['BOT'] })).secret;
  await server.db.rows(sql`
    insert into summary_days (day)
    select ${new Date('2026-11-28T00:00:00Z')}::timestamptz - n * interval '24 hours' from generate_series(1, ${DAYS}::int) n`);
});
afterAll(() => server.stop());

const marks = async () => {
  const [row] = await server.db.rows<{ made: number; days: number }>(
    sql`select count(*)::int as made, count(distinct day)::int as days from summary_marks`,
  );
  return row ?? { made: 0, days: 0 };
};

describe('meetings of long ago', () => {
  it('are recorded with others, and mark each day that there is once', async () => {
    await server.db.rows(sql`truncate summary_marks`);
    const old = LONG_AGO.map((createdAt, place) => ({
      platform: 'ZOOM',
      nativeMeetingId: `old-${place}`,
      status: 'COMPLETED',
      createdAt,
      endTime: '2026-11-28T10:42:00Z',
    }));
    const meetings = [...old, { platform: 'ZOOM', nativeMeetingId: 'ordinary' }];
    const receipts = await receiptsOf(server, 'recordMeeting', { meetings }, { key });
    expect(receipts.map(({ state }) => state)).toEqual(meetings.map(() => 'CREATED'));
    const { made, days } = await marks();
    expect(days).toBe(DAYS);
    // One statement inserts them all, and another one has their changes of status.
    expect(made).toBeLessThanOrEqual(2 * DAYS);
  });

  it.each(['read committed', 'repeatable read'])(
    'touch no more of the database than one of a lifetime ago, %s',
    async (isolation) => {
      const lately = await touched(isolation, [new Date('1960-01-01T00:00:00Z')]);
      const ancient = LONG_AGO.map((text) => new Date(text));
      expect(await touched(isolation, ancient)).toBeLessThan(1.5 * lately);
    },
  );

  it('mark what may have been announced since the beginning of a transaction', async () => {
    await server.db.rows(sql`truncate summary_marks`);
    const client = await connect(server.databaseUrl);
    try {
      await client.query('begin isolation level repeatable read');
      await client.query('select from users');
      const announced = new Date('2011-03-05T00:00:00Z');
      await server.db.rows(sql`insert into summary_days (day) values (${announced})`);
      await client.query(
        `insert into meetings (user_id, platform, status, created_at, end_time)
         values (${user.databaseId}, 'zoom', 'completed', '0001-01-01', '2012-01-01')`,
      );
      await client.query('commit');
      const rows = await server.db.rows(
        sql`select from summary_marks where day = ${announced} limit 2`,
      );
      expect(rows).toHaveLength(1);
    } finally {
      await client.end();
    }
  });
});

type Explained = { 'QUERY PLAN': [{ Plan: { 'Shared Hit Blocks': number } }] };

/** How many blocks of the database marking the days from then until now takes. */
async function touched(isolation: string, since: readonly Date[]): Promise<number> {
  const client = await connect(server.databaseUrl);
  try {
    await client.query(`begin isolation level ${isolation}`);
    const { rows } = await client.query<Explained>({
      text: `explain (analyze, buffers, format json)
        select summary_days_mark($1::timestamptz[], array_fill($2::timestamptz, array[$3::int]))`,
      values: [since, NOW, since.length],
    });
    await client.query('rollback');
    return rows[0]?.['QUERY PLAN'][0].Plan['Shared Hit Blocks'] ?? Number.POSITIVE_INFINITY;
  } finally {
    await client.end();
  }
}
