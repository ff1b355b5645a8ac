import type { Measured } from './measure.ts';
import type { Series } from './report.ts';
import type { Workload } from './workloads.ts';

/** Something to be measured again and again, beside others of its workload. */
export type Turn = {
  readonly workload: Workload;
  readonly target: string;
  readonly measure: (seconds: number) => Promise<Measured>;
  /** What comes before the first pass; without it, a second of the same. */
  readonly warmUp?: () => Promise<unknown>;
};

/** Workload after workload, one after the other, and again: what else the machine does falls on all alike. */
export async function inTurns(
  turns: readonly Turn[],
  { passes, seconds }: { readonly passes: number; readonly seconds: number },
): Promise<Series[]> {
  const series = turns.map((turn) => ({ ...turn, passes: [] as Measured[] }));
  const workloads = [...new Set(turns.map(({ workload }) => workload))];
  for (let pass = 0; pass < passes; pass += 1) {
    for (const workload of workloads) {
      const own = series.filter((one) => one.workload === workload);
      for (const one of rotated(own, pass)) {
        // Compiled code and warm caches are what a server runs with all day.
        if (pass === 0) await (one.warmUp?.() ?? one.measure(1));
        one.passes.push(await one.measure(seconds));
        process.stderr.write(`${pass + 1} ${workload.name} ${one.target}   \r`);
      }
    }
  }
  return series;
}

function rotated<Item>(items: readonly Item[], by: number): Item[] {
  const start = by % Math.max(items.length, 1);
  return [...items.slice(start), ...items.slice(0, start)];
}

/** Those of the names, with commas between; all without any. */
export function chosen<Item extends { readonly name: string }>(
  all: readonly Item[],
  names: string,
): Item[] {
  const wanted = names === '' ? all.map(({ name }) => name) : names.split(',');
  const unknown = wanted.filter((name) => !all.some((item) => item.name === name));
  if (unknown.length > 0)
    throw new Error(`${unknown.join()} is none of ${all.map(({ name }) => name).join()}`);
  return all.filter(({ name }) => wanted.includes(name));
}
