import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { startEmbedded } from '../src/data/embedded/embedded.ts';
import { migrate } from '../src/data/migrations/migrate.ts';
import { findPostmaster } from './processes.ts';

export type BenchDatabase = {
  readonly url: string;
  readonly client: pg.Client;
  readonly postmaster: number;
  readonly stop: () => Promise<void>;
};

/** A PostgreSQL with empty tables, in a folder that goes when it stops. */
export async function startDatabase(
  settings: Readonly<Record<string, string>> = {},
): Promise<BenchDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'));
  const server = await startEmbedded({
    dataDir: folder,
    settings: { shared_buffers: '1GB', ...settings },
  });
  const client = new pg.Client({ connectionString: server.superuserUrl });
  const stop = async () => {
    await client.end();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await client.connect();
    await migrate({ connectionString: server.url });
    return { url: server.url, client, postmaster: await findPostmaster(client), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const SWEPT_SECONDS = 1_200;

/**
 * A service looks once through data that it has not seen before, for secrets that stand readable in
 * it. Waits for the end of that: it is part of no request.
 */
export async function untilSwept(client: pg.Client): Promise<void> {
  const left = 'select coalesce(bool_and(finished_at is not null), false) as done from sweeps';
  for (let waited = 0; waited < SWEPT_SECONDS; waited += 1) {
    const { rows } = await client.query<{ readonly done: boolean }>(left);
    // Each sweep is entered as it begins.
    if (rows[0]?.done) await pause(1_000);
    const again = rows[0]?.done ? await client.query<{ readonly done: boolean }>(left) : null;
    if (again?.rows[0]?.done) return;
    await pause(1_000);
  }
  throw new Error(`stored data was not looked through within ${SWEPT_SECONDS} s`);
}
