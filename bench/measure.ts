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
/** A user and a key, of an operation that writes. */
const ROWS_PER_OPERATION = 2;
/** In a mix, one of so many requests writes. */
const MIX_WRITES_ONE_OF = 20;

/** Loads one server with one workload for some seconds. */
export function measure(
  bench: Bench,
  target: Measurable,
  workload: Workload,
  seconds: number,
): Promise<Measured> {
  return measureCombined(bench, [target], { workload, seconds });
}

/** The same for several servers of one kind at once, with a share of the connections each. */
export async function measureCombined(
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
  const rowsPerWrite = rowsOfWrite(targets, seeded);
  const missing = missingOf(workload.kind, { done, rows, rowsPerWrite, connections });
  return {
    perSecond: done / load.seconds,
    p50: load.p50,
    p99: load.p99,
    serverCpu: (server / done) * 1e6,
    databaseCpu: (database / done) * 1e6,
    failed: Math.ceil(Math.max(load.failed, missing)),
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

/** One document writes a user and a key; REST writes one of them with each request. */
function rowsOfWrite([target]: readonly Measurable[], seeded: Seeded): number {
  return ROWS_PER_OPERATION / (target?.operations.W6?.requests(drawSubject(seeded)).length ?? 1);
}

type Written = {
  readonly done: number;
  readonly rows: number;
  readonly rowsPerWrite: number;
  readonly connections: number;
};

/**
 * GraphQL says 200 to what failed, too: what was written is counted where it is. Of a mix, nobody knows
 * which requests had no answer yet at the end. Writes take longer than most: it may be one on each connection.
 */
function missingOf(kind: Workload['kind'], of: Written): number {
  if (kind === 'writes') return of.done - of.rows / ROWS_PER_OPERATION;
  if (kind !== 'mix') return 0;
  const begun = Math.floor((of.done + of.connections) / MIX_WRITES_ONE_OF);
  return begun - of.connections - of.rows / of.rowsPerWrite;
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
