import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examineGateway } from '../../src/cli/doctor/examine.ts';
import { formatDiagnosis } from '../../src/cli/doctor.ts';
import { importVexa } from '../../src/domain/vexa-import/import.ts';
import { until } from '../http/raw-connection.ts';
import { freePort } from '../support/ports.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { createVexaDatabase, type VexaDatabase } from '../vexa-import/source.ts';
import { SECRET, type StandIn, startAdminApi, startGateway } from './gateway.ts';

let server: TestServer;
let source: VexaDatabase;
const running: StandIn[] = [];

beforeAll(async () => {
  server = await startServer({
    env: { INTERNAL_API_SECRET: SECRET, TOKEN_MAX_PER_USER: '1', TOKEN_MAX_LIFETIME: '120' },
  });
  source = await createVexaDatabase('0.12');
  await source.client.query(`insert into users (email) values ('vera@example.com')`);
  await importVexa(server.app, { from: source.url });
});
afterAll(async () => {
  for (const { stop } of running) await stop();
  await source.drop();
  await server.stop();
});

async function gatewayOf(options: Partial<Parameters<typeof startGateway>[0]>): Promise<string> {
  const gateway = await startGateway({
    adminApiUrl: server.url,
    database: source.client,
    ...options,
  });
  running.push(gateway);
  return gateway.url;
}

/** What the command prints; `right` and `WRONG` by line. */
async function examined(url: string): Promise<string> {
  const diagnosis = await examineGateway(server.app, new URL(url), { totalMs: 2_000, stepMs: 200 });
  return formatDiagnosis(new URL(url), diagnosis);
}

