import { parseArgs } from 'node:util';
import { seed, sizeOf } from './data.ts';
import { startDatabase, untilSwept } from './database.ts';
import { chooseGenerator } from './load.ts';
import { type Answer, pace } from './pace.ts';
import { residentMegabytes } from './processes.ts';
import { circumstances, fixed, percentile, say, table, whole } from './report.ts';
import { PEPPER, startServer } from './server.ts';
import { drawSubject } from './subject.ts';
import { gateway } from './targets/gateway.ts';
import { ours } from './targets/ours.ts';
import type { Request } from './targets/target.ts';
import { readFiguresOnce } from './warm.ts';
import type { WorkloadName } from './workloads.ts';

// Whether memory and times stay as they are: minutes at half of the highest rate, with all kinds of
// requests: `npm run bench -- soak --scale 0.2 --minutes 10`.

const { values } = parseArgs({
  options: {
    scale: { type: 'string', default: '0.2' },
    minutes: { type: 'string', default: '10' },
    warm: { type: 'string', default: '60' },
  },
});
/** How many of 20 requests are of each kind. */
const MIX: readonly (readonly [WorkloadName, number])[] = [
  ['verify', 6],
  ['W1', 4],
  ['W4', 3],
  ['W2', 2],
  ['W5', 2],
  ['W7', 2],
  ['W6', 1],
];
const KINDS = MIX.flatMap(([name, times]) => Array.from({ length: times }, () => name));
const THIRDS = ['first', 'second', 'last'];
const LOOK_SECONDS = 10;
const FULL_SECONDS = 10;
const MOST_PER_SECOND = 12_000;
const CONNECTIONS = 32;

type Third = { readonly times: number[]; readonly megabytes: number[]; failed: number };

const generator = chooseGenerator();
const database = await startDatabase();
try {
  const seeded = await seed(database.url, sizeOf(Number(values.scale)), PEPPER);
  const { url, pid, stop } = await startServer(database.url);
  await untilSwept(database.client);
  await readFiguresOnce(url, seeded.measuredMeetings);
  const operations = { ...ours.operations, ...gateway.operations };
  const next = (): Request => {
    const kind = KINDS[Math.floor(Math.random() * KINDS.length)] ?? 'verify';
    const operation = operations[kind];
    if (operation === undefined) throw new Error(`${kind} is not ours`);
    const [request] = operation.requests(drawSubject(seeded));
    if (request === undefined) throw new Error(`${kind} has no request`);
    return request;
  };
  const requests = Array.from({ length: FULL_SECONDS * MOST_PER_SECOND }, next);
  const full = { url, requests, connections: CONNECTIONS };
  await generator.run({ ...full, seconds: 2 });
  const { answered, seconds } = await generator.run({ ...full, seconds: FULL_SECONDS });
  const perSecond = whole(answered / seconds / 2);
  say(
    `${circumstances(generator.name)}; ${whole(answered / seconds)} requests a second at most, then ${perSecond} for ${values.minutes} minutes, after ${values.warm} s that are not counted\n`,
  );
  await pace(url, next, { perSecond, seconds: Number(values.warm), onAnswer: () => {} });
  const thirds: Third[] = [];
  for (const _third of THIRDS) thirds.push(await soak(url, pid, { next, perSecond }));
  say(soakTable(thirds));
  await stop();
} finally {
  await database.stop();
}

async function soak(
  url: string,
  pid: number,
  { next, perSecond }: { readonly next: () => Request; readonly perSecond: number },
): Promise<Third> {
  const third: Third = { times: [], megabytes: [], failed: 0 };
  const look = setInterval(
    () => third.megabytes.push(residentMegabytes(pid)),
    LOOK_SECONDS * 1_000,
  );
  const onAnswer = ({ ms, isRight }: Answer) => {
    third.times.push(ms);
    if (!isRight) third.failed += 1;
  };
  await pace(url, next, { perSecond, seconds: (Number(values.minutes) * 60) / 3, onAnswer });
  clearInterval(look);
  third.megabytes.push(residentMegabytes(pid));
  return third;
}

function soakTable(thirds: readonly Third[]): string {
  const mean = ({ megabytes }: Third) =>
    megabytes.reduce((sum, one) => sum + one, 0) / megabytes.length;
  const [first, , last] = thirds.map(mean);
  const rows = thirds.map((third, place) => [
    THIRDS[place],
    whole(mean(third)),
    `${Math.min(...third.megabytes)} to ${Math.max(...third.megabytes)}`,
    fixed(percentile(third.times, 0.5)),
    fixed(percentile(third.times, 0.99)),
    third.times.length,
    third.failed,
  ]);
  const head = ['third', 'memory MB', 'least to most', 'p50 ms', 'p99 ms', 'answers', 'failed'];
  const growth = (((last ?? 0) / (first ?? 1) - 1) * 100).toFixed(1);
  return `${table(head, rows)}\n\nMemory, last third against first: ${growth} %.`;
}
