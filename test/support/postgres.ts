import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../src/database/migrate.ts';
import { serverAccount } from '../../src/postgres/account.ts';
import { programsFor } from '../../src/postgres/binaries.ts';
import { startEmbedded } from '../../src/postgres/embedded.ts';

type TestPostgres = {
  /** A superuser's address of a scratch server. */
  readonly url: string;
  /** A migrated database to copy. */
  readonly template: string;
  /** The folder of the server's programs. */
  readonly programs: string;
};

declare module 'vitest' {
  interface ProvidedContext {
    postgres: TestPostgres;
  }
}

const TEMPLATE = 'latchkey_template';

/** Where Debian keeps its server's programs; null where it has none. */
export function debianBinDir(): string | null {
  try {
    return execFileSync('pg_config', ['--bindir'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return null;
  }
}

/** Starts one scratch server for all tests of a project, with a migrated template database. */
export async function providePostgres(
  project: TestProject,
  binDir?: string,
): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'latchkey-test-'));
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
  await client.end();
  const template = new URL(server.superuserUrl);
  template.pathname = `/${TEMPLATE}`;
  await migrate({ connectionString: template.href });
  const programs = binDir ?? programsFor(serverAccount());
  project.provide('postgres', { url: server.superuserUrl, template: TEMPLATE, programs });
  return async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
