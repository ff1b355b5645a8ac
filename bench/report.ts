import { cpus } from 'node:os';
import type { Measured } from './measure.ts';
import type { Workload } from './workloads.ts';

/** All passes of one target in one workload. */
export type Series = {
  readonly workload: Workload;
  readonly target: string;
  readonly passes: readonly Measured[];
};

const OURS = ['ours', 'rest'];
/** Statements alone are no server to compare with. */
const NO_SERVER = ['pgbench'];

/** A table for each workload, then the ratios. */
export function reportOf(series: readonly Series[]): string {
  const workloads = [...new Set(series.map(({ workload }) => workload))];
  const tables = workloads.map((workload) =>
    workloadTable(
      workload,
      series.filter((own) => own.workload === workload),
    ),
  );
  const ratios = OURS.filter((name) => series.some(({ target }) => target === name)).map((name) =>
    ratioTable(name, workloads, series),
  );
  return [...tables, ...ratios].join('\n\n');
}

function workloadTable({ name, what }: Workload, series: readonly Series[]): string {
  const rows = series.map(({ target, passes }) => {
    const rates = passes.map(({ perSecond }) => perSecond);
    return [
      target,
      whole(median(rates)),
      `${whole(Math.min(...rates))} to ${whole(Math.max(...rates))}`,
      fixed(median(passes.map(({ p50 }) => p50))),
      fixed(median(passes.map(({ p99 }) => p99))),
      orDash(whole(median(passes.map(({ serverCpu }) => serverCpu)))),
      whole(median(passes.map(({ databaseCpu }) => databaseCpu))),
      passes.reduce((sum, { failed }) => sum + failed, 0),
    ];
  });
  return `### ${name}: ${what}\n\n${table(
    ['', 'requests/s', 'worst to best', 'p50 ms', 'p99 ms', 'server µs', 'PostgreSQL µs', 'failed'],
    rows,
  )}`;
}

/**
 * How many times faster than each other one, how many times less processor time of the server, and
 * of server and PostgreSQL together.
 */
function ratioTable(
  ours: string,
  workloads: readonly Workload[],
  series: readonly Series[],
): string {
  const peers = [...new Set(series.map(({ target }) => target))].filter(
    (name) => ![...OURS, ...NO_SERVER].includes(name),
  );
  const passesOf = (workload: Workload, target: string) =>
    series.find((own) => own.workload === workload && own.target === target)?.passes;
  const rows = workloads.map((workload) => {
    const own = passesOf(workload, ours);
    return [workload.name, ...peers.map((peer) => ratio(own, passesOf(workload, peer)))];
  });
  return `### ${ours} against each: times the requests/s (times less server CPU, times less CPU of server and PostgreSQL)\n\n${table(['', ...peers], rows)}`;
}

function ratio(own: Series['passes'] | undefined, peer: Series['passes'] | undefined): string {
  if (own === undefined || peer === undefined) return '–';
  const times = (figure: (pass: Measured) => number) =>
    median(own.map(figure)) / median(peer.map(figure));
  const rate = times(({ perSecond }) => perSecond);
  const server = 1 / times(({ serverCpu }) => serverCpu);
  const all = 1 / times(({ serverCpu, databaseCpu }) => serverCpu + databaseCpu);
  return `${rate.toFixed(2)} (${server.toFixed(2)}, ${all.toFixed(2)})`;
}

function orDash(value: number): number | string {
  return Number.isNaN(value) ? '–' : value;
}

/** The median of each figure over the passes of one target in one workload. */
export function middleOf(
  series: readonly Series[],
  name: string,
  target: string,
): (figure: keyof Measured) => number {
  const own = series.find((one) => one.workload.name === name && one.target === target);
  return (figure) => median((own?.passes ?? []).map((pass) => pass[figure]));
}

export function table(head: readonly string[], rows: readonly (readonly unknown[])[]): string {
  const line = (cells: readonly unknown[]) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** The value that this share of all is below or at. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? 0;
}

export function whole(value: number): number {
  return Math.round(value);
}

export function fixed(value: number): string {
  return value.toFixed(1);
}

/** What the figures were measured on and with. */
export function circumstances(generator: string): string {
  const day = new Date().toISOString().slice(0, 10);
  return `${day}, ${cpus().length} cores, Node ${process.version}, load by ${generator}`;
}

export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
