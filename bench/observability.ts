import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { seed, sizeOf } from './data.ts';
import { startDatabase, untilSwept } from './database.ts';
import { chooseGenerator } from './load.ts';
import { measure } from './measure.ts';
import { circumstances, fixed, type Series, say, table } from './report.ts';
import { PEPPER, type Running, startServer } from './server.ts';
import { gateway, VERIFY } from './targets/gateway.ts';
import { ours } from './targets/ours.ts';
import { chosen, inTurns, type Turn } from './turns.ts';
import { readFiguresOnce } from './warm.ts';
import { WORKLOADS } from './workloads.ts';

// What it costs the service to say what it does, by processor time of an operation:
// `npm run bench -- observability --seconds 2 --passes 5 --only W8,verify`.

const { values } = parseArgs({
  options: {
    scale: { type: 'string', default: '0.1' },
    seconds: { type: 'string', default: '2' },
    passes: { type: 'string', default: '5' },
    only: { type: 'string', default: 'W8,W1,verify' },
    connections: { type: 'string', default: '4' },
  },
});

/** Takes all traces, and does nothing with them. */
const collector = createServer((request, response) => {
  request.resume().on('end', () => response.end('{}'));
}).listen(0, '127.0.0.1');
await once(collector, 'listening');
const { port } = collector.address() as AddressInfo;

/** The first is what the others are compared with. A second one alike shows what chance does. */
const VARIANTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'no lines': { LOG_REQUESTS: 'false' },
  'no lines, again': { LOG_REQUESTS: 'false' },
  'a line per request': { LOG_REQUESTS: 'true' },
  'lines and traces': { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` },
};
const [plain = '', ...others] = Object.keys(VARIANTS);

const workloads = chosen([...WORKLOADS, VERIFY], values.only);
const generator = chooseGenerator();
const database = await startDatabase();
const servers = new Map<string, Running>();
try {
  const seeded = await seed(database.url, sizeOf(Number(values.scale)), PEPPER);
  for (const [name, settings] of Object.entries(VARIANTS))
    servers.set(name, await startServer(database.url, settings));
  await untilSwept(database.client);
  await readFiguresOnce(servers.get(plain)?.url ?? '', seeded.measuredMeetings);
  const connections = Number(values.connections);
  const bench = { ...database, seeded, generator, connections };
  const operations = { ...ours.operations, ...gateway.operations };
  const turns = workloads.flatMap((workload): Turn[] =>
    [...servers].map(([target, { url, pid }]) => ({
      workload,
      target,
      measure: (seconds) => measure(bench, { ...ours, operations, url, pid }, workload, seconds),
    })),
  );
  say(`${circumstances(generator.name)}, ${values.seconds} s × ${values.passes} passes\n`);
  const series = await inTurns(turns, {
    passes: Number(values.passes),
    seconds: Number(values.seconds),
  });
  const rows = workloads.map(({ name }) => {
    const base = leastOf(series, name, plain);
    const more = others.map((other) => {
      const cpu = leastOf(series, name, other);
      return `${fixed(cpu)} (${fixed((cpu / base - 1) * 100)} %)`;
    });
    return [name, fixed(base), ...more];
  });
  say(table(['server µs per operation', plain, ...others], rows));
} finally {
  await Promise.all([...servers.values()].map(({ stop }) => stop()));
  await database.stop();
  collector.close();
}

/** Whatever disturbs a pass adds to it. */
function leastOf(series: readonly Series[], name: string, target: string): number {
  const own = series.find((one) => one.workload.name === name && one.target === target);
  return Math.min(...(own?.passes ?? []).map(({ serverCpu }) => serverCpu));
}
