import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { openWire, type Wire } from '../gateway/wire.ts';
import { createOwnPostgres, type OwnPostgres } from '../support/own-postgres.ts';
import { type SeededKey, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { query } from './scratch.ts';

let postgres: OwnPostgres;
let wire: Wire;
let node: TestServer;
let key: SeededKey;
let standbyUrl: string;

beforeAll(async () => {
  postgres = await createOwnPostgres();
  wire = await openWire(postgres.url);
  node = await startServer({ beside: { databaseUrl: wire.url } });
  key = await seedKey(node, await seedUser(node));
  standbyUrl = await postgres.standby();
  await vi.waitFor(async () => expect((await ready()).status).toBe(200), 60_000);
});
afterAll(async () => {
  await node.stop();
  await wire.cut();
  await postgres.remove();
});

const ready = async () => {
  const response = await node.fetch('/health/ready');
  const { checks } = (await response.json()) as { checks: Record<string, string> };
  return {
    status: response.status,
    database: checks['database'],
    retryAfter: response.headers.get('retry-after'),
  };
};
const standbySuperuserUrl = () =>
  Object.assign(new URL(postgres.superuserUrl), { port: new URL(standbyUrl).port }).href;
const me = () => node.fetch('/auth/me', { headers: { 'x-api-key': key.secret } });
let serial = 0;
const createUser = () => {
  serial += 1;
  return node.fetch('/users', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-admin-api-key': node.adminKey },
    body: JSON.stringify({ email: `new${serial}@example.com` }),
  });
};
const mint = () =>
  node.graphql(
    `mutation { createUser(input: { email: "a${serial}@example.com" }) { __typename } }`,
    { admin: node.adminKey },
  );
const ourConnections = (url: string) =>
  query(
    url,
    `select application_name from pg_stat_activity where application_name like 'latchkey%'`,
  );

async function setReadOnly(value: 'on' | 'off'): Promise<void> {
  await query(postgres.superuserUrl, `alter system set default_transaction_read_only = ${value}`);
  await query(postgres.superuserUrl, 'select pg_reload_conf()');
}

async function isReadOnly(): Promise<unknown> {
  const [row] = await query(postgres.superuserUrl, 'show default_transaction_read_only');
  return row?.['default_transaction_read_only'];
}

async function refusesWrites(): Promise<void> {
  const written = await Promise.all(Array.from({ length: 8 }, createUser));
  expect(written.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 503));
  expect(written.map(({ headers }) => headers.get('retry-after'))).toContain('1');
  expect(await written[0]?.json()).toMatchObject({ detail: expect.stringMatching(/read-only/) });
  expect(await mint()).toMatchObject({
    status: 503,
    errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }],
  });
  // What only reads goes on.
  expect((await me()).status).toBe(200);
  expect(await ready()).toEqual({ status: 503, database: 'read-only', retryAfter: '1' });
}

describe('a database that takes no writes', () => {
  it('is not ready and answers writes with 503, until another one has taken its place', async () => {
    await vi.waitFor(async () => expect((await createUser()).status).toBe(201), 60_000);
    await setReadOnly('on');
    await vi.waitFor(async () => expect((await createUser()).status).toBe(503), 60_000);
    await refusesWrites();

    // The address leads to a standby now; old connections are still where they were.
    wire.redirect(standbyUrl);
    await refusesWrites();
    await query(standbySuperuserUrl(), 'select pg_promote()');
    await vi.waitFor(async () => expect((await ready()).status).toBe(200), 60_000);
    const written = await Promise.all(Array.from({ length: 8 }, createUser));
    expect(written.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 201));
    await vi.waitFor(
      async () => expect(await ourConnections(postgres.superuserUrl)).toEqual([]),
      60_000,
    );
    const logged = node.logLines.join('');
    expect(logged).toContain('the database is read-only; writes are refused');
    expect(logged).toContain('the database is writable; all connections to it are renewed');
  });

  it('is told in one line at the start', async () => {
    await setReadOnly('on');
    onTestFinished(() => setReadOnly('off'));
    await vi.waitFor(async () => expect(await isReadOnly()).toBe('on'), 60_000);
    const started = promisify(execFile)(process.execPath, ['src/main.ts'], {
      env: { PORT: '0', DATABASE_URL: postgres.url, LOG_LEVEL: 'silent' },
    });
    await expect(started).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^latchkey: The database is read-only \(a standby, .*\n$/),
    });
  });
});
