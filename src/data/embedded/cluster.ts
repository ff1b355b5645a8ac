import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder } from '../../core/folder.ts';
import { StartError } from '../../core/start-error.ts';
import { canUse, folderOwner, giveTo, type ServerAccount } from './account.ts';
import { SHARED_HOME } from './binaries.ts';
import { initialise } from './initialise.ts';

const PASSWORD_FILE = 'postgres-password';
export const SERVICE_PASSWORD_FILE = 'postgres-service-password';

export type Cluster = {
  readonly folder: string;
  /** What its server has to run as. */
  readonly account: ServerAccount;
  /** The superuser's. */
  readonly password: string;
  /** The service's own role's. */
  readonly servicePassword: string;
  /** False for one that was there before. */
  readonly created: boolean;
};

/** Whether a data folder has a database, or had one. */
export function hasCluster(dataDir: string): boolean {
  return ['postgres', 'postgres-location'].some((name) => existsSync(join(dataDir, name)));
}

/** Makes the data folder, for us alone; PostgreSQL's account may only pass through it. */
export function makeDataDir(dataDir: string, account: ServerAccount): void {
  makeFolder(dataDir, 0o700);
  chmodSync(dataDir, account === null ? 0o700 : 0o711);
}

type OpenOptions = {
  readonly binDir: string;
  readonly account: ServerAccount;
  /** Gives up making one: its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
};

/**
 * Finds the cluster of a data folder, or makes it. Nothing runs on it.
 * @throws StartError when it is of another version of PostgreSQL, or cannot be made
 */
export async function openCluster(
  dataDir: string,
  { binDir, account, signal }: OpenOptions,
): Promise<Cluster> {
  const folder = clusterFolder(dataDir, account);
  const passwordFile = join(dataDir, PASSWORD_FILE);
  const servicePassword = storedPassword(join(dataDir, SERVICE_PASSWORD_FILE));
  if (existsSync(join(folder, 'PG_VERSION'))) {
    checkVersion(folder, binDir);
    const owner = folderOwner(folder, account);
    giveTo(folder, owner);
    const password = readPassword(passwordFile);
    return { folder, account: owner, password, servicePassword, created: false };
  }
  refuseDamaged(folder);
  const password = newPassword();
  writePassword(passwordFile, password);
  await initialise({ folder, password, binDir, account }, signal);
  return { folder, account, password, servicePassword, created: true };
}

/**
 * Inside the data folder where PostgreSQL's account can go there, else in a place that all may enter.
 * @throws StartError when there is one that the account can no longer reach
 */
export function clusterFolder(dataDir: string, account: ServerAccount): string {
  const pointer = join(dataDir, 'postgres-location');
  if (existsSync(pointer)) return readFileSync(pointer, 'utf8').trim();
  const inside = join(dataDir, 'postgres');
  if (canUse(account, dataDir)) return inside;
  // A new one elsewhere would look as if everything were lost.
  if (existsSync(join(inside, 'PG_VERSION')))
    throw new StartError(
      `The system account that PostgreSQL runs as can no longer enter ${dataDir}, where the database is: let all accounts pass through the folders above it (chmod o+x), or move it to a place where that is so and set DATA_DIR`,
    );

  const name = createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 16);
  const folder = join(SHARED_HOME, name, 'postgres');
  mkdirSync(dirname(folder), { recursive: true });
  chmodSync(SHARED_HOME, 0o755);
  chmodSync(dirname(folder), 0o711);
  writeFileSync(pointer, `${folder}\n`);
  return folder;
}

/** Removes a data folder with its cluster, wherever that is. */
export async function removeCluster(dataDir: string): Promise<void> {
  const pointer = join(dataDir, 'postgres-location');
  const outside = existsSync(pointer) ? [dirname(readFileSync(pointer, 'utf8').trim())] : [];
  for (const folder of [...outside, dataDir]) await rm(folder, { recursive: true, force: true });
}

/** @throws StartError for a folder that has something other than a database in it: nothing may take its place */
function refuseDamaged(folder: string): void {
  if (!existsSync(folder) || readdirSync(folder).length === 0) return;
  throw new StartError(
    `The database in ${folder} is damaged: its file PG_VERSION is missing. Restore the folder from a copy, or move it away and restore a backup (latchkey restore)`,
  );
}

/** The start gives the role whatever stands there. */
function storedPassword(file: string): string {
  if (!existsSync(file) || readFileSync(file, 'utf8').trim() === '')
    writePassword(file, newPassword());
  return readPassword(file);
}

/** Under its name once it is whole: on a full disk, an empty one would be left. */
function writePassword(file: string, password: string): void {
  const draft = `${file}.${process.pid}`;
  try {
    writeFileSync(draft, password, { mode: 0o600 });
    renameSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
}

function newPassword(): string {
  return randomBytes(24).toString('base64url');
}

/** @throws StartError for one that is missing, empty or unreadable */
export function readPassword(file: string, remedy = 'put it back from a backup'): string {
  const password = textOf(file);
  if (password !== '') return password;
  throw new StartError(
    `The database's password file ${file} is missing, empty or unreadable: ${remedy}`,
  );
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}

function checkVersion(folder: string, binDir: string): void {
  const has = readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim();
  const { stdout } = spawnSync(join(binDir, 'postgres'), ['--version'], { encoding: 'utf8' });
  const runs = /^\D*(\d+)/.exec(stdout)?.[1] ?? '';
  if (has === runs) return;
  throw new StartError(
    `The database in ${folder} is from PostgreSQL ${has}, this program includes ${runs}: back it up with the version of this program that included ${has} (latchkey backup), and restore it with this one into a new DATA_DIR (latchkey restore)`,
  );
}
