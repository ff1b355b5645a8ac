import { parseArgs } from 'node:util';
import { checkAnswers } from './check.ts';
import { seed, sizeOf } from './data.ts';
import { startDatabase, untilSwept } from './database.ts';
import { chooseGenerator } from './load.ts';
import { type Measurable, measure } from './measure.ts';
import { createPeerTables, preparePeers } from './peers.ts';
import { residentMegabytes } from './processes.ts';
import { referenceOf } from './reference.ts';
import { circumstances, reportOf, say, table } from './report.ts';
import { PEPPER, type Running, startPeer, startServer } from './server.ts';
import { bare, fastify } from './targets/bare.ts';
import { apollo, mercurius, yoga } from './targets/lists-graphql.ts';
import { ours } from './targets/ours.ts';
import { postgraphile } from './targets/postgraphile.ts';
import { rest } from './targets/rest.ts';
import { chosen, inTurns, type Turn } from './turns.ts';
import { readFiguresOnce } from './warm.ts';
import { WORKLOADS } from './workloads.ts';

// Measures the built service and its peers, on a database of a known size:
// `npm run bench -- --scale 1 --seconds 5 --passes 3 --only W1,W7 --servers ours,mercurius`.
// `--servers all` takes every peer; `--connections 1,32,256` and `--equal 0,0.1` make a section each.

const TARGETS = [ours, rest, mercurius, yoga, apollo, postgraphile, fastify, bare];

const { values } = parseArgs({
  options: {
    scale: { type: 'string', default: '0.2' },
    seconds: { type: 'string', default: '2' },
    passes: { type: 'string', default: '3' },
    only: { type: 'string', default: '' },
    servers: { type: 'string', default: 'ours,rest,mercurius,bare' },
    connections: { type: 'string', default: '32' },
    equal: { type: 'string', default: '0' },
  },
});
const workloads = chosen(WORKLOADS, values.only);
const targets = chosen(TARGETS, values.servers === 'all' ? '' : values.servers);
const generator = chooseGenerator();
const connectionCounts = values.connections.split(',').map(Number);
const settings = connectionCounts.flatMap((connections) =>
  values.equal.split(',').map((equal) => ({ connections, equalShare: Number(equal) })),
);

const hasPeers = targets.some(({ server }) => server !== 'ours');
if (hasPeers) preparePeers();
/** With one client, the few requests of some seconds would still run code that is not compiled. */
const WARM = { connections: 32, seconds: 3 };

const database = await startDatabase();
const servers = new Map<string, Running>();
try {
  const seeded = await seed(database.url, sizeOf(Number(values.scale)), PEPPER);
  if (hasPeers) await createPeerTables(database.client);
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
    `${circumstances(generator.name)}, ${values.seconds} s × ${values.passes} passes, data: ${JSON.stringify(seeded.size)}`,
  );
  const { url = '' } = servers.get('ours') ?? {};
  if (url !== '') await untilSwept(database.client);
  if (url !== '') await readFiguresOnce(url, seeded.measuredMeetings);
  await checkAnswers(workloads, measurable, seeded, database.client);
  say('All answers are alike.');

  for (const setting of settings) {
    const bench = { ...database, seeded, generator, ...setting };
    const series = await inTurns(turnsOf(bench, measurable), {
      passes: Number(values.passes),
      seconds: Number(values.seconds),
    });
    say(`\n## ${headingOf(setting)}\n\n${reportOf(series)}`);
  }
  const memory = [...servers].map(([name, { pid }]) => [name, residentMegabytes(pid)]);
  say(`\n${table(['memory at the end', 'MB'], memory)}`);
} finally {
  await Promise.all([...servers.values()].map(({ stop }) => stop()));
  await database.stop();
}

function turnsOf(
  bench: Parameters<typeof measure>[0] & { readonly url: string },
  measurable: readonly Measurable[],
): Turn[] {
  return workloads.flatMap((workload) => {
    const able = measurable.filter(({ operations }) => operations[workload.name] !== undefined);
    const turns = able.map((target) => ({
      workload,
      target: target.name,
      measure: (seconds: number) => measure(bench, target, workload, seconds),
      warmUp: () =>
        measure({ ...bench, connections: WARM.connections }, target, workload, WARM.seconds),
    }));
    const reference = referenceOf(workload.name, bench);
    return reference === null
      ? turns
      : [...turns, { workload, target: 'pgbench', measure: reference }];
  });
}

function headingOf({ connections, equalShare }: (typeof settings)[number]): string {
  const share =
    equalShare === 0 ? 'every request distinct' : `${equalShare * 100} % equal requests`;
  return `${connections} ${connections === 1 ? 'connection' : 'connections'}, ${share}`;
}
