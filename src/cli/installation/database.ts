import pg from 'pg';
import type { Config } from '../../core/config/config.ts';
import { StartError } from '../../core/start-error.ts';
import { clientRows } from '../../data/backup/rows.ts';
import { explainConnectionError } from '../../data/connection/connect-error.ts';
import { connectionSettings } from '../../data/connection/session-settings.ts';
import { refuseUnsuitable } from '../../data/connection/suitable.ts';
import { refuseUnfinishedRestore } from '../../data/migrations/unfinished-restore.ts';
import { refuseElsewhere } from '../../data/schema.ts';
import { fail, type InstallationCheck, ok, refusedStart, warn } from './check.ts';
import { checkMigrations } from './migrations.ts';
import { checkPepper } from './pepper.ts';
import { checkRights } from './rights.ts';
import { checkSchema } from './schema.ts';

const CONNECT_TIMEOUT_MS = 10_000;
/** The first version that its developers still repair. */
const MAINTAINED = 15;
const CLOCK_MS = 5_000;

/** Reads only: nothing in the database is changed. */
export async function checkDatabase(config: Config, url: string): Promise<InstallationCheck[]> {
  const settings = connectionSettings(url, 'latchkey-doctor');
  const client = new pg.Client({ ...settings.config, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  // A lost connection fails the statement under way. Unheard, the event would end the process.
  client.on('error', () => {});
  try {
    await client.connect();
    await refuseUnsuitable(client);
    await settings.prepare(client);
    if (settings.schema === null) await refuseElsewhere(client);
    await refuseUnfinishedRestore(client);
    return [...(await checkServer(client)), ...(await checkContent(client, config))];
  } catch (error) {
    return [
      refusedStart(
        'database',
        error instanceof StartError ? error : explainConnectionError(url, error),
      ),
    ];
  } finally {
    await client.end().catch(() => {});
  }
}

async function checkContent(client: pg.Client, config: Config): Promise<InstallationCheck[]> {
  const rights = await checkRights(client);
  // Nothing can be read then.
  if (rights.some(({ verdict }) => verdict === 'fail')) return rights;
  const migrations = await checkMigrations(client);
  if (!migrations.hasTables) return [...rights, migrations.check];
  const rows = clientRows(client);
  const schema = await checkSchema(rows);
  // The keys may be what is missing.
  const pepper = schema.verdict === 'ok' ? await checkPepper(rows, config) : [];
  return [...rights, migrations.check, schema, ...pepper];
}

type Server = {
  readonly version: string;
  readonly major: number;
  readonly now: Date;
  readonly zones: number;
  readonly collation: string;
};

async function checkServer(client: pg.Client): Promise<InstallationCheck[]> {
  const asked = Date.now();
  const { rows } = await client.query<Server>(
    `select current_setting('server_version') as version, clock_timestamp() as now, datcollate as collation,
       current_setting('server_version_num')::int / 10000 as major,
       (select count(*)::int from pg_timezone_names where name in ('Europe/Berlin', 'Asia/Kolkata')) as zones
     from pg_database where datname = current_database()`,
  );
  const [server] = rows;
  if (server === undefined) return [];
  const away = Math.round((asked + Date.now()) / 2 - Number(server.now));
  return [
    server.major >= MAINTAINED
      ? ok('database', `PostgreSQL ${server.version}.`)
      : warn(
          'database',
          `PostgreSQL ${server.version} gets no more security updates.`,
          'Move to a newer version: docs/backup.md says how.',
        ),
    checkClock(away),
    server.zones === 2
      ? ok('time zones', 'The database knows them.')
      : fail(
          'time zones',
          'The database has no data of time zones.',
          'Install the package tzdata on its server.',
        ),
    await checkCollation(client, server),
  ];
}

function checkClock(away: number): InstallationCheck {
  const seconds = (Math.abs(away) / 1_000).toFixed(1);
  if (Math.abs(away) <= CLOCK_MS) return ok('clock', `${seconds} s from that of the database.`);
  return warn(
    'clock',
    `This machine's clock is ${seconds} s ${away > 0 ? 'ahead of' : 'behind'} that of the database, by which keys expire.`,
    'Synchronise both with NTP.',
  );
}

/** A library of another version may sort texts in another order than the indexes were built in. */
async function checkCollation(
  client: pg.Client,
  { major, collation }: Server,
): Promise<InstallationCheck> {
  const fine = ok('locale', `UTF8, ${collation}.`);
  if (major < MAINTAINED) return fine;
  const { rows } = await client.query<{ stored: string | null; actual: string | null }>(
    `select datcollversion as stored, pg_database_collation_actual_version(oid) as actual
       from pg_database where datname = current_database()`,
  );
  const [{ stored, actual } = { stored: null, actual: null }] = rows;
  if (stored === null || stored === actual) return fine;
  return warn(
    'locale',
    `The database was created with version ${stored} of its collation, and the server has ${actual ?? 'none'}.`,
    'Run `reindex database`, then `alter database … refresh collation version`.',
  );
}
