import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inject } from 'vitest';
import { createScratchDatabase } from '../database/scratch.ts';
import type { Home } from './peppers.ts';

// The commands of docs/backup.md.

const run = promisify(execFile);

/** The program that belongs to the server under test: another version's refuses, or restores less. */
function program(name: string): string {
  return join(inject('postgres').programs, name);
}

/** The package of PostgreSQL comes without them; on Debian's, `debianBinDir` sees to them. */
export function canDump(): boolean {
  return existsSync(program('pg_dump')) && existsSync(program('pg_restore'));
}

export async function dump({ databaseUrl }: Home, file: string): Promise<void> {
  await run(program('pg_dump'), ['--format=custom', `--file=${file}`, databaseUrl]);
}

/** Into a database of its own, as on another host. */
export async function restore(file: string): Promise<Home> {
  const databaseUrl = await createScratchDatabase();
  const options = ['--exit-on-error', '--no-owner', `--dbname=${databaseUrl}`];
  await run(program('pg_restore'), [...options, file]);
  return { databaseUrl };
}

/** Everything that the dump says, packed and unpacked. */
export function textOf(file: string): string {
  const unpacked = execFileSync(program('pg_restore'), ['--file=-', file], {
    encoding: 'latin1',
    maxBuffer: 100_000_000,
  });
  return readFileSync(file, 'latin1') + unpacked;
}
