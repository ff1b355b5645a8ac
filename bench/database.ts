import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { migrate } from '../src/database/migrate.ts';
import { startEmbedded } from '../src/postgres/embedded.ts';
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
