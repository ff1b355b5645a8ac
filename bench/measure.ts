import type pg from 'pg';
import type { Reachable } from './check.ts';
import { countRows, forgetFigures, forgetRows } from './clean-up.ts';
import type { Seeded } from './data.ts';
import type { Generator, Order } from './load.ts';
import { type Run, runAll, summed } from './runs.ts';
import { drawSubject } from './subject.ts';
import type { Request } from './targets/target.ts';
import { readFiguresOnce } from './warm.ts';
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
  readonly connections?: number;
  /** Which share of the requests are all about the same; none without it. */
  readonly equalShare?: number;
};

export type Measurable = Reachable & { readonly pid: number };

const CONNECTIONS = 32;

/** What is only read may come again; new users must be new, as many as there may be answers. */
const READS = 16_000;
const WRITES_PER_SECOND = 12_000;
const MIXED_PER_SECOND = 25_000;
/** A user and a key. */
const ROWS_PER_WRITE = 2;
/** In a mix, one of so many requests writes. */
const MIX_WRITES_ONE_OF = 20;

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
  bench: Bench,
  targets: readonly Measurable[],
  { workload, seconds }: { readonly workload: Workload; readonly seconds: number },
): Promise<Measured> {
  const { seeded, client, connections = CONNECTIONS } = bench;
  const count = countOf(workload.kind, seeded, seconds) / targets.length;
  const drawn = targets.map((target) => drawOperations(bench, target, { workload, count }));
  const orders = targets.map(({ url }, place) => ({
    url,
    requests: drawn[place]?.flat() ?? [],
    seconds,
    connections: Math.ceil(connections / targets.length),
  }));
  const rowsBefore = await countRows(client);
  const { load, server, database } = await (workload.kind === 'first readings'
    ? runFirstReadings(bench, targets, orders)
    : runAll(bench, targets, orders));
  const rows = (await countRows(client)) - rowsBefore;
  if (rows > 0) await forgetRows(client, seeded);
  const done = load.answered / (drawn[0]?.[0]?.length ?? 1);
  return {
    perSecond: done / load.seconds,
    p50: load.p50,
    p99: load.p99,
    serverCpu: (server / done) * 1e6,
    databaseCpu: (database / done) * 1e6,
    failed: Math.ceil(Math.max(load.failed, missingOf(workload.kind, { done, rows, connections }))),
  };
}

/** Each is the only one of its meeting: what the service stores is forgotten after every second. */
async function runFirstReadings(
  bench: Bench,
  targets: readonly Measurable[],
  orders: readonly Order[],
): Promise<Run> {
  const own = targets.find(({ server }) => server === 'ours');
  if (own === undefined) return runAll(bench, targets, orders);
  const runs: Run[] = [];
  for (let second = 0; second < (orders[0]?.seconds ?? 0); second += 1) {
    await forgetFigures(bench.client);
    const once = orders.map((order) => ({ ...order, seconds: 1 }));
    const run = await runAll(bench, targets, once);
    if (run.load.answered > bench.seeded.measuredMeetings)
      process.stderr.write('W4f: too few meetings for a second, some were read twice\n');
    runs.push(run);
  }
  await readFiguresOnce(own.url, bench.seeded.measuredMeetings);
  return summed(runs);
}

/** GraphQL says 200 to what failed, too: what was written is counted where it is. */
function missingOf(
  kind: Workload['kind'],
  of: { readonly done: number; readonly rows: number; readonly connections: number },
): number {
  if (kind === 'writes') return of.done - of.rows / ROWS_PER_WRITE;
  if (kind !== 'mix') return 0;
  return Math.floor((of.done - of.connections) / MIX_WRITES_ONE_OF) - of.rows;
}

function countOf(kind: Workload['kind'], { measuredMeetings }: Seeded, seconds: number): number {
  if (kind === 'first readings') return measuredMeetings;
  if (kind === 'writes') return seconds * WRITES_PER_SECOND;
  return kind === 'mix' ? seconds * MIXED_PER_SECOND : READS;
}

function drawOperations(
  { seeded, equalShare = 0 }: Bench,
  target: Measurable,
  { workload, count }: { readonly workload: Workload; readonly count: number },
): (readonly Request[])[] {
  const operation = target.operations[workload.name];
  if (operation === undefined) throw new Error(`${target.name} has no ${workload.name}`);
  const equal = workload.kind === 'first readings' ? 0 : equalShare;
  return Array.from({ length: count }, () => operation.requests(drawSubject(seeded, equal)));
}
