import type { Generator, Load, Order } from './load.ts';
import { cpuSeconds, familyCpuSeconds } from './processes.ts';

/** Times in seconds. */
export type Run = { readonly load: Load; readonly server: number; readonly database: number };

/** Loads several servers at once. */
export async function runAll(
  { generator, postmaster }: { readonly generator: Generator; readonly postmaster: number },
  targets: readonly { readonly pid: number }[],
  orders: readonly Order[],
): Promise<Run> {
  const serverCpu = () => targets.reduce((sum, { pid }) => sum + cpuSeconds(pid), 0);
  const before = { server: serverCpu(), database: familyCpuSeconds(postmaster) };
  const loads = await Promise.all(orders.map(generator.run));
  return {
    load: { ...merged(loads), seconds: Math.max(...loads.map(({ seconds }) => seconds)) },
    server: serverCpu() - before.server,
    database: familyCpuSeconds(postmaster) - before.database,
  };
}

/** What several runs, one after the other, come to. */
export function summed(runs: readonly Run[]): Run {
  const sum = (value: (run: Run) => number) => runs.reduce((all, run) => all + value(run), 0);
  return {
    load: { ...merged(runs.map(({ load }) => load)), seconds: sum(({ load }) => load.seconds) },
    server: sum(({ server }) => server),
    database: sum(({ database }) => database),
  };
}

/** Of times the worst, since those of all requests together are not known. */
function merged(loads: readonly Load[]): Omit<Load, 'seconds'> {
  const sum = (name: 'answered' | 'failed') => loads.reduce((all, load) => all + load[name], 0);
  const worst = (name: 'p50' | 'p99') => Math.max(...loads.map((load) => load[name]));
  return {
    answered: sum('answered'),
    failed: sum('failed'),
    p50: worst('p50'),
    p99: worst('p99'),
  };
}
