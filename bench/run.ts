import { parseArgs } from 'node:util';
import { checkAnswers } from './check.ts';
import { seed, sizeOf } from './data.ts';
import { startDatabase, untilSwept } from './database.ts';
import { chooseGenerator } from './load.ts';
import { measure } from './measure.ts';
import { createPeerTables, preparePeers } from './peers.ts';
import { residentMegabytes } from './processes.ts';
import { circumstances, reportOf, say, table } from './report.ts';
import { PEPPER, type Running, startPeer, startServer } from './server.ts';
import { bare } from './targets/bare.ts';
import { apollo, mercurius } from './targets/lists-graphql.ts';
import { ours } from './targets/ours.ts';
import { postgraphile } from './targets/postgraphile.ts';
import { rest } from './targets/rest.ts';
import { chosen, inTurns } from './turns.ts';
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
const workloads = chosen(WORKLOADS, values.only);
const targets = chosen(TARGETS, values.servers);
const generator = chooseGenerator();

const hasPeers = targets.some(({ server }) => server !== 'ours');
if (hasPeers) preparePeers();
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
  say('All answers are alike.\n');
  const bench = { ...database, seeded, generator };
  const turns = workloads.flatMap((workload) =>
    measurable
      .filter(({ operations }) => operations[workload.name] !== undefined)
      .map((target) => ({
        workload,
        target: target.name,
        measure: (seconds: number) => measure(bench, target, workload, seconds),
      })),
  );
  const series = await inTurns(turns, {
    passes: Number(values.passes),
    seconds: Number(values.seconds),
  });
  say(`${reportOf(series)}\n`);
  const memory = [...servers].map(([name, { pid }]) => [name, residentMegabytes(pid)]);
  say(table(['memory at the end', 'MB'], memory));
} finally {
  await Promise.all([...servers.values()].map(({ stop }) => stop()));
  await database.stop();
}
