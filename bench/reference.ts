import { execFile, spawnSync } from 'node:child_process';
import {
  existsSync,
  globSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Seeded } from './data.ts';
import type { Measured } from './measure.ts';
import { STATEMENTS } from './peers/statements.ts';
import { familyCpuSeconds } from './processes.ts';
import { percentile } from './report.ts';
import type { WorkloadName } from './workloads.ts';

// The statement of a workload alone, as the bare server sends it, by PostgreSQL's own pgbench: what
// remains when there is no HTTP, no key and no server.

/** As many connections as each server has. */
const CONNECTIONS = 10;

type Script = {
  readonly statement: string;
  /** pgbench's variables, in the order of their assignment. */
  readonly sets: (seeded: Seeded) => Readonly<Record<string, string>>;
  /** The values of the statement's parameters. */
  readonly values: readonly string[];
};

const ID: Script['values'] = [':id'];
const AFTER: Script['values'] = ['to_timestamp(:at / 1000.0)', ':id'];
const meetings: Script['sets'] = ({ size, seededAt }) => ({
  id: `random(1, ${size.meetings - 100})`,
  at: `${seededAt} - :id * 60000`,
});
const anyUser: Script['sets'] = ({ size }) => ({ id: `random(1, ${size.users})` });

const SCRIPTS: { readonly [Name in WorkloadName]?: Script } = {
  W1: { statement: 'user', sets: anyUser, values: ID },
  W2: {
    statement: 'users',
    sets: ({ size, seededAt }) => ({
      id: `random(1, ${size.users - 100})`,
      at: `${seededAt} - (${size.users} - :id) * 60000`,
    }),
    values: AFTER,
  },
  W3: { statement: 'counted-meetings', sets: meetings, values: AFTER },
  W3n: { statement: 'meetings', sets: meetings, values: AFTER },
  W4: {
    statement: 'telematics',
    sets: ({ measuredMeetings }) => ({ id: `random(1, ${measuredMeetings})` }),
    values: ID,
  },
  W5: {
    statement: 'details',
    sets: ({ heavyKeys }) => ({ id: `random(1, ${heavyKeys.length})` }),
    values: ID,
  },
  W7: {
    statement: 'my-meetings',
    sets: ({ heavyKeys, seededAt }) => ({
      user: `random(1, ${heavyKeys.length})`,
      id: `:user + random(0, 49) * ${heavyKeys.length}`,
      at: `${seededAt} - :id * 60000`,
    }),
    values: [...AFTER, ':user'],
  },
  W8: { statement: 'me', sets: anyUser, values: ID },
};

type Place = { readonly url: string; readonly postmaster: number; readonly seeded: Seeded };

/** What measures a workload; null where it has no such statement, or the machine no pgbench. */
export function referenceOf(
  name: WorkloadName,
  place: Place,
): ((seconds: number) => Promise<Measured>) | null {
  const script = SCRIPTS[name];
  const program = findPgbench();
  if (script === undefined || program === null) return null;
  return (seconds) => run(program, textOf(script, place.seeded), { ...place, seconds });
}

function findPgbench(): string | null {
  if (spawnSync('pgbench', ['--version']).error === undefined) return 'pgbench';
  return globSync('/usr/lib/postgresql/*/bin/pgbench').find((path) => existsSync(path)) ?? null;
}

function textOf({ statement, sets, values }: Script, seeded: Seeded): string {
  const lines = Object.entries(sets(seeded)).map(([name, value]) => `\\set ${name} ${value}`);
  const text = STATEMENTS[statement]?.replaceAll(
    /\$(\d)/g,
    (_all, number) => values[Number(number) - 1] ?? '',
  );
  return `${lines.join('\n')}\n${text};\n`;
}

async function run(
  program: string,
  script: string,
  { url, postmaster, seconds }: Place & { readonly seconds: number },
): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-pgbench-'));
  try {
    writeFileSync(join(folder, 'script'), script);
    const before = familyCpuSeconds(postmaster);
    await promisify(execFile)(
      program,
      [
        ...['-n', '-M', 'prepared', '-c', String(CONNECTIONS), '-j', '1', '-T', String(seconds)],
        ...['-f', 'script', '--log', '--log-prefix', 'log', url],
      ],
      { cwd: folder, env: { ...process.env, PGOPTIONS: '-c TimeZone=UTC' } },
    );
    const database = familyCpuSeconds(postmaster) - before;
    const times = millisecondsIn(folder);
    return {
      perSecond: times.length / seconds,
      p50: percentile(times, 0.5),
      p99: percentile(times, 0.99),
      serverCpu: Number.NaN,
      databaseCpu: (database / times.length) * 1e6,
      failed: 0,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The third number of each line is a transaction's microseconds. */
function millisecondsIn(folder: string): number[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith('log.'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').trim().split('\n'))
    .filter((line) => line !== '')
    .map((line) => Number(line.split(' ')[2]) / 1_000);
}
