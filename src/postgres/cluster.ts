import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { StartError } from '../start-error.ts';
import { type Account, canUse } from './account.ts';
import { SHARED_HOME } from './binaries.ts';

export const SUPERUSER = 'latchkey';
export const DATABASE = 'latchkey';

export type Cluster = {
  readonly folder: string;
  readonly password: string;
  /** False for one that was there before. */
  readonly created: boolean;
};

/** Makes the data folder, for us alone; PostgreSQL's account may only pass through it. */
export function makeDataDir(dataDir: string, account: Account): void {
  try {
    mkdirSync(dataDir, { recursive: true });
    chmodSync(dataDir, account === null ? 0o700 : 0o711);
  } catch (error) {
    throw new StartError(
      `The data folder ${dataDir} cannot be written (${(error as Error).message}): set DATA_DIR to a folder of your own`,
    );
  }
}

/**
 * Finds the cluster of a data folder, or makes it.
 * @throws StartError when it is of another version of PostgreSQL, or cannot be made
 */
export function openCluster(dataDir: string, binDir: string, account: Account): Cluster {
  const folder = clusterFolder(dataDir, account);
  const passwordFile = join(dataDir, 'postgres-password');
  if (existsSync(join(folder, 'PG_VERSION'))) {
    checkVersion(folder, binDir);
    return { folder, password: readPassword(passwordFile), created: false };
  }
  const password = randomBytes(24).toString('base64url');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  initialise({ folder, password, binDir, account });
  return { folder, password, created: true };
}

/** Inside the data folder where PostgreSQL's account can go there, else in a place that all may enter. */
function clusterFolder(dataDir: string, account: Account): string {
  const pointer = join(dataDir, 'postgres-location');
  if (existsSync(pointer)) return readFileSync(pointer, 'utf8').trim();
  if (canUse(account, dataDir)) return join(dataDir, 'postgres');

  const name = createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 16);
  const folder = join(SHARED_HOME, name, 'postgres');
  mkdirSync(dirname(folder), { recursive: true });
  chmodSync(SHARED_HOME, 0o755);
  chmodSync(dirname(folder), 0o711);
  writeFileSync(pointer, `${folder}\n`);
  return folder;
}

function readPassword(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new StartError(
      `The database's password file ${file} is missing or unreadable: put it back from a backup`,
    );
  }
}

function checkVersion(folder: string, binDir: string): void {
  const has = readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim();
  const { stdout } = spawnSync(join(binDir, 'postgres'), ['--version'], { encoding: 'utf8' });
  const runs = /^\D*(\d+)/.exec(stdout)?.[1] ?? '';
  if (has === runs) return;
  throw new StartError(
    `The database in ${folder} is of PostgreSQL ${has}, this program brings ${runs}: dump it with version ${has}, and restore it into a new DATA_DIR`,
  );
}

type Initialisation = {
  readonly folder: string;
  readonly password: string;
  readonly binDir: string;
  readonly account: Account;
};

/** Beside its place first: a start that is killed half-way leaves nothing that looks like a database. */
function initialise({ folder, password, binDir, account }: Initialisation): void {
  removeUnfinished(folder);
  const unfinished = `${folder}.unfinished-${process.pid}`;
  const passwordFile = `${unfinished}-password`;
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account !== null)
    for (const path of [unfinished, passwordFile]) chownSync(path, account.uid, account.gid);

  const { status, stderr, error } = spawnSync(
    join(binDir, 'initdb'),
    [
      '-D',
      unfinished,
      '-U',
      SUPERUSER,
      `--pwfile=${passwordFile}`,
      '-A',
      'scram-sha-256',
      '-E',
      'UTF8',
      '--locale=C',
      '--no-instructions',
    ],
    { ...account, cwd: '/', encoding: 'utf8' },
  );
  rmSync(passwordFile, { force: true });
  if (status === 0) {
    renameSync(unfinished, folder);
    return;
  }
  rmSync(unfinished, { recursive: true, force: true });
  const said = (stderr ?? error?.message ?? '').trim().split('\n').at(-1) ?? '';
  throw new StartError(`PostgreSQL could not make its database in ${folder}: ${said}`);
}

function removeUnfinished(folder: string): void {
  const parent = dirname(folder);
  for (const name of readdirSync(parent)) {
    if (name.startsWith(`${basename(folder)}.unfinished-`))
      rmSync(join(parent, name), { recursive: true, force: true });
  }
}
