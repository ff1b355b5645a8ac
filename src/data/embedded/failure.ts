import { dirname } from 'node:path';
import { folderRemedy, freeFiles, freeMegabytes, systemCodeOf } from '../../core/folder.ts';
import { onOneLine } from '../../core/input/trim.ts';
import { StartError } from '../../core/start-error.ts';

/** A new cluster takes 40 MB, and its first log of changes 16 more. */
const NEEDED_MB = 64;
const SEVERE = /(?:ERROR|FATAL|PANIC|error):\s+(.*)/;
/** What the server answers to those who connect before it is ready, as we do. */
const TO_CALLERS = /FATAL:\s+the database system is /;
const OF_PROGRAM = /^(?:postgres|initdb): (.*)/;

/**
 * Why PostgreSQL did not start, or make a cluster, from what it printed. A full disk often keeps it from
 * saying so.
 */
export function failureCause(folder: string, printed: string): string {
  const free = freeMegabytes(dirname(folder));
  if (free !== null && free < NEEDED_MB)
    return `the disk is full (${free} MB are free, and ${NEEDED_MB} MB are needed): free some space, or set DATA_DIR to a folder on another disk`;
  if (freeFiles(dirname(folder)) === 0)
    return 'the file system cannot hold more files (no inodes are free): remove some files, or set DATA_DIR to a folder on another disk';
  const lines = printed.split('\n').filter((line) => line.trim() !== '' && !TO_CALLERS.test(line));
  // What goes wrong first is the cause of the rest.
  const severe = lines.find((line) => SEVERE.test(line));
  if (severe !== undefined) return SEVERE.exec(severe)?.[1] ?? severe;
  const first = lines.findIndex((line) => OF_PROGRAM.test(line));
  if (first < 0) return lines.at(-1) ?? 'it left no log';
  return onOneLine(lines.slice(first).join('\n'));
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
