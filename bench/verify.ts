import { parseArgs } from 'node:util';
import { type Seeded, seed, sizeOf } from './data.ts';
import { startDatabase, untilSwept } from './database.ts';
import { chooseGenerator } from './load.ts';
import { type Measured, measure } from './measure.ts';
import { pace } from './pace.ts';
import { circumstances, fixed, percentile, say, table, whole } from './report.ts';
import { PEPPER, startServer } from './server.ts';
import { COUNTING, countStatements, prepareCounting } from './statements.ts';
import { drawSubject } from './subject.ts';
import { gateway, sendCheck, VERIFY } from './targets/gateway.ts';
import { inTurns } from './turns.ts';

// How fast keys are verified for the platform's gateway, at full load and at a steady rate, and which
// statements that takes: `npm run bench -- verify --keys 100000 --seconds 10 --passes 3`.

const { values } = parseArgs({
  options: {
    keys: { type: 'string', default: '100000' },
    rate: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '10' },
    passes: { type: 'string', default: '3' },
  },
});
const seconds = Number(values.seconds);
const rate = Number(values.rate);
const passes = Number(values.passes);
const COUNTED_SECONDS = 5;

const generator = chooseGenerator();
const database = await startDatabase(COUNTING);
try {
  await prepareCounting(database.client);
  const tokens = Number(values.keys);
  const seeded = await seed(database.url, { ...sizeOf(0.1), users: tokens / 2, tokens }, PEPPER);
  const server = await startServer(database.url);
  await untilSwept(database.client);
  const bench = { ...database, seeded, generator };
  const target = { ...gateway, url: server.url, pid: server.pid };
  say(`${circumstances(generator.name)}, ${seconds} s × ${passes} passes, ${tokens} keys`);

  const full = (time: number) => measure(bench, target, VERIFY, time);
  const [series] = await inTurns([{ workload: VERIFY, target: 'gateway', measure: full }], {
    passes,
    seconds,
  });
  say(`\n### Full load, 32 connections\n\n${fullTable(series?.passes ?? [])}`);

  const steady = (time: number) => paced(server.url, seeded, time);
  await steady(1);
  const rows: unknown[][] = [];
  for (let pass = 0; pass < passes; pass += 1) rows.push(await steady(seconds));
  say(`\n### ${rate} a second, evenly\n`);
  say(table(['answers', 'p50 ms', 'p99 ms', 'worst ms', 'failed'], rows));

  const statements = await countStatements(database.client, () => steady(COUNTED_SECONDS));
  const part = (count: number) => fixed((count * 1_000) / (rate * COUNTED_SECONDS));
  say('\n### Statements for 1,000 keys at that rate\n');
  say(
    table(
      ['calls', 'rows', 'bytes of WAL', 'statement'],
      statements.map(({ calls, rows: found, wal, text }) => [
        part(calls),
        part(found),
        part(wal),
        text.slice(0, 80),
      ]),
    ),
  );
  await server.stop();
} finally {
  await database.stop();
}

function fullTable(measured: readonly Measured[]): string {
  return table(
    [
      'keys/s',
      'keys per second of server CPU',
      'server µs',
      'PostgreSQL µs',
      'p50 ms',
      'p99 ms',
      'failed',
    ],
    measured.map(({ perSecond, serverCpu, databaseCpu, p50, p99, failed }) => [
      whole(perSecond),
      whole(1e6 / serverCpu),
      whole(serverCpu),
      whole(databaseCpu),
      fixed(p50),
      fixed(p99),
      failed,
    ]),
  );
}

async function paced(url: string, seeded: Seeded, time: number): Promise<unknown[]> {
  const times: number[] = [];
  let failed = 0;
  await pace(url, () => sendCheck(drawSubject(seeded)), {
    perSecond: rate,
    seconds: time,
    onAnswer: ({ ms, isRight }) => {
      times.push(ms);
      if (!isRight) failed += 1;
    },
  });
  return [
    times.length,
    fixed(percentile(times, 0.5)),
    fixed(percentile(times, 0.99)),
    fixed(Math.max(...times)),
    failed,
  ];
}
