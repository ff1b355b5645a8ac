import type pg from 'pg';
import type { Reachable } from './check.ts';
import type { Seeded } from './data.ts';
import type { Generator } from './load.ts';
import { cpuSeconds, familyCpuSeconds } from './processes.ts';
import { drawSubject, type Workload } from './workloads.ts';

export type Measured = {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Microseconds of the server's processor time for each operation. */
  readonly serverCpu: number;
  /** The same of PostgreSQL, all of its processes together. */
  readonly databaseCpu: number;
  readonly failed: number;
};

export type Bench = {
  readonly seeded: Seeded;
  readonly generator: Generator;
  readonly postmaster: number;
  readonly client: pg.Client;
};

export type Measurable = Reachable & { readonly pid: number };

/** What is only read may come again; new users must be new, as many as there may be answers. */
const READS = 16_000;
const WRITES_PER_SECOND = 12_000;

/** Loads one server with one workload for some seconds. */
export async function measure(
  { seeded, generator, postmaster, client }: Bench,
  target: Measurable,
  workload: Workload,
  seconds: number,
): Promise<Measured> {
  const operation = target.operations[workload.name];
  if (operation === undefined) throw new Error(`${target.name} has no ${workload.name}`);
  const isWrite = workload.shape === null;
  const count = isWrite ? seconds * WRITES_PER_SECOND : READS;
  const requests = Array.from({ length: count }, () => operation.request(drawSubject(seeded)));
  const rowsBefore = isWrite ? await countRows(client) : 0;

  const cpuBefore = { server: cpuSeconds(target.pid), database: familyCpuSeconds(postmaster) };
  const load = await generator.run(target.url, requests, seconds);
  const server = cpuSeconds(target.pid) - cpuBefore.server;
  const database = familyCpuSeconds(postmaster) - cpuBefore.database;
  // GraphQL says 200 to what failed, too: what was written is counted where it is.
  const written = isWrite ? (await countRows(client)) - rowsBefore : load.answered;
  if (isWrite) await forgetRows(client, seeded);
  if (load.answered === 0) throw new Error(`${target.name} answered nothing in ${workload.name}`);
  return {
    perSecond: load.answered / load.seconds,
    p50: load.p50,
    p99: load.p99,
    serverCpu: (server / load.answered) * 1e6,
    databaseCpu: (database / load.answered) * 1e6,
    failed: Math.max(load.failed, load.answered - written),
  };
}

async function countRows(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    'select (select count(*) from users)::int + (select count(*) from api_tokens)::int as count',
  );
  return rows[0]?.count ?? 0;
}

/** Later measurements find the data as it was, and plans that were made for it. */
async function forgetRows(client: pg.Client, { size }: Seeded): Promise<void> {
  await client.query('delete from api_tokens where id > $1', [size.tokens]);
  await client.query('delete from users where id > $1', [size.users]);
  await client.query('vacuum analyze users, api_tokens');
}
