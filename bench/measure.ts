import type pg from 'pg';
import type { Reachable } from './check.ts';
import type { Seeded } from './data.ts';
import type { Generator, Load } from './load.ts';
import { cpuSeconds, familyCpuSeconds } from './processes.ts';
import { drawSubject } from './subject.ts';
import type { Request } from './targets/target.ts';
import type { Workload } from './workloads.ts';

export type Measured = {
  /** Operations. */
  readonly perSecond: number;
  /** Milliseconds of one request: where an operation takes several, of each. */
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

const CONNECTIONS = 32;

/** What is only read may come again; new users must be new, as many as there may be answers. */
const READS = 16_000;
const WRITES_PER_SECOND = 12_000;
/** A user and a key. */
const ROWS_PER_WRITE = 2;

/** Loads one server with one workload for some seconds. */
export function measure(
  bench: Bench,
  target: Measurable,
  workload: Workload,
  seconds: number,
): Promise<Measured> {
  return measureTogether(bench, [target], { workload, seconds });
}

/** The same for several servers of one kind at once, with a share of the connections each. */
export async function measureTogether(
  { seeded, generator, postmaster, client }: Bench,
  targets: readonly Measurable[],
  { workload, seconds }: { readonly workload: Workload; readonly seconds: number },
): Promise<Measured> {
  const isWrite = workload.shape === null;
  const count = isWrite ? seconds * WRITES_PER_SECOND : READS;
  const loads = targets.map((target) => ({
    url: target.url,
    ...drawRequests(target, workload, { seeded, count: count / targets.length }),
    seconds,
    connections: CONNECTIONS / targets.length,
  }));
  const rowsBefore = isWrite ? await countRows(client) : 0;

  const serverCpu = () => targets.reduce((sum, { pid }) => sum + cpuSeconds(pid), 0);
  const cpuBefore = { server: serverCpu(), database: familyCpuSeconds(postmaster) };
  const load = together(await Promise.all(loads.map(generator.run)));
  const server = serverCpu() - cpuBefore.server;
  const database = familyCpuSeconds(postmaster) - cpuBefore.database;
  const done = load.answered / Math.max(...loads.map(({ requestsEach }) => requestsEach));
  // GraphQL says 200 to what failed, too: what was written is counted where it is.
  const written = isWrite ? ((await countRows(client)) - rowsBefore) / ROWS_PER_WRITE : done;
  if (isWrite) await forgetRows(client, seeded);
  if (load.answered === 0)
    throw new Error(`${targets[0]?.name} answered nothing in ${workload.name}`);
  return {
    perSecond: done / load.seconds,
    p50: load.p50,
    p99: load.p99,
    serverCpu: (server / done) * 1e6,
    databaseCpu: (database / done) * 1e6,
    failed: Math.ceil(Math.max(load.failed, done - written)),
  };
}

function drawRequests(
  target: Measurable,
  workload: Workload,
  { seeded, count }: { readonly seeded: Seeded; readonly count: number },
): { readonly requests: readonly Request[]; readonly requestsEach: number } {
  const operation = target.operations[workload.name];
  if (operation === undefined) throw new Error(`${target.name} has no ${workload.name}`);
  const drawn = Array.from({ length: count }, () => operation.requests(drawSubject(seeded)));
  return { requests: drawn.flat(), requestsEach: drawn[0]?.length ?? 1 };
}

/** Of times the worst, since those of all requests together are not known. */
function together(loads: readonly Load[]): Load {
  const sum = (name: 'answered' | 'failed') => loads.reduce((all, load) => all + load[name], 0);
  const worst = (name: 'seconds' | 'p50' | 'p99') => Math.max(...loads.map((load) => load[name]));
  return {
    answered: sum('answered'),
    failed: sum('failed'),
    seconds: worst('seconds'),
    p50: worst('p50'),
    p99: worst('p99'),
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
