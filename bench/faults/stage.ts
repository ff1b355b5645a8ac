import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { openWire, type Wire } from '../../test/gateway/wire.ts';
import { createOwnPostgres, type OwnPostgres } from '../../test/support/own-postgres.ts';
import { type PgBouncer, startPgBouncer } from '../../test/support/pgbouncer.ts';
import { freePort } from '../../test/support/ports.ts';
import type { PostgresProcess } from '../../test/support/postgres-process.ts';
import {
  createReplicatedPostgres,
  type ReplicatedPostgres,
} from '../../test/support/replicated-postgres.ts';
import { type Running, startServer } from '../server.ts';

/** What a fault needs beside a database and a process of the service. */
export type StageKind = 'plain' | 'replica' | 'pooler' | 'small disk';

/** The service in a process of its own, its database, and the way between them. */
export type Stage = {
  readonly postgres: Pick<
    PostgresProcess,
    'url' | 'superuserUrl' | 'start' | 'end' | 'freeze' | 'thaw'
  >;
  readonly replica: PostgresProcess | null;
  readonly pooler: PgBouncer | null;
  readonly wire: Wire;
  /** The folder of the small disk that the database is on. */
  readonly disk: string | null;
  readonly service: () => Running;
  /** Ends it without a word, or starts it again at the same port. */
  readonly killService: () => Promise<void>;
  readonly startService: () => Promise<void>;
  readonly query: <Row extends object>(text: string, values?: unknown[]) => Promise<Row[]>;
  /** Where statements of the check go from now on. */
  readonly moveTo: (superuserUrl: string) => void;
  readonly close: () => Promise<void>;
};

/** @param programs of a whole PostgreSQL; null where there is none */
export async function openStage(kind: StageKind, programs: string | null): Promise<Stage> {
  const disk = kind === 'small disk' ? mountDisk() : null;
  const replicated = kind === 'replica' ? await openReplicated(programs ?? '') : null;
  const own = replicated === null ? await createOwnPostgres(disk ?? undefined) : null;
  const postgres = (replicated?.primary ?? own) as OwnPostgres | PostgresProcess;
  const pooler = kind === 'pooler' ? await startPgBouncer(postgres.url) : null;
  const wire = await openWire(postgres.url);
  const port = String(await freePort());
  const settings = {
    PORT: port,
    NODE_OPTIONS: `--import ${new URL('clock-jump.mjs', import.meta.url).href}`,
    LOG_REQUESTS: 'false',
    RATE_LIMIT_ADMIN_KEY: '0',
    ...(pooler && { DATABASE_DIRECT_URL: postgres.url }),
  };
  const url = pooler
    ? `${Object.assign(new URL(postgres.url), { port: String(pooler.port) }).href}?pgbouncer=true`
    : wire.url;
  let superuserUrl = postgres.superuserUrl;
  let service = await startServer(url, settings);
  return {
    postgres,
    replica: replicated?.replica ?? null,
    pooler,
    wire,
    disk,
    service: () => service,
    killService: async () => {
      const { pid } = service;
      process.kill(pid, 'SIGKILL');
      await service.ended;
    },
    startService: async () => {
      service = await startServer(url, settings);
    },
    moveTo: (other) => {
      superuserUrl = other;
    },
    query: async <Row extends object>(text: string, values: unknown[] = []) => {
      const client = await connectPatiently(superuserUrl);
      try {
        return (await client.query<Row>(text, values)).rows;
      } finally {
        await client.end();
      }
    },
    close: async () => {
      await service.stop();
      await wire.cut();
      await pooler?.stop();
      await (replicated ?? own)?.remove();
      if (disk !== null) {
        execFileSync('umount', [disk]);
        rmSync(disk, { recursive: true });
      }
    },
  };
}

const TOO_MANY_CONNECTIONS = '53300';
const RETRY = { everyMs: 20, most: 500 };

/** Whoever is refused still holds a place for a moment: the reserved ones can be taken for as long. */
async function connectPatiently(connectionString: string): Promise<pg.Client> {
  for (let tried = 1; ; tried += 1) {
    const client = new pg.Client({ connectionString });
    client.on('error', () => {});
    try {
      await client.connect();
      return client;
    } catch (error) {
      const isFull = error instanceof Error && Reflect.get(error, 'code') === TOO_MANY_CONNECTIONS;
      if (!isFull || tried === RETRY.most) throw error;
      await sleep(RETRY.everyMs);
    }
  }
}

async function openReplicated(programs: string): Promise<ReplicatedPostgres> {
  const replicated = await createReplicatedPostgres({ programs });
  await replicated.makeSynchronous();
  return replicated;
}

const DISK_SIZE = '160m';

function mountDisk(): string {
  const disk = mkdtempSync(join(tmpdir(), 'latchkey-small-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_SIZE},mode=711`, 'tmpfs', disk]);
  return disk;
}
