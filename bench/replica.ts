import { parseArgs } from 'node:util';
import pg from 'pg';
import { debianBinDir } from '../test/support/postgres.ts';
import { createReplicatedPostgres } from '../test/support/replicated-postgres.ts';
import { seed, sizeOf } from './data.ts';
import { untilSwept } from './database.ts';
import { chooseGenerator, type Order } from './load.ts';
import { familyCpuSeconds, findPostmaster } from './processes.ts';
import { circumstances, fixed, median, say, table, whole } from './report.ts';
import { runAll } from './runs.ts';
import { ADMIN_KEY, PEPPER, type Running, startServer } from './server.ts';

// What a replica takes from the primary, and what asking for the position costs: the same reads by a
// process without a replica and by one with it, at rest and while somebody writes.
// `npm run bench -- replica --scale 0.2 --seconds 3 --passes 3 --writes 200`.

const { values } = parseArgs({
  options: {
    scale: { type: 'string', default: '0.1' },
    seconds: { type: 'string', default: '3' },
    passes: { type: 'string', default: '3' },
    connections: { type: 'string', default: '8' },
    writes: { type: 'string', default: '200' },
  },
});
const programs = debianBinDir();
if (programs === null) throw new Error('Install PostgreSQL: see .ci/run');

const END = new Date().toISOString();
const START = new Date(Date.now() - 30 * 86_400_000).toISOString();
const READS = {
  '20 users': '{ users(first: 20) { nodes { id email name } } }',
  '100 meetings, the total':
    '{ meetings(first: 100) { totalCount nodes { id platform status createdAt } } }',
  'analytics of 30 days': `{ analytics(range: { start: "${START}", end: "${END}" }) {
    totals { meetings completed } platforms { platform meetings } } }`,
};

type Measured = {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Microseconds of processor time for each request. */
  readonly server: number;
  readonly primary: number;
  readonly replica: number;
  readonly failed: number;
};

const generator = chooseGenerator();
const seconds = Number(values.seconds);
const postgres = await createReplicatedPostgres({
  programs,
  settings: { shared_buffers: '512MB' },
});
const connect = async (connectionString: string) => {
  const client = new pg.Client({ connectionString });
  await client.connect();
  return client;
};
const clients = [
  await connect(postgres.primary.superuserUrl),
  await connect(postgres.replica.superuserUrl),
] as const;
const servers: Running[] = [];
try {
  const [postmaster, replicaPostmaster] = [
    await findPostmaster(clients[0]),
    await findPostmaster(clients[1]),
  ];
  await seed(postgres.primary.url, sizeOf(Number(values.scale)), PEPPER);
  const limits = { RATE_LIMIT_ADMIN_KEY: '0', LOG_REQUESTS: 'false' };
  const { url } = postgres.primary;
  servers.push(
    await startServer(url, limits),
    await startServer(url, { ...limits, DATABASE_REPLICA_URL: postgres.replica.url }),
  );
  await untilSwept(clients[0]);

  const measure = async (server: Running, query: string): Promise<Measured> => {
    const order: Order = {
      url: server.url,
      seconds,
      connections: Number(values.connections),
      requests: [
        {
          method: 'POST',
          path: '/graphql',
          headers: { 'content-type': 'application/json', 'x-admin-api-key': ADMIN_KEY },
          body: JSON.stringify({ query }),
        },
      ],
    };
    const before = familyCpuSeconds(replicaPostmaster);
    const run = await runAll({ generator, postmaster }, [server], [order]);
    const { answered, failed, p50, p99 } = run.load;
    const each = (cpu: number) => (cpu / answered) * 1e6;
    return {
      ...{ perSecond: answered / run.load.seconds, p50, p99, failed },
      ...{ server: each(run.server), primary: each(run.database) },
      replica: each(familyCpuSeconds(replicaPostmaster) - before),
    };
  };

  say(`${circumstances(generator.name)}, ${seconds} s × ${values.passes} passes\n`);
  for (const writes of [0, Number(values.writes)]) {
    const stop = await startWrites(clients[0], writes);
    const rows: unknown[][] = [];
    for (const [name, query] of Object.entries(READS)) {
      const all: [Measured[], Measured[]] = [[], []];
      for (let pass = 0; pass < Number(values.passes); pass += 1)
        for (const place of [0, 1] as const)
          all[place].push(await measure(servers[place] as Running, query));
      const of = (read: (one: Measured) => number, digits: (value: number) => unknown) =>
        all.map((passes) => digits(median(passes.map(read)))).join(' → ');
      rows.push([
        name,
        of(({ perSecond }) => perSecond, whole),
        of(({ p50 }) => p50, fixed),
        of(({ p99 }) => p99, fixed),
        of(({ server }) => server, whole),
        of(({ primary }) => primary, whole),
        of(({ replica }) => replica, whole),
        all.flat().reduce((sum, { failed }) => sum + failed, 0),
      ]);
    }
    await stop();
    const head = ['without → with a replica', 'requests/s', 'p50 ms', 'p99 ms', 'server µs'];
    say(`${writes} other writes a second:\n`);
    say(`${table([...head, 'primary µs', 'replica µs', 'failed'], rows)}\n`);
  }
  for (const name of ['reads', 'fallbacks', 'wait_seconds'])
    say(`- ${name}: ${await figure(servers[1] as Running, name)}`);
} finally {
  await Promise.all(servers.map(({ stop }) => stop()));
  await Promise.all(clients.map((client) => client.end()));
  await postgres.remove();
}

/** Commits of others, each of which the replica has to replay. @returns how to stop them */
async function startWrites(client: pg.Client, perSecond: number): Promise<() => Promise<void>> {
  if (perSecond === 0) return async () => {};
  await client.query('create table if not exists beats (at timestamptz default now())');
  let last: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    last = client.query('insert into beats default values');
  }, 1_000 / perSecond);
  return async () => {
    clearInterval(timer);
    await last;
  };
}

async function figure({ url }: Running, name: string): Promise<number> {
  const response = await fetch(`${url}/metrics`, { headers: { 'x-admin-api-key': ADMIN_KEY } });
  const line = new RegExp(`^latchkey_replica_${name}_total (\\S+)$`, 'm');
  return Number(line.exec(await response.text())?.[1] ?? 0);
}
