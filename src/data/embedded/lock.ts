import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../../core/start-error.ts';
import { isAlive, startOf } from './processes.ts';

/** Lets a data folder go again. */
export type Unlock = () => void;

type Holder = { readonly pid: number; readonly start: string };

/**
 * Takes a data folder for this process alone.
 * @throws StartError when another process has it
 */
export function lockFolder(folder: string): Unlock {
  const path = join(folder, 'latchkey.lock');
  const own = JSON.stringify({ pid: process.pid, start: startOf(process.pid) } satisfies Holder);
  if (!claim(path, own)) {
    const found = read(path);
    const holder = parse(found);
    if (holder !== null && isAlive(holder.pid) && startOf(holder.pid) === holder.start)
      throw inUse(folder, holder.pid);
    if (!discard(path, found) || !claim(path, own)) throw inUse(folder, parse(read(path))?.pid);
  }
  return () => {
    if (read(path) === own) rmSync(path, { force: true });
  };
}

function inUse(folder: string, pid: number | undefined): StartError {
  const who = pid === undefined ? 'another process' : `process ${pid}`;
  return new StartError(
    `The data folder ${folder} is in use by ${who}: stop it, or set DATA_DIR to another folder`,
  );
}

/** The link either comes into being, whole, or was there before: nobody sees half of it. */
function claim(path: string, text: string): boolean {
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, text, { mode: 0o600 });
  try {
    linkSync(temporary, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Moves a lock aside whose holder is dead. If somebody took it over meanwhile, it is put back. */
function discard(path: string, stale: string): boolean {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return false;
  }
  const isStale = read(aside) === stale;
  if (isStale) rmSync(aside, { force: true });
  else renameSync(aside, path);
  return isStale;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function parse(text: string): Holder | null {
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return null;
  }
}
