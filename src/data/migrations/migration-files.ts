import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageFolder } from '../../core/package-folder.ts';
import { StartError } from '../../core/start-error.ts';

export type Migration = {
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the text, in hex: how Prisma tells an edited migration. */
  readonly checksum: string;
};

/** The folder that comes with this program. */
export function migrationsDirectory(): string {
  return packageFolder('prisma', 'migrations');
}

/** @throws StartError when the folder cannot be read or holds no migration. */
export async function readMigrations(directory: string): Promise<readonly Migration[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch((error: Error) => {
    throw new StartError(
      `The migrations folder ${directory} cannot be read (${error.message}). Reinstall the program.`,
    );
  });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  if (names.length === 0) {
    throw new StartError(`The migrations folder ${directory} is empty. Reinstall the program.`);
  }
  return Promise.all(names.sort().map((name) => readMigration(directory, name)));
}

async function readMigration(directory: string, name: string): Promise<Migration> {
  const file = join(directory, name, 'migration.sql');
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new StartError(
      `The migration ${name} cannot be read (${error.message}). Reinstall the program.`,
    );
  });
  // Git may give the same file other line ends on Windows: that is no edit.
  const sql = text.replaceAll('\r\n', '\n');
  return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
}
