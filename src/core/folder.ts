import { mkdirSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it. The `recursive` of Node never ends where the system says of a folder
 * that cannot be made that it is missing, as below /proc.
 * @returns whether it was not there before
 */
export function makeFolder(path: string, mode: number): boolean {
  try {
    return makeOne(path, mode);
  } catch (error) {
    if (systemCodeOf(error) !== 'ENOENT' || dirname(path) === path) throw error;
    makeFolder(dirname(path), mode);
    return makeOne(path, mode);
  }
}

function makeOne(path: string, mode: number): boolean {
  try {
    mkdirSync(path, { mode });
    return true;
  } catch (error) {
    if (systemCodeOf(error) === 'EEXIST' && statSync(path).isDirectory()) return false;
    throw error;
  }
}

/** What to do about a folder that cannot be used, as the end of a sentence. */
export function folderRemedy(error: unknown, setting: string): string {
  switch (systemCodeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return `the disk is full: free some space, or set ${setting} to a folder on another disk`;
    case 'EROFS':
      return `the file system is read-only: set ${setting} to a folder on another one`;
    default:
      return `give this account the right to read and write in that folder, or set ${setting} to another one`;
  }
}

const MB = 1_048_576;

/** How many MB are free where a folder is; null where the system does not say. */
export function freeMegabytes(path: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(path);
    return Math.floor((bavail * bsize) / MB);
  } catch {
    return null;
  }
}

/** How many files can still be made where a folder is; null where the system does not say. */
export function freeFiles(path: string): number | null {
  try {
    const { files, ffree } = statfsSync(path);
    return files === 0 ? null : ffree;
  } catch {
    return null;
  }
}

export function systemCodeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
