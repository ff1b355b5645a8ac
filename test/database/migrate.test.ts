import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StartError } from '../../src/core/start-error.ts';
import { openDatabase } from '../../src/data/connection/open-database.ts';
import { migrate, pendingMigrations } from '../../src/data/migrations/migrate.ts';
import { migrationsDirectory } from '../../src/data/migrations/migration-files.ts';
import { copyOfMigrations, createScratchDatabase, dropScratchDatabase, query } from './scratch.ts';

const INIT = '20261120000000_init';
const NEXT = '20991231000000_next';

let url = '';
beforeEach(async () => {
  url = await createScratchDatabase();
});
afterEach(() => dropScratchDatabase(url));

const run = (directory?: string) =>
  migrate({ connectionString: url }, directory === undefined ? {} : { directory });
const names = async () =>
  (await query(url, 'select migration_name as name from _prisma_migrations order by 1')).map(
    ({ name }) => name,
  );

describe('on an empty database', () => {
  test('every migration is applied once', async () => {
    const lines: string[] = [];
    const { applied } = await migrate(
      { connectionString: url },
      { log: (line) => lines.push(line) },
    );
    expect(applied).toContain(INIT);
    expect(lines).toContain(`Applied migration ${INIT}.`);
    expect(await names()).toEqual(applied);
    expect(await run()).toEqual({ applied: [] });
    expect(await names()).toEqual(applied);
  });

  test('three processes at once all come up, and one does the work', async () => {
    const results = await Promise.all([run(), run(), run()]);
    expect(results.map(({ applied }) => applied.length).sort()).toEqual([0, 0, expect.any(Number)]);
    expect(results.flatMap(({ applied }) => applied)).toEqual(await names());
  });

  test('what is recorded is what Prisma would record', async () => {
    await run();
    const file = readFileSync(join(migrationsDirectory(), INIT, 'migration.sql'));
    const rows = await query(
      url,
      `select *, finished_at >= started_at as in_order from _prisma_migrations where migration_name = '${INIT}'`,
    );
    expect(rows).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        checksum: createHash('sha256').update(file).digest('hex'),
        migration_name: INIT,
        logs: null,
        rolled_back_at: null,
        started_at: expect.any(Date),
        finished_at: expect.any(Date),
        applied_steps_count: 1,
        in_order: true,
      },
    ]);
  });
});

describe('around a migration', () => {
  test('waiting for another process ends with a clear line', async () => {
    const other = new pg.Client({ connectionString: url });
    await other.connect();
    try {
      await other.query('select pg_advisory_lock(72707369)');
      const waiting = migrate({ connectionString: url }, { lockTimeoutMs: 300 });
      await expect(waiting).rejects.toThrow(StartError);
      await expect(waiting).rejects.toThrow(
        'Another process has been migrating this database for more than 1 seconds',
      );
    } finally {
      await other.end();
    }
    expect((await run()).applied).toContain(INIT);
  });

  test('a backup that is being written makes way', async () => {
    await run();
    const backup = new pg.Client({ connectionString: url, application_name: 'latchkey-backup' });
    const ended = new Promise((resolve) => backup.on('error', resolve));
    await backup.connect();
    await backup.query('begin; lock table users in access share mode');
    using folder = copyOfMigrations();
    folder.write(NEXT, 'alter table users add column next int');
    const lines: string[] = [];
    const log = (line: string) => lines.push(line);
    await migrate({ connectionString: url }, { directory: folder.path, log });
    await ended;
    expect(lines).toContain('Ended a backup that was being written; the service begins another.');
    expect(await names()).toContain(NEXT);
  });

  test('limits of the role do not end a long migration', async () => {
    const name = new URL(url).pathname.slice(1);
    await query(url, `alter database ${name} set statement_timeout = '50ms'`);
    using folder = copyOfMigrations();
    folder.write(NEXT, 'select pg_sleep(0.2)');
    expect((await run(folder.path)).applied).toContain(NEXT);
  });

  test('a role that may not create tables starts on a finished database, and is told why on an empty one', async () => {
    const role = `role_${new URL(url).pathname.slice(1)}`;
    await query(
      url,
      `create role ${role} login password 'p'; revoke create on schema public from public`,
    );
    const plain = Object.assign(new URL(url), { username: role, password: 'p' }).href;
    try {
      await expect(migrate({ connectionString: plain })).rejects.toThrow(/lacks a privilege/);
      await run();
      await query(url, `grant select on _prisma_migrations to ${role}`);
      expect(await migrate({ connectionString: plain })).toEqual({ applied: [] });
    } finally {
      await query(url, `drop owned by ${role}; drop role ${role}`);
    }
  });

  test('a database that cannot hold every name is refused', async () => {
    const latin = await createScratchDatabase(`encoding 'LATIN1' locale 'C'`);
    try {
      await expect(migrate({ connectionString: latin })).rejects.toThrow(
        /encoding of the database is LATIN1/,
      );
    } finally {
      await dropScratchDatabase(latin);
    }
  });

  test('pending migrations can be asked for, also where nothing was ever applied', async () => {
    const db = openDatabase({ url, poolSize: 1, statementTimeoutMs: 5_000 });
    try {
      expect(await pendingMigrations(db.rows, [INIT, NEXT])).toEqual([INIT, NEXT]);
      await run();
      expect(await pendingMigrations(db.rows, [INIT, NEXT])).toEqual([NEXT]);
      expect(await pendingMigrations(db.rows, [INIT])).toEqual([]);
    } finally {
      await db.close();
    }
  });
});
