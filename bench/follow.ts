import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startEmbedded } from '../src/data/embedded/embedded.ts';
import { vexaSchema } from '../test/vexa-import/vexa-schema.ts';
import { sizeOf } from './data.ts';
import { fillVexa } from './vexa-data.ts';

// How long `latchkey import vexa --follow` takes until 1,000 changes are here.
// `node bench/follow.ts --scale 0.02`; needs Debian's PostgreSQL.

const { values } = parseArgs({ options: { scale: { type: 'string', default: '0.02' } } });
const ROUNDS = 5;

const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'));
const binDir = execFileSync('pg_config', ['--bindir'], { encoding: 'utf8' }).trim();
const server = await startEmbedded({ dataDir: folder, binDir });

async function connect(name: string): Promise<pg.Client> {
  const connectionString = addressOf(name);
  const client = new pg.Client({ connectionString, options: '-c timezone=UTC' });
  await client.connect();
  return client;
}

function addressOf(name: string): string {
  return Object.assign(new URL(server.superuserUrl), { pathname: `/${name}` }).href;
}

async function countsMatch(there: pg.Client, here: pg.Client, round: number): Promise<boolean> {
  const [one, other] = await Promise.all([
    there.query(
      `select (select count(*) from transcriptions)::int as a, (select count(*) from meetings where data ->> 'round' = $1)::int as b,
      (select count(*) from meeting_sessions)::int as c, (select count(*) from users where name = 'Round ' || $1)::int as d`,
      [String(round)],
    ),
    here.query(
      `select (select count(*) from transcript_segments)::int as a, (select count(*) from meetings where data ->> 'round' = $1)::int as b,
      (select count(*) from meeting_sessions)::int as c, (select count(*) from users where name = 'Round ' || $1)::int as d`,
      [String(round)],
    ),
  ]);
  return JSON.stringify(one.rows) === JSON.stringify(other.rows);
}

/** 600 segments, 200 meetings, 100 sessions and 100 users. */
const change = (round: number) => `
  insert into transcriptions (meeting_id, start_time, end_time, text, segment_id)
    select 1 + n % 500, extract(epoch from now()), extract(epoch from now()) + 1, 'said', '${round}-' || n from generate_series(1, 600) n;
  update meetings set data = data || '{"round": "${round}"}', updated_at = now() where id <= 200;
  insert into meeting_sessions (meeting_id, session_uid) select n, 'round-${round}' from generate_series(1, 100) n;
  update users set name = 'Round ${round}' where id <= 100`;

try {
  const maintenance = await connect('postgres');
  await maintenance.query('create database vexa template template0');
  await maintenance.query('create database ours template template0');
  await maintenance.end();
  const there = await connect('vexa');
  await there.query(vexaSchema('0.12'));
  await fillVexa(there, '0.12', sizeOf(Number(values.scale)));
  const child = spawn(
    process.execPath,
    ['src/cli/latchkey.ts', 'import', 'vexa', '--from', addressOf('vexa'), '--follow'],
    {
      env: {
        ...process.env,
        DATABASE_URL: addressOf('ours'),
        TOKEN_PEPPER: 'a pepper for measurements, never for anything else',
        ADMIN_API_TOKEN: 'bench-admin-key-of-many-characters',
      },
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  const here = await connect('ours');
  while (!(await countsMatch(there, here, 0).catch(() => false))) await sleep(200);
  for (let round = 1; round <= ROUNDS; round += 1) {
    await sleep(3_000);
    await there.query(change(round));
    const begun = performance.now();
    while (!(await countsMatch(there, here, round))) await sleep(50);
    const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
    process.stdout.write(`1,000 changes are here after ${seconds} s\n`);
  }
  const { promise: ended, resolve } = Promise.withResolvers<number | null>();
  child.on('close', resolve);
  child.kill('SIGTERM');
  process.stdout.write(`ended with ${await ended}\n`);
  await Promise.all([there.end(), here.end()]);
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
