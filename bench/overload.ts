import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { seed, sizeOf } from './data.ts';
import { startDatabase, untilSwept } from './database.ts';
import { chooseGenerator, rawText } from './load.ts';
import { type Outcome, openLoop } from './open-loop.ts';
import { cpuSeconds } from './processes.ts';
import { circumstances, fixed, percentile, say, table, whole } from './report.ts';
import { PEPPER, startServer } from './server.ts';
import { drawSubject } from './subject.ts';
import { ours } from './targets/ours.ts';
import { chosen } from './turns.ts';
import { readFiguresOnce } from './warm.ts';
import { WORKLOADS, type Workload } from './workloads.ts';

// What happens to requests when more of them come than can be answered, and to health checks
// meanwhile: `npm run bench -- overload --only mix --times 4 --connections 1000 --seconds 10`.

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'mix' },
    times: { type: 'string', default: '4' },
    connections: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '10' },
    scale: { type: 'string', default: '0.05' },
  },
});
const seconds = Number(values.seconds);
const FULL_CONNECTIONS = 64;
const HEALTH_EVERY_MS = 50;
const MOST_PER_SECOND = 12_000;

const generator = chooseGenerator();
const database = await startDatabase();
try {
  const seeded = await seed(database.url, sizeOf(Number(values.scale)), PEPPER);
  const server = await startServer(database.url);
  await untilSwept(database.client);
  const port = Number(new URL(server.url).port);
  say(`${circumstances(generator.name)}, ${seconds} s, data: ${JSON.stringify(seeded.size)}`);
  await readFiguresOnce(server.url, seeded.measuredMeetings);
  const rows: unknown[][] = [];
  for (const { name, kind } of chosen(WORKLOADS, values.only)) {
    const operation = ours.operations[name];
    if (operation === undefined) continue;
    const draw = (perSecond: number, forSeconds: number) =>
      Array.from({ length: countOf(kind, perSecond * forSeconds) }, () =>
        operation.requests(drawSubject(seeded)),
      ).flat();
    const full = () => ({
      url: server.url,
      requests: draw(MOST_PER_SECOND, 3),
      connections: FULL_CONNECTIONS,
      seconds: 3,
    });
    // The overload of the workload before is over.
    await sleep(10_000);
    await generator.run(full());
    const { answered, failed, seconds: took } = await generator.run(full());
    if (failed > 0) throw new Error(`${failed} requests of ${name} failed at the peak`);
    const peak = answered / took;
    for (const [what, perSecond] of [
      ['a tenth of the peak', peak / 10],
      ['70 % of the peak', peak * 0.7],
      [`${values.times} times the peak`, peak * Number(values.times)],
    ] as const) {
      const texts = draw(perSecond, seconds).map((request) => rawText(server.url, request));
      await sleep(1_000);
      let sent = 0;
      const next = () => {
        sent += 1;
        return texts[sent % texts.length] ?? '';
      };
      const health = watchHealth(server.url);
      const used = coresOf([server.pid, process.pid]);
      const outcome = await openLoop({
        port,
        next,
        perSecond,
        seconds,
        mostConnections: Number(values.connections),
      });
      rows.push([
        name,
        what,
        whole(perSecond),
        ...figures(outcome),
        ...(await health()),
        ...used(),
      ]);
    }
  }
  say(
    table(
      [
        'workload',
        'load',
        'sent/s',
        'answered',
        'p50 ms',
        'p99 ms',
        'refused',
        'refused p50 ms',
        'refused p99 ms',
        'broken',
        'connections',
        'health p99 ms',
        'health worst ms',
        'cores of the server',
        'of the load',
      ],
      rows,
    ),
  );
  await server.stop();
} finally {
  await database.stop();
}

/** What is only read may come again; what is written must be new. */
function countOf(kind: Workload['kind'], requests: number): number {
  return kind === 'reads' || kind === 'first readings' ? 1_000 : Math.ceil(requests);
}

/** How many cores the processes have had on average since now. */
function coresOf(pids: readonly number[]): () => readonly string[] {
  const since = performance.now();
  const before = pids.map(cpuSeconds);
  return () => {
    const passed = (performance.now() - since) / 1_000;
    return pids.map((pid, at) => ((cpuSeconds(pid) - (before[at] ?? 0)) / passed).toFixed(2));
  };
}

function figures({ times, broken, connections }: Outcome): readonly unknown[] {
  const answered = times.get(200) ?? [];
  const refused = times.get(503) ?? [];
  const others = [...times].filter(([status]) => status !== 200 && status !== 503);
  const wrong = others.reduce((sum, [, own]) => sum + own.length, 0);
  return [...pair(answered), ...pair(refused), broken + wrong, connections];
}

function pair(times: readonly number[]): readonly unknown[] {
  if (times.length === 0) return [0, '', ''];
  return [times.length, fixed(percentile(times, 0.5)), fixed(percentile(times, 0.99))];
}

/** Asks for `/health/live` again and again; how long that took. */
function watchHealth(url: string): () => Promise<readonly unknown[]> {
  const times: number[] = [];
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      const since = performance.now();
      const { ok } = await fetch(`${url}/health/live`);
      times.push(ok ? performance.now() - since : Number.POSITIVE_INFINITY);
      await sleep(HEALTH_EVERY_MS);
    }
  })();
  return async () => {
    isOver = true;
    await watching;
    return [fixed(percentile(times, 0.99)), fixed(Math.max(...times))];
  };
}
