import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { migrate } from '../src/database/migrate.ts';
import { startEmbedded } from '../src/postgres/embedded.ts';
import { seed, sizeOf } from './data.ts';
import { checkAnswer, type Measured, measure, residentMegabytes } from './measure.ts';
import { ADMIN_KEY, PEPPER, startServer } from './server.ts';
import { workloads } from './workloads.ts';

// Measures the built service on a database of a known size: `npm run bench -- --scale 1`.

const { values } = parseArgs({
  options: {
    scale: { type: 'string', default: '0.1' },
    seconds: { type: 'string', default: '5' },
    passes: { type: 'string', default: '2' },
  },
});

const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'));
const database = await startEmbedded({ dataDir: folder, settings: { shared_buffers: '1GB' } });
try {
  await migrate({ connectionString: database.url });
  const seeded = await seed(database.url, sizeOf(Number(values.scale)), PEPPER);
  say(`seeded: ${JSON.stringify(seeded.size)}`);
  const server = await startServer(database.url);
  const all = workloads(seeded, ADMIN_KEY);
  for (const workload of all) await checkAnswer(server.url, workload);

  const results = new Map(all.map((workload) => [workload, [] as Measured[]]));
  // One after the other and again: what else the machine does falls on all alike.
  for (let pass = 0; pass < Number(values.passes); pass += 1) {
    for (const workload of all)
      results
        .get(workload)
        ?.push(await measure(server.url, server.pid, workload, Number(values.seconds)));
  }
  say('\n| | operation | requests/s (worst to best) | p50 ms | p99 ms | server CPU µs | failed |');
  say('|---|---|---|---|---|---|---|');
  for (const [{ name, what }, passes] of results) say(`| ${name} | ${what} | ${row(passes)} |`);
  say(`\nmemory of the server after all: ${residentMegabytes(server.pid)} MB`);
  server.stop();
} finally {
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
}

function row(passes: readonly Measured[]): string {
  const [best] = passes.toSorted((one, other) => other.perSecond - one.perSecond);
  const rates = passes
    .map(({ perSecond }) => Math.round(perSecond))
    .toSorted((one, other) => one - other);
  const failed = passes.reduce((sum, { failed: count }) => sum + count, 0);
  return [
    `${rates[0]} to ${rates.at(-1)}`,
    best?.p50,
    best?.p99,
    Math.round(best?.cpu ?? 0),
    failed,
  ].join(' | ');
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
