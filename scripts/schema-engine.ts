import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { messages, PGlite } from '@electric-sql/pglite';
import {
  bindMigrationAwareSqlAdapterFactory,
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { readMigrations } from '../src/data/migrations/migration-files.ts';

// Prisma's schema engine, as WebAssembly, over PostgreSQL in memory: the command `prisma migrate`
// would fetch a native engine and want a server. Neither is needed to compare two schemas.

/** What a schema is compared with: nothing at all, or the migrations as they are on disk. */
export type Baseline =
  | { readonly kind: 'empty' }
  | { readonly kind: 'migrations'; readonly directory: string };

const ENGINE = new URL(
  'schema_engine_bg.wasm',
  import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg'),
);

/**
 * The SQL that leads from the baseline to the Prisma schema; null when there is nothing to do.
 * @throws when a migration cannot be applied or the schema cannot be read.
 */
export async function schemaDifference(
  baseline: Baseline,
  schemaFile: string,
): Promise<string | null> {
  await loadEngine();
  const schema = { path: schemaFile, content: await readFile(schemaFile, 'utf8') };
  const engine = await bindings.SchemaEngine.new(
    { datamodels: [[schema.path, schema.content]] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(inMemoryDatabases()),
  );
  const { exitCode, stdout } = await engine.diff({
    from: await diffSource(baseline),
    to: { tag: 'schemaDatamodel', files: [schema] },
    script: true,
    exitCode: true,
    filters: { externalTables: [], externalEnums: [] },
  });
  return exitCode === 0 ? null : (stdout ?? '');
}

async function loadEngine(): Promise<void> {
  const { instance } = await WebAssembly.instantiate(await readFile(fileURLToPath(ENGINE)), {
    './schema_engine_bg.js': { ...bindings },
  });
  bindings.__wbg_set_wasm(instance.exports);
  const { __wbindgen_start: start } = instance.exports;
  if (typeof start === 'function') start();
}

async function diffSource(baseline: Baseline): Promise<bindings.DiffTarget> {
  if (baseline.kind === 'empty') return { tag: 'empty' };

  const { directory } = baseline;
  const migrations = await readMigrations(directory);
  return {
    tag: 'migrations',
    baseDir: directory,
    lockfile: {
      path: 'migration_lock.toml',
      content: await readFile(`${directory}/migration_lock.toml`, 'utf8'),
    },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
    })),
  };
}

function inMemoryDatabases(): SqlMigrationAwareDriverAdapterFactory {
  return {
    provider: 'postgres',
    adapterName: 'pglite',
    connect: openInMemory,
    connectToShadowDb: openInMemory,
  };
}

async function openInMemory(): Promise<SqlDriverAdapter> {
  const database = await PGlite.create('memory://');
  const adapter = await new PrismaPGlite(database).connect();
  // The adapter does not wait for its scripts: a migration that fails would count as applied.
  adapter.executeScript = async (script) => {
    await database.exec(script).catch((error: unknown) => {
      throw asEngineError(error);
    });
  };
  return adapter;
}

/** The engine repeats the database's words only in this form. */
function asEngineError(error: unknown): DriverAdapterError {
  const { code = 'unknown', message } =
    error instanceof messages.DatabaseError ? error : { message: String(error) };
  return new DriverAdapterError({
    kind: 'postgres',
    code,
    severity: 'ERROR',
    message,
    detail: undefined,
    column: undefined,
    hint: undefined,
  });
}
