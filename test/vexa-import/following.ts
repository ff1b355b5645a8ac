import pg from 'pg';
import { type FollowOptions, followVexa } from '../../src/domain/vexa-import/follow.ts';
import type { ImportReport } from '../../src/domain/vexa-import/options.ts';
import { until } from '../http/raw-connection.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { fillSmall } from './fill.ts';
import { createVexaDatabase, type VexaDatabase } from './source.ts';
import type { VexaForm } from './vexa-schema.ts';

type ProgressHere = { isFollowing?: boolean; mark?: { transaction: string } };

export type Following = ReturnType<typeof followerOf>;

/** A service, and a database with rows that it can follow. */
export async function startFollower(form: VexaForm): Promise<Following> {
  const server = await startServer();
  const source = await createVexaDatabase(form, { timezone: 'America/New_York' });
  await fillSmall(source, form);
  return followerOf(server, source);
}

function followerOf(server: TestServer, source: VexaDatabase) {
  let signals = new AbortController();
  let following: Promise<ImportReport> | null = null;

  function follow(options: Partial<FollowOptions> = {}): void {
    signals = new AbortController();
    following = followVexa(server.app, {
      from: source.url,
      signal: signals.signal,
      pollMs: 50,
      ...options,
    });
    // It may end before the test looks at how.
    following.catch(() => {});
  }

  const stop = () => signals.abort();

  /** What it reports once it has ended. */
  const report = () => following ?? Promise.reject(new Error('nothing follows'));

  /** Waits until there is as much here. */
  async function has(table: string, rows: number, condition = 'true'): Promise<void> {
    await until(async () => {
      const [found] = await server.db.prisma.$queryRawUnsafe<{ rows: number }[]>(
        `select count(*)::int as rows from ${table} where ${condition}`,
      );
      return found?.rows === rows;
    });
  }

  async function progressHere(): Promise<ProgressHere | null> {
    const { progress } = await server.db.prisma.importSource.findFirstOrThrow();
    return progress as ProgressHere | null;
  }

  async function createOther(database?: string) {
    const url = new URL(source.url);
    if (database !== undefined) url.pathname = `/${database}`;
    const client = new pg.Client({ connectionString: url.href });
    client.on('error', () => {});
    await client.connect();
    return client;
  }

  async function close(): Promise<void> {
    stop();
    await following?.catch(() => {});
    await source.drop();
    await server.stop();
  }

  return { server, source, follow, stop, report, has, progressHere, createOther, close };
}
