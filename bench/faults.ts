import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { createOwnPostgres, type OwnPostgres } from '../test/support/own-postgres.ts';
import { startWriters, type Writers } from '../test/support/writers.ts';

// Eight writers, while the database is ended and started again. Usage: node bench/faults.ts [main.js]

const ROUNDS = 20;
const WRITERS = 8;
const ADMIN_KEY = 'bench-admin-key-of-31-characters';
const SIGNALS = ['SIGKILL', 'SIGINT', 'SIGQUIT'] as const;
const AWAY_MS = 500;
const PATIENCE_MS = 30_000;

type Service = {
  readonly url: string;
  readonly isAlive: () => boolean;
  readonly end: () => Promise<void>;
};

async function startService(main: string, databaseUrl: string): Promise<Service> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    PORT: '0',
    DATABASE_URL: databaseUrl,
    ADMIN_API_TOKEN: ADMIN_KEY,
    // All load comes from one address, and from few keys: far more than either may send in a minute.
    RATE_LIMIT_KEY: '0',
    RATE_LIMIT_ADDRESS: '0',
    TOKEN_PEPPER: 'a pepper for the bench, at least 32 characters long',
  };
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  for await (const chunk of child.stdout) {
    output += String(chunk);
    if (output.includes('Ctrl-C')) break;
  }
  child.stdout.resume();
  return {
    url: /(http:\S+)\/graphql/.exec(output)?.[1] ?? '',
    isAlive: () => child.exitCode === null && child.signalCode === null,
    end: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

/** How long after the database is back somebody's write is acknowledged. */
async function msToRecovery({ acknowledged }: Writers): Promise<number> {
  const since = performance.now();
  const before = acknowledged.length;
  while (acknowledged.length === before && performance.now() - since < PATIENCE_MS) await pause(5);
  return Math.round(performance.now() - since);
}

async function countWritten({ url }: OwnPostgres, emails: readonly string[]): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rowCount } = await client.query('select from users where email = any($1::text[])', [
    emails,
  ]);
  await client.end();
  return rowCount ?? 0;
}

function countStatuses(statuses: Map<string, number>, { answers }: Writers): void {
  for (const { status, retryAfter } of answers) {
    const name = status === 503 && retryAfter === null ? '503 without Retry-After' : `${status}`;
    statuses.set(name, (statuses.get(name) ?? 0) + 1);
  }
}

async function run(main: string): Promise<void> {
  const postgres = await createOwnPostgres();
  let deaths = 0;
  let service = await startService(main, postgres.url);
  const figures = { acknowledged: 0, lost: 0, hungUp: 0 };
  const statuses = new Map<string, number>();
  const recoveries: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const writers = startWriters({ url: service.url, adminKey: ADMIN_KEY }, WRITERS);
    await pause(500);
    await postgres.end(SIGNALS[round % SIGNALS.length] ?? 'SIGKILL');
    await pause(AWAY_MS);
    await postgres.start();
    const isAlive = service.isAlive();
    if (isAlive) recoveries.push(await msToRecovery(writers));
    await writers.stop();
    countStatuses(statuses, writers);
    figures.acknowledged += writers.acknowledged.length;
    figures.lost +=
      writers.acknowledged.length - (await countWritten(postgres, writers.acknowledged));
    figures.hungUp += writers.failures.length;
    if (!service.isAlive()) {
      deaths += 1;
      service = await startService(main, postgres.url);
    }
  }
  await service.end();
  await postgres.remove();
  recoveries.sort((one, other) => one - other);
  const report = { rounds: ROUNDS, deaths, ...figures, statuses: Object.fromEntries(statuses) };
  const recovery = { median: recoveries[recoveries.length >> 1], most: recoveries.at(-1) };
  process.stdout.write(`${JSON.stringify({ ...report, msToRecovery: recovery }, null, 2)}\n`);
}

await run(process.argv[2] ?? 'dist/main.js');
