import pg from 'pg';
import { pino } from 'pino';
import sql from 'sql-template-tag';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { StartError } from '../../src/core/start-error.ts';
import { openPools } from '../../src/data/connection/pools.ts';
import type { Rows } from '../../src/data/database.ts';
import { migrate } from '../../src/data/migrations/migrate.ts';
import { createScratchDatabase, dropScratchDatabase, query } from '../database/scratch.ts';

let direct: string;
let pooled: string;

beforeAll(async () => {
  direct = await createScratchDatabase();
  const name = new URL(direct).pathname.slice(1);
  await query(
    direct,
    `alter database ${name} set datestyle = 'German'; alter database ${name} set search_path = nobody;
     alter database ${name} set default_transaction_isolation = 'serializable';
     alter database ${name} set statement_timeout = '9s'`,
  );
  await migrate({ connectionString: direct });
  pooled = Object.assign(new URL(direct), { port: String(inject('postgres').poolerPort) }).href;
});
afterAll(() => dropScratchDatabase(direct));

it('a pooler that is not announced is refused at the start, in one line', async () => {
  const starting = migrate({ connectionString: pooled });
  await expect(starting).rejects.toThrow(StartError);
  await expect(starting).rejects.toThrow(/^[^\n]*pgbouncer=true[^\n]*$/);
});

it('every statement runs under our settings, and leaves none of them to others', async () => {
  const log = pino({ level: 'silent' });
  const url = `${pooled}?pgbouncer=true&options=${encodeURIComponent('-c work_mem=7MB')}`;
  const pools = openPools({ url, poolSize: 3, statementTimeoutMs: 7_000, log });
  const settings = sql`select current_setting('datestyle') as datestyle, current_setting('work_mem') as memory,
    current_setting('transaction_isolation') as isolation, current_setting('search_path') as path`;
  const ours = {
    datestyle: 'ISO, MDY',
    memory: '7MB',
    isolation: 'read committed',
    path: '"public"',
  };
  try {
    const ways: Rows[] = [
      pools.db.rows,
      pools.db.heavyRows,
      pools.keys.rows,
      pools.side.rows,
      pools.breaker.rows,
      (statement) => pools.db.transaction((rows) => rows(statement)),
      async ({ text }) => (await pools.db.prisma.$queryRawUnsafe(text)) as never[],
    ];
    for (const rows of ways) expect(await rows(settings)).toEqual([ours]);
    // More at once than the pooler has connections.
    const all = await Promise.all(Array.from({ length: 60 }, () => pools.db.rows(settings)));
    expect(all).toEqual(Array.from({ length: 60 }, () => [ours]));
    await expect(pools.db.rows(sql`select 1 / 0`)).rejects.toMatchObject({ code: '22012' });
    expect(await pools.db.rows(settings)).toEqual([ours]);

    const other = new pg.Client({ connectionString: pooled });
    await other.connect();
    const { rows } = await other.query(`select current_setting('work_mem') as memory,
      current_setting('search_path') as path`);
    await other.end();
    expect(rows).toEqual([{ memory: '4MB', path: 'nobody' }]);
  } finally {
    await pools.close();
  }
});
