import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StartError } from '../../src/core/start-error.ts';
import { VERSION } from '../../src/core/version.ts';
import { migrate } from '../../src/data/migrations/migrate.ts';
import { copyOfMigrations, createScratchDatabase, dropScratchDatabase, query } from './scratch.ts';

const INIT = '20261120000000_init';
const NEXT = '20991231000000_next';
const ALL = readdirSync('prisma/migrations')
  .filter((name) => /^\d/.test(name))
  .toSorted();

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

describe('a migration that fails', () => {
  const BROKEN = `create table half (id int);\n-- \u{1F511}\nselect nonsense;\n`;

  test('leaves nothing, says where and why, and works once it is mended', async () => {
    using folder = copyOfMigrations();
    folder.write(NEXT, BROKEN);
    const text = await refusal(folder.path);
    expect(text).toBe(
      `Migration ${NEXT} failed in line 3: the database says "column "nonsense" does not exist" (42703). It was rolled back. Fix the cause and start again.`,
    );
    expect(await hasTable('half')).toBe(false);
    expect(await hasTable('users')).toBe(true);
    expect(await names()).toEqual(ALL);

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
    expect(await names()).toEqual(ALL);
  });

  test('because another program lives in the database says so', async () => {
    await query(url, 'create table users (id int)');
    expect(await refusal()).toMatch(
      /relation "users" already exists.*It was rolled back.*set DATABASE_URL to an empty one/,
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
    await query(url, `update _prisma_migrations set logs = null where migration_name = '${NEXT}'`);
    expect(await refusal(folder.path)).toContain(
      `The database is newer than this program: it has migration ${NEXT}`,
    );
  });

  test.each([
    ['an earlier version', '0.0.9', true],
    ['this version', VERSION, true],
    ['a later version', '999.0.0', false],
  ])('one of a later program that works with %s', async (_what, version, isAccepted) => {
    await run();
    await query(
      url,
      `insert into _prisma_migrations (id, checksum, migration_name, finished_at, logs)
       values ('x', 'c', '${NEXT}', now(), 'works with ${version}')`,
    );
    if (isAccepted) expect(await run()).toEqual({ applied: [] });
    else expect(await refusal()).toContain('The database is newer than this program');
  });

  test('a migration that another tool left unfinished is refused, one rolled back is not', async () => {
    await run();
    await query(
      url,
      `insert into _prisma_migrations (id, checksum, migration_name) values ('x', 'c', '${NEXT}')`,
    );
    expect(await refusal()).toContain(`Another tool began migration ${NEXT} and did not finish`);
    await query(
      url,
      'update _prisma_migrations set rolled_back_at = now() where finished_at is null',
    );
    expect(await run()).toEqual({ applied: [] });
  });

  test('an empty or missing folder is refused', async () => {
    using folder = copyOfMigrations();
    expect(await refusal(join(folder.path, 'absent'))).toContain('cannot be read');
    for (const name of ALL) folder.remove(name);
    expect(await refusal(folder.path)).toContain('is empty');
  });
});
