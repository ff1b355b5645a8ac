import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/database/database.ts';
import { migrate, pendingMigrations } from '../../src/database/migrate.ts';
import { migrationsDirectory } from '../../src/database/migration-files.ts';
import { StartError } from '../../src/start-error.ts';
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
const hasTable = async (table: string) =>
  (await query(url, `select to_regclass('${table}') is not null as found`))[0]?.['found'] === true;

async function refusal(directory?: string): Promise<string> {
  const error: unknown = await run(directory).then(
    () => new Error('It was accepted'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof StartError)) throw error;
  expect(error.message).not.toContain('\n');
  return error.message;
}

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

describe('what the migrations guard', () => {
  const user = (columns: string, values: string) =>
    query(url, `insert into users (${columns}) values (${values})`);
  const token = (columns: string, values: string) =>
    query(url, `insert into api_tokens (user_id, hint, ${columns}) values (1, 'h', ${values})`);
  const digest = (letter: string) => `decode(repeat('${letter}', 64), 'hex')`;

  beforeEach(async () => {
    await run();
    await user('email', `'Jane@example.com'`);
  });

  test('an address is taken whatever its case, until its account is deleted', async () => {
    await expect(user('email', `'jANE@EXAMPLE.com'`)).rejects.toMatchObject({
      constraint: 'users_email_key',
    });
    await query(url, 'update users set deleted_at = now()');
    await user('email', `'jANE@EXAMPLE.com'`);
  });

  test('a segment with an id is kept once per meeting', async () => {
    await query(url, `insert into meetings (user_id, platform) values (1, 'zoom'), (1, 'zoom')`);
    const segment = (meeting: number, id: string) =>
      query(
        url,
        `insert into transcript_segments (meeting_id, user_id, segment_id, start_offset, end_offset, text) values (${meeting}, 1, ${id}, 0, 1, 'x')`,
      );
    await segment(1, `'s'`);
    await expect(segment(1, `'s'`)).rejects.toMatchObject({
      constraint: 'transcript_segments_meeting_id_segment_id_key',
    });
    await segment(2, `'s'`);
    await segment(1, 'null');
    await segment(1, 'null');
  });

  test.each([
    ['users_role_check', 'role', `'owner'`],
    ['users_max_concurrent_bots_check', 'max_concurrent_bots', '-1'],
    ['users_data_check', 'data', `'[]'`],
    ['users_name_check', 'name', `repeat('n', 101)`],
  ])('%s', async (constraint, column, value) => {
    await expect(user(`email, ${column}`, `'other@example.com', ${value}`)).rejects.toMatchObject({
      constraint,
    });
  });

  test('users_email_check', async () => {
    await expect(user('email', `repeat('e', 321)`)).rejects.toMatchObject({
      constraint: 'users_email_check',
    });
  });

  test.each([
    ['api_tokens_digest_check', 'digest', `'\\x00'`],
    ['api_tokens_generation_check', 'digest, generation', `${digest('a')}, 0`],
    ['api_tokens_name_check', 'digest, name', `${digest('a')}, repeat('n', 256)`],
  ])('%s', async (constraint, columns, values) => {
    await expect(token(columns, values)).rejects.toMatchObject({ constraint });
  });

  test('admin keys, meetings and usage', async () => {
    await expect(
      query(
        url,
        `insert into admin_keys (name, hint, digest, access) values ('n', 'h', ${digest('a')}, 'root')`,
      ),
    ).rejects.toMatchObject({ constraint: 'admin_keys_access_check' });
    await expect(
      query(url, `insert into meetings (user_id, platform, data) values (1, 'zoom', '1')`),
    ).rejects.toMatchObject({ constraint: 'meetings_data_check' });
    await token('digest', digest('b'));
    await expect(
      query(
        url,
        `insert into token_usage_days (token_id, day, user_id, requests, first_at, last_at) values (1, now(), 1, -1, now(), now())`,
      ),
    ).rejects.toMatchObject({ constraint: 'token_usage_days_requests_check' });
  });
});

describe('a migration that fails', () => {
  const BROKEN = `create table half (id int);\n-- \u{1F511}\nselect nonsense;\n`;

  test('leaves nothing, says where and why, and works once it is mended', async () => {
    using folder = copyOfMigrations();
    folder.write(NEXT, BROKEN);
    const text = await refusal(folder.path);
    expect(text).toBe(
      `Migration ${NEXT} failed in line 3: the database says "column "nonsense" does not exist" (42703). Nothing of it was kept. Mend the cause and start again.`,
    );
    expect(await hasTable('half')).toBe(false);
    expect(await hasTable('users')).toBe(true);
    expect(await names()).toEqual([INIT]);

    folder.write(NEXT, BROKEN.replace('nonsense', '1'));
    expect(await run(folder.path)).toEqual({ applied: [NEXT] });
    expect(await hasTable('half')).toBe(true);
  });

  test('because its connection is cut leaves nothing', async () => {
    using folder = copyOfMigrations();
    folder.write(
      NEXT,
      'create table half (id int); select pg_terminate_backend(pg_backend_pid());',
    );
    expect(await refusal(folder.path)).toMatch(
      /connection to the database was lost during migration .*start again/,
    );
    expect(await hasTable('half')).toBe(false);
    expect(await names()).toEqual([INIT]);
  });

  test('because another program lives in the database says so', async () => {
    await query(url, 'create table users (id int)');
    expect(await refusal()).toMatch(
      /relation "users" already exists.*Nothing of it was kept.*set DATABASE_URL to an empty one/,
    );
    expect(await names()).toEqual([]);
  });
});

describe('a history that does not fit', () => {
  test('an edited migration is refused', async () => {
    await run();
    using folder = copyOfMigrations();
    folder.write(INIT, `${readFileSync(join(folder.path, INIT, 'migration.sql'), 'utf8')}\n`);
    expect(await refusal(folder.path)).toContain(
      `Migration ${INIT} was changed after it was applied`,
    );
  });

  test('other line ends are no edit', async () => {
    await run();
    using folder = copyOfMigrations();
    const text = readFileSync(join(folder.path, INIT, 'migration.sql'), 'utf8');
    folder.write(INIT, text.replaceAll('\n', '\r\n'));
    expect(await run(folder.path)).toEqual({ applied: [] });
  });

  test('a database that is newer than the program is refused', async () => {
    using folder = copyOfMigrations();
    folder.write(NEXT, 'select 1');
    await run(folder.path);
    folder.remove(NEXT);
    expect(await refusal(folder.path)).toContain(
      `The database is newer than this program: it has migration ${NEXT}`,
    );
  });

  test('a migration that another tool left unfinished is refused, one rolled back is not', async () => {
    await run();
    await query(
      url,
      `insert into _prisma_migrations (id, checksum, migration_name) values ('x', 'c', '${NEXT}')`,
    );
    expect(await refusal()).toContain(
      `Migration ${NEXT} was begun by another tool and did not finish`,
    );
    await query(
      url,
      'update _prisma_migrations set rolled_back_at = now() where finished_at is null',
    );
    expect(await run()).toEqual({ applied: [] });
  });

  test('an empty or missing folder is refused', async () => {
    using folder = copyOfMigrations();
    expect(await refusal(join(folder.path, 'absent'))).toContain('cannot be read');
    folder.remove(INIT);
    expect(await refusal(folder.path)).toContain('is empty');
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
      await expect(migrate({ connectionString: plain })).rejects.toThrow(/lacks a right/);
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
      await expect(migrate({ connectionString: latin })).rejects.toThrow(/encoded in LATIN1/);
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