/** The command as an operator runs it on the host. */
function launch(...args: string[]) {
  return spawn(process.execPath, ['src/cli/latchkey.ts', 'doctor', ...args], {
    env: {
      PATH: process.env['PATH'] ?? '',
      DATABASE_URL: server.databaseUrl,
      TOKEN_PEPPER: server.app.peppers.current.text,
      ADMIN_API_TOKEN: server.adminKey,
      INTERNAL_API_SECRET: SECRET,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function run(...args: string[]) {
  const child = launch(...args);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { output, errors, code: await ended };
}

describe('latchkey doctor', () => {
  it('finds nothing wrong where the page was followed, and leaves nothing that works', async () => {
    const { output, errors, code } = await run('--vexa', await gatewayOf({}));
    expect([errors, code]).toEqual(['', 0]);
    expect(output).not.toContain('WRONG');
    expect(output).toMatch(/right {2}New key: accepted, for its user \(number \d+\)\./);
    expect(output).toContain('right  Meetings of the new user: none');
    expect(output).toContain('right  Expired key: refused');
    expect(output).toContain('right  Revoked key: refused with the next request');
    expect(output).toContain('The gateway asks this installation about keys.');
    expect(output).not.toMatch(/vxa_/);
    const { prisma } = server.db;
    expect(await prisma.apiToken.count({ where: { revokedAt: null } })).toBe(0);
    expect(await prisma.user.count({ where: { deletedAt: null } })).toBe(1);
  });

  it('leaves each step in the audit log', async () => {
    const { data } = await server.graphql<{ auditEvents: { edges: { node: object }[] } }>(
      '{ auditEvents(first: 20) { edges { node { action actor { kind name } } } } }',
      { admin: server.adminKey },
    );
    const events = data.auditEvents.edges.map(({ node }) => node);
    const actor = { kind: 'HOST', name: 'latchkey doctor' };
    for (const action of ['USER_CREATED', 'TOKEN_MINTED', 'TOKEN_REVOKED', 'USER_DELETED'])
      expect(events).toContainEqual({ action, actor });
  });

  it('says that a gateway asks its own admin API', async () => {
    const own = await startAdminApi(source.client);
    running.push(own);
    const { output, code } = await run('--vexa', await gatewayOf({ adminApiUrl: own.url }));
    expect(code).toBe(1);
    expect(output).toContain('WRONG  New key: not accepted (status 401).');
    expect(output).toContain('The gateway does not ask this service about keys, but another admin');
  });

  it('waits for a gateway that keeps answers, and says for how long it did', async () => {
    const output = await examined(await gatewayOf({ version: '0.10', keptFor: 3 }));
    expect(output).toMatch(/right {2}Revoked key: refused after 1 seconds/);
  });

  it('says that a revoked key is still accepted', async () => {
    const output = await examined(await gatewayOf({ keptFor: Number.POSITIVE_INFINITY }));
    expect(output).toContain('WRONG  Revoked key: not refused within 2 seconds (status 200).');
  });

  it('says that a number belongs to another user in the database of Vexa', async () => {
    const { rows } = await source.client.query(
      `insert into meetings (user_id, platform, status) select n, 'zoom', 'completed' from generate_series(1, 60) n returning id`,
    );
    expect(rows).toHaveLength(60);
    const output = await examined(await gatewayOf({}));
    expect(output).toMatch(/WRONG {2}Meetings of the new user: 1\. They belong to another user/);
    await source.client.query('delete from meetings');
  });

  it('says that the secrets differ, that nothing answers, and that it is no gateway', async () => {
    const other = await examined(await gatewayOf({ secret: 'another-secret-than-that-here' }));
    expect(other).toContain('set the same INTERNAL_API_SECRET for both');
    const away = await examined(`http://127.0.0.1:${await freePort()}`);
    expect(away).toContain('WRONG  New key: not accepted (no answer (ECONNREFUSED)).');
    const lost = await examined(
      await gatewayOf({ adminApiUrl: `http://127.0.0.1:${await freePort()}` }),
    );
    expect(lost).toContain('The gateway cannot verify keys');
    expect(await examined(`${server.url}/docs`)).toContain('no `/auth/me` at this address');
  });

  it('does not take this service itself for the gateway', async () => {
    const output = await examined(server.url);
    expect(output).toContain('WRONG  This service itself answers at this address.');
    expect(output).toContain("Give the address of Vexa's gateway.");
  });

  it.each([
    ['HTML', 200, {}, '<html>', 'accepted, but the answer names no user'],
    ['an empty answer', 200, {}, '', 'accepted, but the answer names no user'],
    ['null', 200, {}, 'null', 'accepted, but the answer names no user'],
    ['another user', 200, {}, '{"user_id": 0}', 'accepted for user 0.'],
    ['a huge answer', 200, {}, '"'.padEnd(20_000_000, 'x'), 'the answer names no user'],
    ['another address', 301, { location: 'https://127.0.0.1/' }, '', 'leads to another one'],
  ])('says what is wrong with %s, and leaves no user', async (_, status, headers, body, text) => {
    const odd = createServer((_request, response) => response.writeHead(status, headers).end(body));
    await once(odd.listen(0, '127.0.0.1'), 'listening');
    const { port } = odd.address() as AddressInfo;
    const output = await examined(`http://127.0.0.1:${port}`);
    expect(output).toContain(text);
    expect(output).toContain('Something is wrong.');
    expect(output).not.toMatch(/vxa_/);
    odd.closeAllConnections();
    odd.close();
    expect(await server.db.prisma.user.count({ where: { deletedAt: null } })).toBe(1);
  });

  it('leaves nothing that works when it is interrupted', async () => {
    const url = await gatewayOf({ keptFor: 1_000_000 });
    const child = launch('--vexa', url);
    const { prisma } = server.db;
    await until(async () => (await prisma.user.count({ where: { deletedAt: null } })) === 2);
    await until(async () => (await prisma.apiToken.count({ where: { revokedAt: null } })) === 0);
    child.kill('SIGINT');
    const [code] = await once(child, 'close');
    expect(code).toBe(130);
    expect(await prisma.user.count({ where: { deletedAt: null } })).toBe(1);
    expect(await prisma.apiToken.count({ where: { revokedAt: null } })).toBe(0);
  });

  it.each([
    [['--vexa', 'http://h', '--json']],
    [['--url', 'vexa']],
    [['--vexa', 'vexa']],
    [['--vexa', 'ftp://h']],
    [['--vexa', 'http://user:hush@h']],
    [['--vexa', 'http://h/?x=1']],
    [['--other']],
  ])('refuses in one line what it does not understand: %s', async (args) => {
    const { code, output, errors } = await run(...args);
    expect([code, output, errors.split('\n').length]).toEqual([2, '', 2]);
    expect(errors).toContain('Usage: latchkey doctor [--url');
  });
});
