import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { hasNginx, type Nginx, startNginx } from './nginx.ts';
import { until } from './raw-connection.ts';

// What docs/deployment.md tells operators to put into nginx, in a real one.

const PAGE = readFileSync(new URL('../../docs/deployment.md', import.meta.url), 'utf8');
const LINES = /```nginx\n([\s\S]*?)```/.exec(PAGE)?.[1] ?? '';
const TRUST_PROXY = /Set `TRUST_PROXY=(\S+)` with this configuration/.exec(PAGE)?.[1] ?? '';

/** The proxy itself speaks to the service from 127.0.0.1. */
const CLIENT = '127.0.0.2';
const FORGED = ['198.51.100.7', '198.51.100.7, 203.0.113.9', '127.0.0.1', 'x'.repeat(4_000)];

const isInstalled = hasNginx();
if (!isInstalled)
  process.stdout.write('NOT RUN: the proxy recipe, as nginx is not installed here\n');

it('the deployment page says how to set nginx and the service, and CI tries it', () => {
  expect(LINES).toContain('proxy_pass http://latchkey:8056;');
  expect(TRUST_PROXY).toBe('1');
  if (process.env['CI'] === 'true') expect(isInstalled).toBe(true);
});

if (isInstalled)
  describe('behind nginx, as the deployment page sets it', () => {
    let server: TestServer;
    let nginx: Nginx;
    beforeAll(async () => {
      server = await startServer({
        env: { TRUST_PROXY, GUESS_LIMIT: '3', RATE_LIMIT_ADDRESS: '20' },
      });
      const { host } = new URL(server.url);
      nginx = await startNginx(LINES.replaceAll(/http:\/\/[a-z-]+:8056/g, `http://${host}`));
    });
    afterEach(() => void vi.useRealTimers());
    afterAll(async () => {
      await nginx.stop();
      await server.stop();
    });

    function get(path: string, headers: Record<string, string | string[]>, from = CLIENT) {
      const { promise, resolve, reject } = Promise.withResolvers<number>();
      const { port } = nginx;
      const sent = request({ host: '127.0.0.1', port, path, headers, localAddress: from });
      sent.on('error', reject);
      sent.on('response', (response) => {
        text(response).then(() => resolve(response.statusCode ?? 0), reject);
      });
      sent.end();
      return promise;
    }

    it('the addresses that clients forge are ignored, and their own ones are stored', async () => {
      const { secret, databaseId } = await seedKey(server, await seedUser(server));
      for (const forged of [...FORGED, randomBytes(2_000).toString('hex')])
        expect(await get('/auth/me', { 'x-api-key': secret, 'x-forwarded-for': forged })).toBe(200);
      await server.app.usage.flush();
      const used = await server.db.prisma.tokenUsage.findMany({ where: { tokenId: databaseId } });
      expect(used.map(({ lastIp }) => lastIp)).toEqual([CLIENT]);

      const forged = { 'x-admin-api-key': 'wrong', 'x-forwarded-for': FORGED };
      expect(await get('/admin/users', forged)).toBe(403);
      await server.app.refusals.flush();
      const events = await server.db.prisma.auditEvent.findMany({
        where: { action: 'REQUEST_REFUSED', after: { path: ['what'], string_contains: '/admin/' } },
      });
      expect(events.map(({ ip }) => ip)).toEqual([CLIENT]);
    });

    it('neither the guard against guesses nor the limit of an address can be passed by', async () => {
      const from = '127.0.0.3';
      // While the clock stands, whoever waits for a turn does so, and whoever finds no room is refused.
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
      const statuses: number[] = [];
      const sent = Array.from({ length: 40 }, (_, place) => {
        const headers = { 'x-api-key': 'wrong', 'x-forwarded-for': `198.51.100.${place}` };
        return get('/auth/me', headers, from).then((status) => statuses.push(status));
      });
      // Three are free, a turn is, and 16 wait; the address has more than its 20 requests.
      await until(() => statuses.length >= 24);
      expect(statuses.sort()).toEqual([
        401,
        401,
        401,
        401,
        ...Array.from({ length: 20 }, () => 429),
      ]);
      vi.useRealTimers();
      await Promise.all(sent);

      const { secret } = await seedKey(server, await seedUser(server));
      const tally = new Map<number, number>();
      for (let sent = 0; sent < 25; sent += 1) {
        const headers = { 'x-api-key': secret, 'x-forwarded-for': `203.0.113.${sent}` };
        const status = await get('/auth/me', headers, '127.0.0.4');
        tally.set(status, (tally.get(status) ?? 0) + 1);
      }
      expect(Object.fromEntries(tally)).toEqual({ 200: 20, 429: 5 });
    });
  });
