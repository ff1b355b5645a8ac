import { dirname } from 'node:path';
import { folderRemedy, freeMegabytes, systemCodeOf } from '../../core/folder.ts';
import { StartError } from '../../core/start-error.ts';

/** A new cluster takes 40 MB, and its first log of changes 16 more. */
const NEEDED_MB = 64;
const SEVERE = /(?:FATAL|PANIC|error):\s+(.*)/;

/**
 * Why PostgreSQL did not start, or make a cluster, from what it printed. A full disk often keeps it from
 * saying so.
 */
export function failureCause(folder: string, printed: string): string {
  const free = freeMegabytes(dirname(folder));
  if (free !== null && free < NEEDED_MB)
    return `the disk is full (${free} MB are free, and ${NEEDED_MB} MB are needed): free some space, or set DATA_DIR to a folder on another disk`;
  const lines = printed.trim().split('\n');
  const severe = lines.findLast((line) => SEVERE.test(line)) ?? lines.at(-1) ?? '';
  return SEVERE.exec(severe)?.[1] ?? (severe === '' ? 'it left no log' : severe);
}

/** Of files of ours: what the system says has a code and names a call. */
export function explainFolderError(dataDir: string, error: unknown): unknown {
  if (error instanceof StartError || !(error instanceof Error) || !('syscall' in error))
    return error;
  return new StartError(
    `The data folder ${dataDir} cannot be used (${systemCodeOf(error)}): ${folderRemedy(error, 'DATA_DIR')}.`,
    { cause: error },
  );
}
