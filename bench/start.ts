import { parseArgs } from 'node:util';
import { seed, sizeOf } from './data.ts';
import { startDatabase } from './database.ts';
import { chooseGenerator } from './load.ts';
import { measure } from './measure.ts';
import { residentMegabytes } from './processes.ts';
import { circumstances, median, say, table, whole } from './report.ts';
import { PEPPER, startServer } from './server.ts';
import { drawSubject } from './subject.ts';
import { gateway, VERIFY } from './targets/gateway.ts';
import { ours } from './targets/ours.ts';
import { readFiguresOnce } from './warm.ts';
import { WORKLOADS } from './workloads.ts';

// From the start of the process to its first answer, on a database that is there, and what it has in
// memory then and after each workload: `npm run bench -- start --scale 0.2 --seconds 5`.

const { values } = parseArgs({
  options: {
    scale: { type: 'string', default: '0.2' },
    seconds: { type: 'string', default: '5' },
    starts: { type: 'string', default: '5' },
  },
});

const generator = chooseGenerator();
const database = await startDatabase();
try {
  const seeded = await seed(database.url, sizeOf(Number(values.scale)), PEPPER);
  say(circumstances(generator.name));
  // The first start on a database makes what the later ones find.
  await (await startServer(database.url)).stop();
  const times: number[] = [];
  for (let round = 0; round < Number(values.starts); round += 1) {
    const { ready, answered } = await timeStart();
    times.push(answered);
    process.stderr.write(`ready after ${whole(ready)} ms, first answer ${whole(answered)} ms\n`);
  }
  say(
    `\nFirst answer after ${whole(median(times))} ms (${times.map(whole).join(', ')}): a user with its keys, over GraphQL.\n`,
  );

  const server = await startServer(database.url);
  const rows: unknown[][] = [['at rest', residentMegabytes(server.pid)]];
  await readFiguresOnce(server.url, seeded.measuredMeetings);
  rows.push(['every figure read once', residentMegabytes(server.pid)]);
  const operations = { ...ours.operations, ...gateway.operations };
  const target = { ...ours, operations, url: server.url, pid: server.pid };
  const bench = { ...database, seeded, generator };
  for (const workload of [...WORKLOADS, VERIFY]) {
    const { perSecond } = await measure(bench, target, workload, Number(values.seconds));
    rows.push([
      `${workload.name}, ${whole(perSecond * Number(values.seconds))} requests`,
      residentMegabytes(server.pid),
    ]);
  }
  say(table(['memory after', 'MB'], rows));
  await server.stop();

  /** Milliseconds until the process says that it listens, and until it answered. */
  async function timeStart(): Promise<{ readonly ready: number; readonly answered: number }> {
    const begun = performance.now();
    const started = await startServer(database.url);
    const ready = performance.now() - begun;
    const [first] = ours.operations.W1?.requests(drawSubject(seeded)) ?? [];
    const { path, ...request } = first ?? { path: '/' };
    const response = await fetch(started.url + path, request);
    if (!response.ok) throw new Error(`answered ${response.status}`);
    await response.text();
    const answered = performance.now() - begun;
    await started.stop();
    return { ready, answered };
  }
} finally {
  await database.stop();
}
