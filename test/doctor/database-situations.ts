import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createScratchDatabase, dropScratchDatabase, query } from '../database/scratch.ts';
import { createHome } from '../key/peppers.ts';
import { newDatabaseFolder } from '../support/database-folder.ts';
import { freePort } from '../support/ports.ts';
import { first, type Situation, type Stage, type Start } from './situation.ts';

export const clockBy = (ms: number) => ({
  env: first(`const now = Date.now; Date.now = () => now() + ${ms};`),
});

/** A database with all tables, which is spoiled. */
export const spoiled = (statement: string) => async (): Promise<Start> => {
  const { databaseUrl } = await createHome();
  onTestFinished(() => dropScratchDatabase(databaseUrl));
  await query(databaseUrl, statement);
  return { env: { DATABASE_URL: databaseUrl } };
};

/** What a statement says of the role is done for one of its own, which is no superuser. */
const asRole =
  (statements: string, home: () => Promise<string> = createScratchDatabase) =>
  async ({ databaseUrl }: Stage): Promise<Start> => {
    const url = await home();
    const role = new URL(url).pathname.slice(1);
    onTestFinished(async () => {
      await dropScratchDatabase(url);
      await query(databaseUrl, `drop role ${role}`);
    });
    await query(
      url,
      `create role ${role} login password 'poor'; ${statements.replaceAll('ROLE', role)}`,
    );
    return {
      env: { DATABASE_URL: Object.assign(new URL(url), { username: role, password: 'poor' }).href },
    };
  };

const FUNCTION =
  'set allow_system_table_mods = on; alter function pg_catalog.current_setting(text) rename to real_setting;';

