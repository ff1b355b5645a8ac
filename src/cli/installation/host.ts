import { access, constants, mkdtemp, readdir, rmdir, stat, statfs } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import type { Config } from '../../core/config/config.ts';
import { fail, type InstallationCheck, ok, warn } from './check.ts';

const MB = 1_048_576;
/** Below the second, a database may stop at any time. */
const LITTLE_BYTES = 1_024 * MB;
const NO_BYTES = 200 * MB;
/** A connection of a client is an open file, and so is one to the database. */
const OPEN_FILES = 4_096;
const MEMORY_BYTES = 512 * MB;

/** The machine, as far as the service needs it. */
export async function checkHost(config: Config): Promise<InstallationCheck[]> {
  const { dataDir, backup, database } = config;
  const data = { name: 'data folder', path: dataDir, setting: 'DATA_DIR' };
  const backups = { name: 'backup folder', path: backup.dir ?? '', setting: 'BACKUP_DIR' };
  const unused = await checkUnusedFolder(config);
  return [
    ...(unused === null
      ? await checkFolder(data, database.url === null ? 'DATABASE' : null)
      : [unused]),
    ...(backup.dir === null ? [] : await checkFolder(backups, 'BACKUPS')),
    ...(await checkModes(dataDir)),
    checkOpenFiles(),
    checkMemory(),
  ];
}

type Folder = { readonly name: string; readonly path: string; readonly setting: string };
/** What needs room there; null for a few small files. */
type Content = 'DATABASE' | 'BACKUPS' | null;

async function checkFolder(folder: Folder, content: Content): Promise<InstallationCheck[]> {
  const check = await checkAccess(folder);
  if (check.verdict === 'fail' || content === null) return [check];
  return [check, await checkRoom(folder, content)];
}

/** Containers keep everything elsewhere, and have a file system that nobody writes to. */
async function checkUnusedFolder({ dataDir, database, keys, token }: Config) {
  if (database.url === null || keys.admin.length === 0 || token.pepper === null) return null;
  const folder = await nearest(dataDir);
  const isReadOnly = await access(folder, constants.W_OK).then(
    () => false,
    ({ code }: NodeJS.ErrnoException) => code === 'EROFS',
  );
  return isReadOnly
    ? ok('data folder', `${dataDir} is read-only, and nothing has to be written there.`)
    : null;
}

/** Tried, because rights are not all that may stand in the way. */
async function checkAccess({ name, path, setting }: Folder): Promise<InstallationCheck> {
  const folder = await nearest(path);
  try {
    await rmdir(await mkdtemp(join(folder, '.latchkey-doctor-')));
    return ok(name, `${path} can be ${folder === path ? 'written' : 'created'}.`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return fail(
      name,
      `${path} cannot be written (${code}).`,
      `Give this account the right to write there, or set ${setting} to another folder.`,
    );
  }
}

/** The folder itself, or the first one above that is there. */
async function nearest(path: string): Promise<string> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => error.code !== 'ENOENT');
  return found !== false || dirname(path) === path ? path : nearest(dirname(path));
}

async function checkRoom({ path, setting }: Folder, content: Content): Promise<InstallationCheck> {
  const { bavail, bsize } = await statfs(await nearest(path));
  const free = bavail * bsize;
  const message = `${Math.round(free / MB)} MB are free where ${path} is.`;
  if (free >= LITTLE_BYTES) return ok('disk', message);
  const remedy = `Free some space, or set ${setting} to a folder on a larger disk.`;
  // A backup that fails stops nothing.
  const isFatal = content === 'DATABASE' && free < NO_BYTES;
  return isFatal ? fail('disk', message, remedy) : warn('disk', message, remedy);
}

const SECRET_FILES = /^(?:token-pepper|admin-key|postgres(?:-service)?-password)$/;

/** Files of secrets that others on this machine can read. */
async function checkModes(dataDir: string): Promise<InstallationCheck[]> {
  if (process.platform === 'win32') return [];
  const names = await readdir(dataDir).catch(() => []);
  const checks = names
    .filter((name) => SECRET_FILES.test(name))
    .map(async (name) => {
      const path = join(dataDir, name);
      const isOpen = ((await stat(path)).mode & 0o077) !== 0;
      return isOpen
        ? [fail('secrets', `Others on this machine can read ${path}.`, `Run: chmod 600 ${path}`)]
        : [];
    });
  return (await Promise.all(checks)).flat();
}

function checkOpenFiles(): InstallationCheck {
  const { userLimits } = process.report.getReport() as unknown as {
    readonly userLimits?: { readonly open_files?: { readonly soft?: number | string } };
  };
  const soft = userLimits?.open_files?.soft ?? 'unlimited';
  const message = `A process started from here can open ${soft} files.`;
  if (typeof soft !== 'number' || soft >= OPEN_FILES) return ok('open files', message);
  return warn(
    'open files',
    message,
    `Raise the limit to at least ${OPEN_FILES}: \`ulimit -n 65536\`, or LimitNOFILE=65536 in a systemd unit.`,
  );
}

function checkMemory(): InstallationCheck {
  // Without a limit it answers with one beyond all memory, or with 0.
  const limit = process.constrainedMemory();
  const total = limit > 0 ? Math.min(limit, totalmem()) : totalmem();
  const message = `${Math.round(total / MB)} MB of memory can be used.`;
  if (total >= MEMORY_BYTES) return ok('memory', message);
  return warn('memory', message, `Give the service at least ${MEMORY_BYTES / MB} MB.`);
}
