import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startEmbedded } from '../src/data/embedded/embedded.ts';
import { type VexaForm, vexaSchema } from '../test/vexa-import/vexa-schema.ts';
import { sizeOf } from './data.ts';
import { fillVexa } from './vexa-data.ts';

// Imports a large Vexa database as an operator would: once in one go, once killed half-way, and
// once more. `node bench/import.ts --form 0.10 --scale 1`; needs Debian's PostgreSQL for pg_dump.

const { values } = parseArgs({
  options: { form: { type: 'string', default: '0.10' }, scale: { type: 'string', default: '0.1' } },
});
const FORM = values.form as VexaForm;
const ADMIN_KEY = 'bench-admin-key-of-many-characters';
const PEPPER = 'a pepper for measurements, never for anything else';
const SAMPLE = 100;
const MEGABYTE_KB = 1_024;

const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'));
const binDir = execFileSync('pg_config', ['--bindir'], { encoding: 'utf8' }).trim();
const server = await startEmbedded({
  dataDir: folder,
  binDir,
  settings: { shared_buffers: '1GB', max_wal_size: '4GB' },
});
async function fill(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, options: '-c timezone=UTC' });
  await client.connect();
  await client.query(vexaSchema(FORM));
  const keys = await fillVexa(client, FORM, sizeOf(Number(values.scale)));
  await client.end();
  return keys;
}

type Ran = { readonly seconds: number; readonly megabytes: number; readonly output: string };

async function runImport(to: string, from: string): Promise<Ran> {
  const begun = performance.now();
  const child = launch(to, from);
  let output = '';
  child.stdout?.on('data', (chunk) => {
    output += String(chunk);
  });
  const watch = watchMemory(child);
  const { promise, resolve } = Promise.withResolvers<number | null>();
  child.on('close', resolve);
  const code = await promise;
  if (code !== 0) throw new Error(`the import ended with ${code}: ${output}`);
  return { seconds: (performance.now() - begun) / 1_000, megabytes: watch(), output };
}

function launch(to: string, from: string): ChildProcess {
  return spawn(process.execPath, ['src/cli/latchkey.ts', 'import', 'vexa', '--from', from], {
    env: { ...process.env, DATABASE_URL: to, TOKEN_PEPPER: PEPPER, ADMIN_API_TOKEN: ADMIN_KEY },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** The most that it ever had in memory, as the kernel keeps it. */
function watchMemory({ pid }: ChildProcess): () => number {
  let most = 0;
  const timer = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      most = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? most);
    } catch {
      // It has just ended.
    }
  }, 100);
  return () => {
    clearInterval(timer);
    return Math.round(most / MEGABYTE_KB);
  };
}

async function killHalfway(to: string, from: string): Promise<void> {
  const [there] = await query<{ half: number }>(
    from,
    'select count(*)::int / 2 as half from transcriptions',
  );
  const child = launch(to, from);
  for (;;) {
    await sleep(50);
    const rows = await query<{ n: number }>(
      to,
      'select count(*)::int as n from transcript_segments',
    ).catch(() => []);
    if ((rows[0]?.n ?? 0) >= (there?.half ?? 0)) break;
  }
  child.kill('SIGKILL');
}

const HERE = [
  'users',
  'api_tokens',
  'meetings',
  'meeting_transitions',
  'meeting_sessions',
  'transcript_segments',
];
const THERE = ['users', 'api_tokens', 'meetings', 'meeting_sessions', 'transcriptions'];

async function countsOf(url: string, tables: readonly string[]): Promise<Record<string, unknown>> {
  const columns = tables.map((table) => `(select count(*) from ${table})::int as ${table}`);
  const [row] = await query(url, `select ${columns.join(', ')}`);
  return row ?? {};
}

/** One word for all that was taken over, less what is counted by rows' arrival. */
async function contentOf(url: string): Promise<string> {
  const parts = HERE.map((table) => {
    const whole = `to_jsonb(t) - '{id,updated_at}'::text[]`;
    return `(select md5(string_agg(h, '' order by h)) from (select md5((${whole})::text) as h from ${table} t) s)`;
  });
  const [row] = await query<{ content: string }>(
    url,
    `select md5(concat(${parts.join(', ')})) as content`,
  );
  return row?.content ?? '';
}

async function tryKeys(databaseUrl: string, sample: readonly string[]): Promise<void> {
  const { url, stop } = await startService(databaseUrl);
  let accepted = 0;
  for (const key of sample) {
    const { status } = await fetch(`${url}/auth/me`, { headers: { 'x-api-key': key } });
    if (status === 200) accepted += 1;
  }
  stop();
  say(`accepted over HTTP: ${accepted} of ${sample.length} old keys`);
}

async function startService(databaseUrl: string): Promise<{ url: string; stop: () => void }> {
  const child = spawn(process.execPath, ['src/main.ts'], {
    env: {
      ...process.env,
      PORT: '0',
      LOG_LEVEL: 'warn',
      DATABASE_URL: databaseUrl,
      ADMIN_API_TOKEN: ADMIN_KEY,
      TOKEN_PEPPER: PEPPER,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { promise, resolve } = Promise.withResolvers<string>();
  child.stdout.on('data', (chunk) => {
    const url = /Graphi?QL +(\S+)\/graphql/.exec(String(chunk))?.[1];
    if (url !== undefined) resolve(url);
  });
  return { url: await promise, stop: () => child.kill('SIGTERM') };
}

/** Every key's text is looked for in a dump of our database. */
async function searchDump(url: string, keys: readonly string[]): Promise<void> {
  const texts = new Set(keys);
  const dump = spawn(join(binDir, 'pg_dump'), [url], { stdio: ['ignore', 'pipe', 'inherit'] });
  let found = 0;
  let lines = 0;
  for await (const line of createInterface({ input: dump.stdout })) {
    lines += 1;
    found += line.split(/[^0-9A-Za-z_]+/).filter((word) => texts.has(word)).length;
  }
  say(`found in a dump of ${lines} lines: ${found} of the texts of ${keys.length} keys`);
}

function sampleOf(keys: readonly string[]): readonly string[] {
  return keys.toSorted(() => Math.random() - 0.5).slice(0, SAMPLE);
}

async function createDatabase(name: string): Promise<string> {
  await query(server.superuserUrl, `create database ${name} template template0`);
  return Object.assign(new URL(server.superuserUrl), { pathname: `/${name}` }).href;
}

async function query<Row = Record<string, unknown>>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows as Row[];
  } finally {
    await client.end();
  }
}

function tell({ seconds, megabytes, output }: Ran): string {
  return `${seconds.toFixed(1)} s, at most ${megabytes} MB\n${output}`;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

try {
  const vexa = await createDatabase('vexa');
  await query(vexa, `alter database vexa set timezone = 'America/New_York'`);
  const keys = await fill(vexa);
  say(`a ${FORM} database is there: ${JSON.stringify(await countsOf(vexa, THERE))}`);

  const whole = await createDatabase('whole');
  say(`in one go: ${tell(await runImport(whole, vexa))}`);
  const killed = await createDatabase('killed');
  await killHalfway(killed, vexa);
  say(`killed with -9 when this was there: ${JSON.stringify(await countsOf(killed, HERE))}`);
  say(`run again: ${tell(await runImport(killed, vexa))}`);
  const [one, other] = [await contentOf(whole), await contentOf(killed)];
  say(`the same in both: ${one === other} (${one})`);
  say(`a second run: ${tell(await runImport(whole, vexa))}`);
  say(`unchanged by it: ${(await contentOf(whole)) === one}`);
  await tryKeys(whole, sampleOf(keys));
  await searchDump(whole, keys);
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
