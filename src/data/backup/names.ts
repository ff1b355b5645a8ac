import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from '../../core/start-error.ts';

// Backups are folders in one folder. Their names say when they were taken, in UTC.

const NAME = /^latchkey-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)\.(\d{3})Z$/;
const UNFINISHED = /^latchkey-[\d.TZ]+\.unfinished$/;
/** Long after the process that wrote it ended. */
const ABANDONED_MS = 24 * 3_600_000;

export function nameOf(createdAt: string): string {
  return `latchkey-${createdAt.replaceAll(/[-:]/g, '')}`;
}

export function unfinishedNameOf(createdAt: string): string {
  return `${nameOf(createdAt)}.unfinished`;
}

type Listed = { readonly path: string; readonly createdAt: Date };

type ListedBackups = {
  /** Newest first. */
  readonly past: readonly Listed[];
  /** Of a clock that was ahead: when they were really taken is not known. */
  readonly future: readonly Listed[];
};

/** Clocks of two machines differ a little. */
const TOLERANCE_MS = 60_000;

/** The complete ones. None where the folder is not there yet. */
export async function listBackups(folder: string, now: Date): Promise<ListedBackups> {
  const all = await readFolder(folder);
  const latest = Number(now) + TOLERANCE_MS;
  return {
    past: all.filter(({ createdAt }) => Number(createdAt) <= latest),
    future: all.filter(({ createdAt }) => Number(createdAt) > latest),
  };
}

async function readFolder(folder: string): Promise<readonly Listed[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new StartError(
      `The folder for backups ${folder} cannot be read (${error.code}): set BACKUP_DIR to a folder of this account.`,
    );
  });
  return names
    .flatMap((name) => {
      const [, year, month, day, hour, minute, second, ms] = NAME.exec(name) ?? [];
      if (year === undefined) return [];
      const createdAt = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`);
      return [{ path: join(folder, name), createdAt }];
    })
    .sort((one, other) => Number(other.createdAt) - Number(one.createdAt));
}

/** Removes all but the newest. Those of the future count as the oldest. */
export async function removeOldBackups(folder: string, keep: number, now: Date): Promise<void> {
  const { past, future } = await listBackups(folder, now);
  for (const { path } of [...past, ...future].slice(keep))
    await rm(path, { recursive: true, force: true });
}

/** Removes what killed processes left: it may be what fills the disk. */
export async function removeAbandoned(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((one) => UNFINISHED.test(one))) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (found !== null && Date.now() - found.mtimeMs > ABANDONED_MS)
      await rm(path, { recursive: true, force: true });
  }
}
