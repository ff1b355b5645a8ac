import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { syncFolder } from '../../core/config/generated-secret.ts';
import { folderRemedy, makeFolder } from '../../core/folder.ts';
import { StartError } from '../../core/start-error.ts';
import { VERSION } from '../../core/version.ts';
import { explainConnectionError } from '../connection/connect-error.ts';
import { BACKUP_SESSION } from '../connection/session-names.ts';
import { connectionSettings } from '../connection/session-settings.ts';
import { endWhenSilent } from '../connection/silent.ts';
import type { Rows } from '../database.ts';
import { readMigrations } from '../migrations/migration-files.ts';
import { columnsOf } from './columns.ts';
import { CopyOut } from './copy.ts';
import { writeCompressed } from './files.ts';
import { type BackedUpTable, type BackupManifest, MANIFEST, manifestText } from './manifest.ts';
import { nameOf, unfinishedNameOf } from './names.ts';
import { clientRows } from './rows.ts';
import { readBackupState } from './state.ts';
import { readSequences, readShapes, type TableShape, tablesOf } from './tables.ts';

export type WriteOptions = {
  /** Of the server itself, past a pooler. */
  readonly url: string;
  /** Where backups are: each is a folder in it. */
  readonly folder: string;
  /** Those of this program. */
  readonly migrations: string;
  /** Fingerprints of the peppers that keys and secrets need, read in the snapshot of the backup. */
  readonly peppersOf: (rows: Rows) => Promise<readonly string[]>;
  /** Another time than the database's. */
  readonly now?: Date | null;
  /** For one process at a time: whether there is still something to do is known once the lock is held. */
  readonly alone?: { readonly lock: number; readonly isDue: () => Promise<boolean> };
  readonly signal?: AbortSignal;
  /** How long it waits after each block of rows, so that a service in the same process keeps its pace. */
  readonly pauseMs?: number;
  /** How long the database may say nothing. */
  readonly silenceMs?: number;
};

export type WrittenBackup = { readonly path: string; readonly manifest: BackupManifest };

const CONNECT_TIMEOUT_MS = 10_000;
/** Rows come all the time; only the locks of a migration are waited for. */
const SILENCE_MS = 120_000;

/**
 * Writes all rows as of one point in time into a new folder. It has its name only once it is complete, and
 * writers of the database do not wait for it.
 * @returns null when another process writes one, or has just written one
 * @throws StartError with the cause in one line
 */
export async function writeBackup(options: WriteOptions): Promise<WrittenBackup | null> {
  const { url, folder, alone, silenceMs = SILENCE_MS } = options;
  const settings = connectionSettings(url, BACKUP_SESSION);
  const client = new pg.Client({
    ...settings.config,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
  });
  // A lost connection fails the statement under way. Unheard, the event would end the process.
  client.on('error', () => {});
  try {
    makeFolder(folder, 0o700);
    await connect(client, options.signal);
    endWhenSilent(client, silenceMs, () => silent(silenceMs));
    await settings.prepare(client);
    if (alone && !((await takeLock(client, alone.lock)) && (await alone.isDue()))) return null;
    await beginSnapshot(client, options.migrations);
    return await writeSnapshot(client, options);
  } catch (error) {
    throw explain(options, error);
  } finally {
    const ended = client.end().catch(() => {});
    // The end of a connection that is not there yet takes as long as its beginning.
    if (!options.signal?.aborted) await ended;
  }
}

/** A server that is away is not waited for when the backup is not wanted any more. */
async function connect(client: pg.Client, signal?: AbortSignal): Promise<void> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const stop = () => reject(signal?.reason);
  signal?.throwIfAborted();
  signal?.addEventListener('abort', stop);
  try {
    await Promise.race([client.connect(), aborted]);
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

/**
 * Locks the tables before the snapshot is taken, which is at the first read: a migration that writes a
 * table anew in between would leave it empty in the snapshot.
 */
async function beginSnapshot(client: pg.Client, migrations: string): Promise<void> {
  const names = tablesOf(await readMigrations(migrations));
  const tables = (await readShapes(client, names)).map(({ name }) => pg.escapeIdentifier(name));
  await client.query('begin isolation level repeatable read read only');
  if (tables.length > 0) await client.query(`lock table ${tables.join(', ')} in access share mode`);
}

async function takeLock(client: pg.Client, lock: number): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(
    'select pg_try_advisory_lock($1) as taken',
    [lock],
  );
  return rows[0]?.taken === true;
}

async function writeSnapshot(client: pg.Client, options: WriteOptions): Promise<WrittenBackup> {
  const { folder, migrations, peppersOf, now = null } = options;
  const { tables: names, ...state } = await readBackupState(client, { migrations, now });
  const shapes = await readShapes(client, names);
  const peppers = [...(await peppersOf(clientRows(client)))];
  const path = join(folder, nameOf(state.createdAt));
  const unfinished = join(folder, unfinishedNameOf(state.createdAt));
  await mkdir(unfinished, { mode: 0o700 });
  try {
    const tables: BackedUpTable[] = [];
    for (const shape of shapes)
      tables.push(await writeTable(client, { shape, unfinished, options }));
    const sequences = await readSequences(client);
    const manifest = { format: 1, version: VERSION, ...state, peppers, tables, sequences } as const;
    await writeFile(join(unfinished, MANIFEST), manifestText(manifest), {
      mode: 0o600,
      flush: true,
    });
    await syncFolder(unfinished);
    await rename(unfinished, path);
    await syncFolder(folder);
    return { path, manifest };
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
}

function silent(ms: number): StartError {
  return new StartError(
    `The database has not answered for ${ms / 1_000} seconds, so the backup was ended. Check the database server and the network to it.`,
  );
}

type Target = {
  readonly shape: TableShape;
  readonly unfinished: string;
  readonly options: WriteOptions;
};

async function writeTable(
  client: pg.Client,
  { shape, unfinished, options }: Target,
): Promise<BackedUpTable> {
  const { name, columns } = shape;
  const file = `${name}.copy.gz`;
  const source = new CopyOut(client, `copy ${columnsOf(shape)} to stdout`, options.pauseMs);
  const written = await writeCompressed(join(unfinished, file), source, options.signal);
  return { name, columns: [...columns], rows: source.rows, file, ...written };
}

const OF_NETWORK = /^(?:ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_|EHOST|ENET)/;

/** What the system says when there is no room or no right. */
function explain({ url, folder, signal }: WriteOptions, error: unknown): unknown {
  if (error instanceof StartError || signal?.aborted) return error;
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (syscall !== undefined && !OF_NETWORK.test(code ?? ''))
    return new StartError(
      `The backup could not be written to ${folder} (${code}): ${folderRemedy(error, '--to or BACKUP_DIR')}. Nothing was left there.`,
      { cause: error },
    );
  return explainConnectionError(url, error);
}