export const DATABASE_SITUATIONS: readonly Situation[] = [
  {
    what: 'a sound database',
    finds: ['ok', 'database', /^PostgreSQL \d+/],
    start: {},
  },
  {
    what: 'a database whose version is old',
    finds: ['warn', 'database', /^PostgreSQL 14\.20 gets no more security updates/],
    remedy: /docs\/backup\.md/,
    start: spoiled(
      `${FUNCTION} create function pg_catalog.current_setting(text) returns text stable language sql as $$
        select case $1 when 'server_version' then '14.20' when 'server_version_num' then '140020'
          else pg_catalog.real_setting($1) end $$`,
    ),
  },
  {
    what: 'a database that does not respond',
    finds: ['fail', 'database', /does not respond/],
    start: async ({ databaseUrl }) => ({
      env: {
        DATABASE_URL: Object.assign(new URL(databaseUrl), { port: String(await freePort()) }).href,
      },
    }),
  },
  {
    what: 'a read-only database',
    finds: ['fail', 'database', /The database is read-only/],
    start: spoiled(
      `do $$ begin execute format('alter database %I set default_transaction_read_only = on', current_database()); end $$`,
    ),
  },
  {
    what: 'an embedded database that is not there yet',
    finds: ['ok', 'database', /The first start creates the embedded one/],
    start: { env: { DATABASE_URL: '' } },
  },
  {
    what: 'an embedded database of another version',
    finds: ['fail', 'database', /is from PostgreSQL 9, this program includes \d+/],
    start: () => {
      // Where the account of PostgreSQL can go.
      const dataDir = newDatabaseFolder('latchkey-doctor-');
      onTestFinished(() => rmSync(dataDir, { recursive: true }));
      mkdirSync(join(dataDir, 'postgres'));
      writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '9\n');
      return { env: { DATABASE_URL: '', DATA_DIR: dataDir } };
    },
  },
  {
    what: 'a clock that is right',
    finds: ['ok', 'clock', /^0\.\d s from/],
    start: {},
  },
  {
    what: 'a clock that is ahead',
    finds: ['warn', 'clock', /60\.\d s ahead of/],
    remedy: /NTP/,
    start: clockBy(60_000),
  },
  {
    what: 'a clock that is behind',
    finds: ['warn', 'clock', /60\.\d s behind that/],
    start: clockBy(-60_000),
  },
  {
    what: 'time zones',
    finds: ['ok', 'time zones', /knows them/],
    start: {},
  },
  {
    what: 'no time zones',
    finds: ['fail', 'time zones', /no data of time zones/],
    remedy: /tzdata/,
    start: spoiled(
      `set allow_system_table_mods = on; create or replace view pg_catalog.pg_timezone_names as
        select ''::text as name, ''::text as abbrev, interval '0' as utc_offset, false as is_dst`,
    ),
  },
  {
    what: 'a locale',
    finds: ['ok', 'locale', /^UTF8, /],
    start: {},
  },
  {
    what: 'a collation of another version',
    finds: ['warn', 'locale', /created with version 1 of its collation/],
    remedy: /reindex database/,
    start: spoiled('update pg_database set datcollversion = 1 where datname = current_database()'),
  },
  {
    what: 'a role that owns its database',
    finds: ['ok', 'rights', /has what it needs/],
    start: asRole(
      `do $$ begin execute format('alter database %I owner to ROLE', current_database()); end $$`,
    ),
  },
  {
    what: 'a role that cannot create tables',
    finds: ['warn', 'rights', /cannot create tables/],
    remedy: /^Run: grant create on schema "public" to "scratch_\w+"/,
    start: asRole(''),
  },
  {
    what: 'a role that cannot create the first tables',
    finds: ['fail', 'migrations', /The first start cannot create the tables/],
    remedy: /Give the role the right/,
    start: asRole(''),
  },
  {
    what: 'a role that cannot read tables',
    finds: ['fail', 'rights', /cannot read and write \d+ tables/],
    remedy: /alter table \w+ owner to/,
    start: asRole('', async () => (await createHome()).databaseUrl),
  },
  {
    what: 'a role that lacks one right',
    finds: ['fail', 'rights', /tables: no right to audit_events \(insert\)\.$/],
    remedy: /grant all on audit_events to/,
    start: asRole(
      `grant all on all tables in schema public to ROLE; revoke insert on audit_events from ROLE`,
      async () => (await createHome()).databaseUrl,
    ),
  },
  {
    what: 'all tables and columns',
    finds: ['ok', 'schema', /is there/],
    start: {},
  },
  ...['users', 'audit_events', 'api_tokens', 'token_usage'].map(
    (table): Situation => ({
      what: `no table ${table}`,
      finds: ['fail', 'schema', new RegExp(`^Missing: table ${table}\\.$`)],
      remedy: /restore a backup/,
      start: spoiled(`alter table ${table} rename to gone`),
    }),
  ),
  {
    what: 'a missing column',
    finds: ['fail', 'schema', /^Missing: column users\.role\.$/],
    start: spoiled('alter table users rename column role to gone'),
  },
  {
    what: 'a disabled trigger',
    finds: ['fail', 'schema', /^Missing or disabled: trigger summary_after_update on meetings\.$/],
    remedy: /latchkey analytics rebuild/,
    start: spoiled('alter table meetings disable trigger summary_after_update'),
  },
  {
    what: 'an index that could not be built',
    finds: ['fail', 'schema', /^Missing or disabled: index \w+\.$/],
    remedy: /restore a backup/,
    start: spoiled(
      "update pg_index set indisvalid = false where indexrelid = 'meetings_created_at_id_idx'::regclass",
    ),
  },
  {
    what: 'a superuser',
    finds: ['warn', 'rights', /is a superuser/],
    remedy: /ops\/db-role\.sh/,
    start: {},
  },
  {
    what: 'a database without tables',
    finds: ['ok', 'migrations', /The first start creates the tables/],
    start: async () => {
      const databaseUrl = await createScratchDatabase();
      onTestFinished(() => dropScratchDatabase(databaseUrl));
      return { env: { DATABASE_URL: databaseUrl } };
    },
  },
  {
    what: 'all migrations',
    finds: ['ok', 'migrations', /All are applied/],
    start: {},
  },
  {
    what: 'a missing migration',
    finds: ['warn', 'migrations', /1 are not applied/],
    remedy: /latchkey migrate/,
    start: spoiled(
      'delete from _prisma_migrations where migration_name = (select max(migration_name) from _prisma_migrations)',
    ),
  },
  {
    what: 'a later program, with whose database this one works',
    finds: ['ok', 'migrations', /All are applied/],
    start: spoiled(
      `insert into _prisma_migrations (id, checksum, migration_name, finished_at, logs) values ('x', 'x', '99990101000000_later', now(), 'works with 0.1.0')`,
    ),
  },
  {
    what: 'the right pepper',
    finds: ['ok', 'pepper', /the one of all 1 keys/],
    start: {},
  },
  {
    what: 'another pepper',
    finds: ['fail', 'pepper', /1 of 1 keys were made with/],
    remedy: /Set TOKEN_PEPPER/,
    start: ({ pepper }) => ({ env: { TOKEN_PEPPER: `${pepper}!` } }),
  },
  {
    what: 'no pepper, and keys that need one',
    finds: ['fail', 'pepper', /No pepper is set here, and 1 keys/],
    start: { env: { TOKEN_PEPPER: '' } },
  },
  {
    what: 'no pepper, and no keys',
    finds: ['ok', 'pepper', /The first start generates one/],
    start: async (stage) => {
      const { env } = await spoiled('select')();
      return { env: { ...env, TOKEN_PEPPER: '', DATA_DIR: join(stage.folder, 'data') } };
    },
  },
  {
    what: 'two peppers',
    finds: ['warn', 'pepper', /PREVIOUS is set/],
    start: ({ pepper }) => ({ env: { TOKEN_PEPPER_PREVIOUS: `${pepper}!` } }),
  },
];
