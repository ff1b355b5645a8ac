import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createScratchDatabase } from '../database/scratch.ts';
import type { Home } from '../key/peppers.ts';
import type { Ended } from '../start/process.ts';
import { runScript } from '../start/script.ts';

// The commands as an operator runs them, each a process of its own.

export const PEPPER = 'the pepper of a service that is backed up';
export const SAME = { current: PEPPER };
const ADMIN_KEY = 'k'.repeat(30);

type Settings = Readonly<Record<string, string>>;

export function settingsFor(databaseUrl: string): Settings {
  return { DATABASE_URL: databaseUrl, TOKEN_PEPPER: PEPPER, ADMIN_API_TOKEN: ADMIN_KEY };
}

/** A folder for the backups of a file of tests. */
export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'latchkey-backup-'));
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

export function backUp({ databaseUrl }: Home, folder: string): Promise<Ended> {
  return runScript('backup', ['--to', folder], settingsFor(databaseUrl));
}

/** @returns where the backup is */
export async function backedUp(home: Home, folder: string): Promise<string> {
  const { code, output, errors } = await backUp(home, folder);
  if (code !== 0) throw new Error(`the backup failed: ${errors}`);
  return output.split('\n')[0] ?? '';
}

/** Into a new database of the server under test. */
export async function restore(
  path: string,
  args: readonly string[] = [],
  settings: Settings = {},
): Promise<Home & Ended> {
  const databaseUrl = await createScratchDatabase();
  const env = { ...settingsFor(databaseUrl), ...settings };
  return { databaseUrl, ...(await runScript('restore', [path, ...args], env)) };
}

export function exportAudit({ databaseUrl }: Home): Promise<Ended> {
  return runScript('audit', ['export'], settingsFor(databaseUrl));
}
