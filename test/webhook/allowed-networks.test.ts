import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { privateTargets } from '../../src/core/config/private-targets.ts';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

// Private places where an operator lets webhooks lead, as a receiver of mail on the same network.

const ADDRESSES: Readonly<Record<string, readonly string[]>> = {
  n8n: ['10.9.8.7'],
  'hooks.lan': ['192.168.77.5', 'fd12::5'],
  redis: ['10.9.8.8'],
  inside: ['172.18.0.9'],
  'both.example.org': ['93.184.215.14', '172.18.0.9'],
  'astray.example.org': ['93.184.215.14', '10.9.8.8'],
  'far.example.org': ['93.184.215.14'],
  metadata: ['169.254.169.254'],
};
const REDIRECTS: Readonly<Record<string, string>> = {
  '/to-n8n': 'http://n8n/x',
  '/to-redis': 'http://redis:6379/',
};
const ALLOWED = '172.18.0.0/16, fd34::/64, N8N, hooks.lan, metadata, 169.254.0.0/16';

let server: TestServer;
let key: string;
beforeAll(async () => {
  const outside = {
    resolve: async (name: string) => ADDRESSES[name.replace(/\.$/, '')] ?? [],
    redirectOf: async ({ pathname }: URL) => REDIRECTS[pathname] ?? null,
  };
  server = await startServer({ env: { WEBHOOK_ALLOWED_NETWORKS: ALLOWED }, outside });
  key = (await seedKey(server, await seedUser(server))).secret;
});
afterAll(() => server.stop());

async function statusOf(url: string): Promise<number> {
  const response = await server.fetch('/user/webhook', {
    method: 'PUT',
    headers: { 'x-api-key': key, 'content-type': 'application/json' },
    body: JSON.stringify({ webhook_url: url }),
  });
  await response.arrayBuffer();
  return response.status;
}

describe('a webhook may lead', () => {
  it.each([
    'http://n8n:5678/webhook/1',
    'http://N8N./x',
    'https://hooks.lan/x',
    'http://172.18.0.3:8080/x',
    'http://[fd34::1]/x',
    'http://inside/x',
    'https://both.example.org/x',
    'https://far.example.org/x',
    'https://far.example.org/to-n8n',
  ])('where it is allowed, and outside: %s', async (url) => {
    expect(await statusOf(url)).toBe(200);
  });

  it.each([
    'http://redis:6379/',
    'http://10.9.8.7/',
    'http://172.19.0.1/',
    'http://[fd35::1]/',
    'http://127.0.0.1/',
    'http://localhost/',
    'http://x.hooks.lan/',
    'https://astray.example.org/x',
    'https://far.example.org/to-redis',
    'http://metadata/',
    'http://169.254.169.254/latest/meta-data',
    'http://[::ffff:169.254.169.254]/',
    'http://168.63.129.16/',
  ])('nowhere else inside, and never where a cloud answers its machines: %s', async (url) => {
    expect(await statusOf(url)).toBe(400);
  });
});

describe('the setting', () => {
  it.each([
    '',
    ',',
    'n8n,',
    '10.0.0.0/33',
    '0.0.0.0/0',
    '::/0',
    '10.0.0',
    '0x7f000001',
    '2130706433',
    'http://n8n',
    'n8n:5678',
    '*.lan',
    'a b',
    'ä',
  ])('is refused as %j', (text) => {
    expect(privateTargets.safeParse(text).success).toBe(false);
  });

  it('takes networks, addresses and names', () => {
    const { data } = privateTargets.safeParse('10.0.0.0/8, 192.168.1.5, fd00::1, n8n, Hooks.LAN');
    expect(data?.hasNetworks).toBe(true);
    expect([...(data?.names ?? [])]).toEqual(['n8n', 'hooks.lan']);
  });
});
