import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { migrate } from '../src/database/migrate.ts';
import { startEmbedded } from '../src/postgres/embedded.ts';
import { checkAnswers } from './check.ts';
import { seed, sizeOf } from './data.ts';
import { chooseGenerator } from './load.ts';
import { type Bench, type Measurable, measure } from './measure.ts';
import { preparePeers } from './peers.ts';
import { findPostmaster, residentMegabytes } from './processes.ts';
import { reportOf, type Series, table } from './report.ts';
import { PEPPER, type Running, startPeer, startServer } from './server.ts';
import { bare } from './targets/bare.ts';
import { apollo, mercurius } from './targets/lists-graphql.ts';
import { ours } from './targets/ours.ts';
import { postgraphile } from './targets/postgraphile.ts';
import { rest } from './targets/rest.ts';
import { readFiguresOnce } from './warm.ts';
import { WORKLOADS } from './workloads.ts';

// Measures the built service beside its peers, on a database of a known size:
// `npm run bench -- --scale 1 --seconds 5 --passes 3 --only W1,W7 --servers ours,mercurius`.

const TARGETS = [ours, rest, mercurius, apollo, postgraphile, bare];

const { values } = parseArgs({
  options: {
    scale: { type: 'string', default: '0.1' },
    seconds: { type: 'string', default: '5' },
    passes: { type: 'string', default: '2' },
    only: { type: 'string', default: '' },
    servers: { type: 'string', default: '' },
  },
});
const seconds = Number(values.seconds);
const workloads = chosen(WORKLOADS, values.only);
const targets = chosen(TARGETS, values.servers);
const generator = chooseGenerator();

if (targets.some(({ server }) => server !== 'ours')) preparePeers();
const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'));
const database = await startEmbedded({ dataDir: folder, settings: { shared_buffers: '1GB' } });
const servers = new Map<string, Running>();
const client = new pg.Client({ connectionString: database.url });
try {
  await client.connect();
  await migrate({ connectionString: database.url });
  const seeded = await seed(database.url, sizeOf(Number(values.scale)), PEPPER);
  for (const { server } of targets) {
    if (servers.has(server)) continue;
    const start = server === 'ours' ? startServer(database.url) : startPeer(server, database.url);
    servers.set(server, await start);
  }
  const measurable = targets.flatMap((target) => {
    const server = servers.get(target.server);
    return server === undefined ? [] : [{ ...target, url: server.url, pid: server.pid }];
  });
  say(
    `${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores, Node ${process.version}, load by ${generator.name}, ${seconds} s × ${values.passes} passes, data: ${JSON.stringify(seeded.size)}`,
  );
  const { url = '' } = servers.get('ours') ?? {};
  if (url !== '') await readFiguresOnce(url, seeded.measuredMeetings);
  await checkAnswers(workloads, measurable, seeded, client);
  say('All answers are alike.\n');
  const postmaster = await findPostmaster(client);
  const bench = { seeded, generator, postmaster, client };
  say(`${reportOf(await measureAll(bench, measurable))}\n`);
  const memory = [...servers].map(([name, { pid }]) => [name, residentMegabytes(pid)]);
  say(table(['memory at the end', 'MB'], memory));
} finally {
  await Promise.all([...servers.values()].map(({ stop }) => stop()));
  await client.end();
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** Server after server, workload after workload, and again: what else the machine does falls on all alike. */
async function measureAll(bench: Bench, all: readonly Measurable[]): Promise<Series[]> {
  const series = workloads.flatMap((workload) =>
    all
      .filter(({ operations }) => operations[workload.name] !== undefined)
      .map((target) => ({ workload, target, passes: [] as Series['passes'][number][] })),
  );
  for (let pass = 0; pass < Number(values.passes); pass += 1) {
    for (const workload of workloads) {
      const own = series.filter((one) => one.workload === workload);
      for (const { target, passes } of rotated(own, pass)) {
        // Compiled code and warm caches are what a server runs with all day.
        if (pass === 0) await measure(bench, target, workload, 1);
        passes.push(await measure(bench, target, workload, seconds));
        process.stderr.write(`${pass + 1} ${workload.name} ${target.name}   \r`);
      }
    }
  }
  return series.map(({ workload, target, passes }) => ({ workload, target: target.name, passes }));
}

function rotated<Item>(items: readonly Item[], by: number): Item[] {
  const start = by % Math.max(items.length, 1);
  return [...items.slice(start), ...items.slice(0, start)];
}

function chosen<Item extends { readonly name: string }>(
  all: readonly Item[],
  names: string,
): Item[] {
  const wanted = names === '' ? all.map(({ name }) => name) : names.split(',');
  const unknown = wanted.filter((name) => !all.some((item) => item.name === name));
  if (unknown.length > 0)
    throw new Error(`${unknown.join()} is none of ${all.map(({ name }) => name).join()}`);
  return all.filter(({ name }) => wanted.includes(name));
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
