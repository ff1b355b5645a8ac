import { parseArgs } from 'node:util';
import { seed, sizeOf } from './data.ts';
import { type BenchDatabase, startDatabase, untilSwept } from './database.ts';
import { chooseGenerator } from './load.ts';
import { type Measurable, type Measured, measure } from './measure.ts';
import { circumstances, middleOf, type Series, say, table, whole } from './report.ts';
import { PEPPER, type Running, startServer } from './server.ts';
import { ours } from './targets/ours.ts';
import { chosen, inTurns, type Turn } from './turns.ts';
import { readFiguresOnce } from './warm.ts';
import { WORKLOADS } from './workloads.ts';

// What ten times the data costs: two databases side by side, and a server on each, in turns:
// `npm run bench -- growth --from 1 --to 10 --seconds 5 --passes 5`.

const { values } = parseArgs({
  options: {
    from: { type: 'string', default: '0.2' },
    to: { type: 'string', default: '2' },
    seconds: { type: 'string', default: '5' },
    passes: { type: 'string', default: '3' },
    only: { type: 'string', default: 'W1,W2,W3,W3n,W4,W5,W7' },
  },
});
const { from, to } = values;
const workloads = chosen(WORKLOADS, values.only);
const generator = chooseGenerator();
const databases: BenchDatabase[] = [];
const servers: Running[] = [];
try {
  const turns = [...(await turnsAt(from)), ...(await turnsAt(to))];
  say(`${circumstances(generator.name)}, ${values.seconds} s × ${values.passes} passes\n`);
  const series = await inTurns(turns, {
    passes: Number(values.passes),
    seconds: Number(values.seconds),
  });
  say(growthTable(series));
} finally {
  await Promise.all(servers.map(({ stop }) => stop()));
  for (const database of databases) await database.stop();
}

/** Fills a database, starts a server on it, and says how that one is measured. */
async function turnsAt(scale: string): Promise<Turn[]> {
  const database = await startDatabase();
  databases.push(database);
  const seeded = await seed(database.url, sizeOf(Number(scale)), PEPPER);
  const server = await startServer(database.url);
  await untilSwept(database.client);
  servers.push(server);
  if (workloads.some(({ name }) => name === 'W4'))
    await readFiguresOnce(server.url, seeded.measuredMeetings);
  const target: Measurable = { ...ours, url: server.url, pid: server.pid };
  return workloads.map((workload) => ({
    workload,
    target: scale,
    measure: (seconds) => measure({ ...database, seeded, generator }, target, workload, seconds),
  }));
}

function growthTable(series: readonly Series[]): string {
  const rows = workloads.map(({ name }) => {
    const small = middleOf(series, name, from);
    const large = middleOf(series, name, to);
    const pair = (figure: keyof Measured) => `${whole(small(figure))} to ${whole(large(figure))}`;
    const cpu = (of: typeof small) => of('serverCpu') + of('databaseCpu');
    return [
      name,
      pair('perSecond'),
      (small('perSecond') / large('perSecond')).toFixed(2),
      pair('serverCpu'),
      pair('databaseCpu'),
      (cpu(large) / cpu(small)).toFixed(2),
    ];
  });
  const head = ['', 'requests/s', 'times slower', 'server µs', 'PostgreSQL µs', 'times the CPU'];
  return `### From scale ${from} to ${to}\n\n${table(head, rows)}`;
}
