import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { seed, sizeOf } from './data.ts';
import { startDatabase, untilSwept } from './database.ts';
import { chooseGenerator } from './load.ts';
import { type Measured, measureCombined } from './measure.ts';
import { circumstances, middleOf, type Series, say, table, whole } from './report.ts';
import { PEPPER, type Running, startServer } from './server.ts';
import { gateway, VERIFY } from './targets/gateway.ts';
import { ours } from './targets/ours.ts';
import { chosen, inTurns, type Turn } from './turns.ts';
import { readFiguresOnce } from './warm.ts';
import { WORKLOADS } from './workloads.ts';

// Two processes of the service on one database against one, with as many connections in all:
// `npm run bench -- processes --scale 1 --seconds 5 --passes 3`.

const { values } = parseArgs({
  options: {
    scale: { type: 'string', default: '0.1' },
    seconds: { type: 'string', default: '5' },
    passes: { type: 'string', default: '3' },
    only: { type: 'string', default: '' },
  },
});
const workloads = chosen([...WORKLOADS, VERIFY], values.only);
const generator = chooseGenerator();
const database = await startDatabase();
const servers: Running[] = [];
try {
  const seeded = await seed(database.url, sizeOf(Number(values.scale)), PEPPER);
  servers.push(await startServer(database.url), await startServer(database.url));
  await untilSwept(database.client);
  await readFiguresOnce(servers[0]?.url ?? '', seeded.measuredMeetings);
  const operations = { ...ours.operations, ...gateway.operations };
  const both = servers.map(({ url, pid }) => ({ ...ours, operations, url, pid }));
  const bench = { ...database, seeded, generator };
  const turns = workloads.flatMap((workload): Turn[] =>
    [both.slice(0, 1), both].map((targets) => ({
      workload,
      target: String(targets.length),
      measure: (seconds) => measureCombined(bench, targets, { workload, seconds }),
    })),
  );
  say(`${circumstances(generator.name)}, ${values.seconds} s × ${values.passes} passes`);
  const series = await inTurns(turns, {
    passes: Number(values.passes),
    seconds: Number(values.seconds),
  });
  say(`\n${resultTable(series)}\n\n${reading()}`);
} finally {
  await Promise.all(servers.map(({ stop }) => stop()));
  await database.stop();
}

function resultTable(series: readonly Series[]): string {
  const rows = workloads.map(({ name }) => {
    const one = middleOf(series, name, '1');
    const two = middleOf(series, name, '2');
    const pair = (figure: keyof Measured) => `${whole(one(figure))} and ${whole(two(figure))}`;
    const cpu = (of: typeof one) => of('serverCpu') + of('databaseCpu');
    return [
      name,
      pair('perSecond'),
      (two('perSecond') / one('perSecond')).toFixed(2),
      pair('serverCpu'),
      pair('databaseCpu'),
      (cpu(two) / cpu(one)).toFixed(2),
      one('failed') + two('failed'),
    ];
  });
  const head = ['one and two processes', 'requests/s', 'times the rate', 'server µs'];
  return table([...head, 'PostgreSQL µs', 'times the CPU', 'failed'], rows);
}

/** What a second process can bring here, and how to read the figures where that is little. */
function reading(): string {
  const cores = cpus().length;
  return cores < 5
    ? `The servers, PostgreSQL and the load generator share ${cores} cores: one process leaves a second one little to gain. What shows whether two get in each other's way is the processor time of an operation: with cores to spare, two processes do 2 / (times the CPU) of what one does.`
    : `The servers, PostgreSQL and the load generator share ${cores} cores.`;
}
