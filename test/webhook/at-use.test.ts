import { afterAll, describe, expect, it } from 'vitest';
import { INTERNAL_SECRET, validate } from '../gateway/validate-key.ts';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

// What an operator allowed, and took back: the platform sends to the addresses that it is handed here.

const outside = { resolve: async () => ['172.18.0.9'], redirectOf: async () => null };
const INSIDE = 'http://n8n:5678/webhook/canary';

let server: TestServer;
afterAll(() => server.stop());

async function start(allowed: string): Promise<void> {
  await server?.stop();
  server = await startServer({
    env: {
      INTERNAL_API_SECRET: INTERNAL_SECRET,
      ...(allowed && { WEBHOOK_ALLOWED_NETWORKS: allowed }),
    },
    outside,
  });
}

/** Both answers that name where events go. */
async function handedOut(user: SeededUser, secret: string): Promise<unknown[]> {
  const context = await server.fetch(`/internal/users/${user.databaseId}/bot-context`, {
    headers: { 'x-internal-secret': INTERNAL_SECRET },
  });
  const bodies = [(await validate(server, { token: secret })).body, await context.json()];
  return bodies.map((body) => {
    const { webhook_url, webhook_secret, webhook_events } = body as Record<string, unknown>;
    return webhook_url ?? webhook_secret ?? webhook_events ?? null;
  });
}

async function keepWebhook(user: SeededUser, url: string): Promise<void> {
  await server.db.prisma.user.update({
    where: { id: BigInt(user.databaseId) },
    data: { data: { webhook_url: url, webhook_events: { 'meeting.completed': true } } },
  });
}

describe('a private webhook', () => {
  it('is handed out while it is allowed, and is not any more after that', async () => {
    await start('172.18.0.0/16, n8n');
    const allowed = await seedUser(server);
    const { secret } = await seedKey(server, allowed);
    for (const url of [INSIDE, 'http://172.18.0.3/x']) {
      await keepWebhook(allowed, url);
      expect(await handedOut(allowed, secret)).toEqual([url, url]);
    }
    await start('');
    const user = await seedUser(server);
    const key = (await seedKey(server, user)).secret;
    for (const url of [INSIDE, 'http://172.18.0.3/x', 'http://169.254.169.254/', 'canary']) {
      await keepWebhook(user, url);
      expect(await handedOut(user, key)).toEqual([null, null]);
    }
    await keepWebhook(user, 'https://hooks.example.com/x');
    expect(await handedOut(user, key)).toEqual(Array(2).fill('https://hooks.example.com/x'));
    const warnings = server.logLines.filter((line) => line.includes('WEBHOOK_ALLOWED_NETWORKS'));
    expect(warnings).toHaveLength(1);
    expect(warnings.join('')).toContain('cannot target internal or private networks');
    expect(warnings.join('')).not.toContain('canary');
  });
});

describe('the audit log', () => {
  it('says of each webhook that is allowed alone that it is private, and of no other', async () => {
    await start('172.18.0.0/16');
    const user = await seedUser(server);
    const key = (await seedKey(server, user, { scopes: ['BOT'] })).secret;
    const send = async (method: string, path: string, body: object) => {
      const response = await server.fetch(path, {
        method,
        headers: {
          'x-api-key': key,
          'content-type': 'application/json',
          ...(path.startsWith('/admin') && { 'x-admin-api-key': server.adminKey }),
        },
        body: JSON.stringify(body),
      });
      expect(response.status).toBe(200);
      const [event] = await server.db.prisma.auditEvent.findMany({
        where: { action: { in: ['WEBHOOK_SET', 'USER_UPDATED'] } },
        orderBy: { id: 'desc' },
        take: 1,
      });
      return event?.after;
    };
    const put = (webhook_url: string) => send('PUT', '/user/webhook', { webhook_url });
    const patch = (webhook_url: string) =>
      send('PATCH', `/admin/users/${user.databaseId}`, { data: { webhook_url } });
    // The name is resolved to a private address.
    const named = 'https://hooks.example.com/x';
    for (const set of [put, patch]) {
      expect(await set(named)).toMatchObject({ isPrivateTarget: true });
      expect(await set('http://172.18.0.3/x')).toMatchObject({ isPrivateTarget: true });
      expect(await set('https://93.184.215.14/x')).not.toHaveProperty('isPrivateTarget');
    }
  });
});
