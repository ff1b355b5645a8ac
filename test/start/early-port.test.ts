import { spawn } from 'node:child_process';
import pg from 'pg';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { until } from '../http/raw-connection.ts';
import { freePort } from '../support/ports.ts';
import { createNodes, type Nodes, nodeEnv } from './nodes.ts';

/** What processes that migrate the same database take in turns. */
const MIGRATION_LOCK = 72_707_369;

let nodes: Nodes;
beforeAll(async () => {
  nodes = await createNodes();
});
afterAll(() => nodes.drop());

/** Somebody who migrates the database, and takes long. */
async function migrateElsewhere(): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: nodes.databaseUrl });
  await client.connect();
  await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
  return () => client.end();
}

async function launch() {
  const port = await freePort();
  const child = spawn(process.execPath, ['dist/main.js'], {
    env: { PATH: process.env['PATH'] ?? '', ...nodeEnv(nodes.databaseUrl), PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += String(chunk);
    });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const url = `http://127.0.0.1:${port}`;
  const ready = async (): Promise<{ status: string; checks: object } | null> =>
    fetch(`${url}/health/ready`).then(
      (response) => response.json() as Promise<{ status: string; checks: object }>,
      () => null,
    );
  return { child, url, ready, ended, output: () => output };
}

const WAITING = { start: 'waiting for another process that migrates the database' };

it('a process that waits for a migration of another one lives, says what it waits for, and then serves', async () => {
  const release = await migrateElsewhere();
  const { url, ready, output } = await launch();
  await until(async () => JSON.stringify((await ready())?.checks) === JSON.stringify(WAITING));
  expect((await ready())?.status).toBe('not ready');
  expect(output()).toContain('another process migrates the database');

  const statuses = await Promise.all(
    ['/health', '/health/live', '/', '/admin/users', '/docs', '/dashboard'].map(
      async (path) => (await fetch(url + path)).status,
    ),
  );
  expect(statuses).toEqual([200, 200, 503, 503, 503, 503]);
  const refused = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"query":"{ viewer { access } }"}',
  });
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
  expect(await refused.json()).toMatchObject({
    errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }],
  });

  await release();
  await until(async () => (await ready())?.status === 'ready');
  expect((await fetch(`${url}/docs`)).status).toBe(200);
});

it.each(['SIGTERM', 'SIGHUP'] as const)('%s ends such a wait', async (signal) => {
  const release = await migrateElsewhere();
  const { child, ready, ended, output } = await launch();
  await until(async () => JSON.stringify((await ready())?.checks) === JSON.stringify(WAITING));
  child.kill(signal);
  expect([await ended, output()]).toEqual([0, expect.not.stringContaining('latchkey:')]);
  await release();
});
