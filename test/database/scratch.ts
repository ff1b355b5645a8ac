import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import { migrationsDirectory } from '../../src/data/migrations/migration-files.ts';

/** An empty database of its own on the scratch server. */
export async function createScratchDatabase(options = ''): Promise<string> {
  const name = `scratch_${randomBytes(8).toString('hex')}`;
  await query(inject('postgres').url, `create database ${name} template template0 ${options}`);
  return addressWith({ pathname: `/${name}` });
}

export async function dropScratchDatabase(url: string): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  await query(inject('postgres').url, `drop database if exists ${name} with (force)`);
}

/** The scratch server's address with parts of it replaced. */
export function addressWith(
  parts: Partial<Pick<URL, 'pathname' | 'username' | 'password'>>,
): string {
  return Object.assign(new URL(inject('postgres').url), parts).href;
}

export async function query(
  url: string,
  text: string,
): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

export type Folder = Disposable & {
  readonly path: string;
  /** Writes a migration, or writes over one. */
  readonly write: (name: string, sql: string) => void;
  readonly remove: (name: string) => void;
};

/** A copy of the program's migrations, to be added to and spoiled. */
export function copyOfMigrations(): Folder {
  const path = mkdtempSync(join(tmpdir(), 'latchkey-migrations-'));
  cpSync(migrationsDirectory(), path, { recursive: true });
  return {
    path,
    write: (name, sql) => {
      mkdirSync(join(path, name), { recursive: true });
      writeFileSync(join(path, name, 'migration.sql'), sql);
    },
    remove: (name) => rmSync(join(path, name), { recursive: true }),
    [Symbol.dispose]: () => rmSync(path, { recursive: true }),
  };
}
