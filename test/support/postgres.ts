import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { serverAccount } from '../../src/data/embedded/account.ts';
import { programsFor } from '../../src/data/embedded/binaries.ts';
import { startEmbedded } from '../../src/data/embedded/embedded.ts';
import { migrate } from '../../src/data/migrations/migrate.ts';
import { newDatabaseFolder } from './database-folder.ts';
import { alterSql, type Hostile, hostileSettings } from './hostile-settings.ts';
import { neededInCI } from './in-ci.ts';
import { startPgBouncer } from './pgbouncer.ts';

type TestPostgres = {
  /** A superuser's address of a scratch server. */
  readonly url: string;
  /** A migrated database to copy. */
  readonly template: string;
  /** The folder of the server's programs. */
  readonly programs: string;
  /** What a database and the role of its service are set to; nothing, if left out. */
  readonly hostile?: { readonly role: string; readonly settings: readonly Hostile[] };
  /** Where PgBouncer listens, if the service is to go through it. */
  readonly poolerPort?: number;
};

export type Way = {
  /** Where the server's programs are, if not those of the package. */
  readonly binDir?: string;
  readonly isHostile?: true;
  readonly isPooled?: true;
};

declare module 'vitest' {
  interface ProvidedContext {
    postgres: TestPostgres;
  }
}

const TEMPLATE = 'latchkey_template';

const PROGRAMS = ['initdb', 'pg_basebackup', 'pg_dump', 'pg_restore'];

/**
 * Where Debian keeps its server's programs; null where it has none.
 * @throws Error in CI, where nothing may be left out
 */
export function debianBinDir(): string | null {
  const folder = spawnSync('pg_config', ['--bindir'], { encoding: 'utf8' }).stdout?.trim();
  const hasAll = !!folder && PROGRAMS.every((program) => existsSync(join(folder, program)));
  const remedy = 'apt-get install postgresql postgresql-client libpq-dev';
  return neededInCI(hasAll, remedy) && folder ? folder : null;
}

/** Starts one scratch server for all tests of a project, with a migrated template database. */
export async function providePostgres(
  project: TestProject,
  { binDir, isHostile, isPooled }: Way = {},
): Promise<() => Promise<void>> {
  const dataDir = newDatabaseFolder('latchkey-test-');
  const server = await startEmbedded({
    dataDir,
    ...(binDir && { binDir }),
    // Scratch data: safety against a power cut would only cost time.
    settings: {
      fsync: 'off',
      max_connections: '300',
      // Counts statements on the other side, for tests that do not take our word for it.
      shared_preload_libraries: 'pg_stat_statements',
    },
  });
  const client = new pg.Client({ connectionString: server.superuserUrl });
  await client.connect();
  await client.query(`create database ${TEMPLATE}`);
  const hostile = isHostile && (await makeHostileRole(client));
  await client.end();
  const template = new URL(server.superuserUrl);
  template.pathname = `/${TEMPLATE}`;
  await migrate({ connectionString: template.href });
  const programs = binDir ?? programsFor(serverAccount());
  const pooler = isPooled && (await startPgBouncer(server.superuserUrl));
  project.provide('postgres', {
    url: server.superuserUrl,
    template: TEMPLATE,
    programs,
    ...(hostile && { hostile }),
    ...(pooler && { poolerPort: pooler.port }),
  });
  return async () => {
    await pooler?.stop();
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}

const HOSTILE_ROLE = 'hostile';

/** Whose settings, on every database, are not what the service relies on. */
async function makeHostileRole(client: pg.Client): Promise<TestPostgres['hostile']> {
  const settings = await hostileSettings(client);
  await client.query(`create role ${HOSTILE_ROLE} superuser login password '${HOSTILE_ROLE}'`);
  await client.query(alterSql(`role ${HOSTILE_ROLE}`, settings));
  return { role: HOSTILE_ROLE, settings };
}
