import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SeededKey, type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { INTERNAL_SECRET, validate } from './validate-key.ts';

const NOW = new Date('2026-05-01T08:00:00.000Z');

let server: TestServer;
beforeAll(async () => {
  server = await startServer({
    env: { INTERNAL_API_SECRET: INTERNAL_SECRET, DEFAULT_MAX_CONCURRENT_BOTS: '3' },
    clock: () => NOW,
  });
});
afterAll(() => server.stop());

type Someone = { readonly user: SeededUser; readonly key: SeededKey };

async function someone(fields: object = {}, scopes = ['TX']): Promise<Someone> {
  const user = await seedUser(server, { ...fields });
  return { user, key: await seedKey(server, user, { scopes }) };
}

async function identityOf({ key }: Someone): Promise<unknown> {
  const { status, body } = await validate(server, { token: key.secret });
  expect(status).toBe(200);
  return body;
}

async function setWebhook({ key }: Someone, body: object): Promise<void> {
  const response = await server.fetch('/user/webhook', {
    method: 'PUT',
    headers: { 'x-api-key': key.secret, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
}

async function patch({ user }: Someone, data: object): Promise<void> {
  const response = await server.fetch(`/admin/users/${user.databaseId}`, {
    method: 'PATCH',
    headers: { 'x-admin-api-key': server.adminKey, 'content-type': 'application/json' },
    body: JSON.stringify({ data }),
  });
  expect(response.status).toBe(200);
}

describe('a living key is answered with', () => {
  it('its user, its scopes and the default limit, and nothing that is not there', async () => {
    const of = await someone();
    expect(await identityOf(of)).toEqual({
      user_id: of.user.databaseId,
      scopes: ['tx'],
      max_concurrent: 3,
      email: of.user.email,
      is_admin: false,
    });
  });

  it("the user's own limit, also when that is none at all, and its role", async () => {
    const admin = await someone({ maxConcurrentBots: 7, role: 'ADMIN' }, ['BOT', 'BROWSER']);
    expect(await identityOf(admin)).toMatchObject({
      max_concurrent: 7,
      is_admin: true,
      scopes: ['bot', 'browser'],
    });
    expect(await identityOf(await someone({ maxConcurrentBots: 0 }))).toMatchObject({
      max_concurrent: 0,
      is_admin: false,
    });
  });

  it('the scope legacy where an older version gave it none', async () => {
    const of = await someone();
    await server.db.prisma.apiToken.update({
      where: { id: BigInt(of.key.databaseId) },
      data: { scopes: [] },
    });
    expect(await identityOf(of)).toMatchObject({ scopes: ['legacy'] });
  });

  it('its webhook, with the secret in the clear, as far as it is set', async () => {
    const of = await someone({}, ['BOT']);
    const webhook = {
      webhook_url: 'https://hooks.example.com/in',
      webhook_secret: 'a-secret-to-sign-with',
      webhook_events: { 'meeting.completed': true, 'bot.failed': false },
    };
    await setWebhook(of, webhook);
    expect(await identityOf(of)).toMatchObject(webhook);
    await patch(of, { webhook_secret: null });
    await setWebhook(of, { webhook_url: webhook.webhook_url, webhook_events: {} });
    const identity = await identityOf(of);
    expect(identity).toHaveProperty('webhook_url', webhook.webhook_url);
    expect(identity).not.toHaveProperty('webhook_secret');
    expect(identity).not.toHaveProperty('webhook_events');
    await patch(of, { webhook_url: null });
    expect(await identityOf(of)).not.toHaveProperty('webhook_url');
  });

  it("nobody else's webhook secret, even if it lay there", async () => {
    const [one, other] = [await someone({}, ['BOT']), await someone({}, ['BOT'])];
    for (const of of [one, other])
      await setWebhook(of, {
        webhook_url: 'https://hooks.example.com/',
        webhook_secret: `of-${of.user.email}`,
      });
    await server.db.prisma.$executeRaw`
      update webhook_secrets s set sealed = o.sealed from webhook_secrets o
      where s.user_id = ${one.user.databaseId} and o.user_id = ${other.user.databaseId}`;
    expect(await identityOf(one)).not.toHaveProperty('webhook_secret');
    expect(await identityOf(other)).toMatchObject({ webhook_secret: `of-${other.user.email}` });
  });

  it('the workspaces of which its user is a member, if those are a list', async () => {
    const of = await someone();
    const member = (workspace_id: unknown) => ({ workspace_id, role: 'member' });
    await patch(of, { memberships: [member('w-1'), member(2), member(null), 'odd', {}] });
    expect(await identityOf(of)).toMatchObject({ workspaces: ['w-1', '2'] });
    await patch(of, { memberships: [] });
    expect(await identityOf(of)).toMatchObject({ workspaces: [] });
    await patch(of, { memberships: { workspace_id: 'w-1' } });
    expect(await identityOf(of)).not.toHaveProperty('workspaces');
  });
});

describe('the usage of a key', () => {
  async function usageOf({ key }: Someone) {
    const { data } = await server.graphql<{ apiToken: { usage: Record<string, unknown> } }>(
      `{ apiToken(by: {id: "${key.id}"}) { usage { totalRequests requestsToday lastUsedAt lastUsedIp } } }`,
      { admin: server.adminKey },
    );
    return data.apiToken.usage;
  }

  it('grows by one with each question that was answered with it, without an address', async () => {
    const of = await someone();
    await identityOf(of);
    expect(await usageOf(of)).toEqual({
      totalRequests: 1,
      requestsToday: 1,
      lastUsedAt: NOW.toISOString(),
      lastUsedIp: null,
    });
    await Promise.all(Array.from({ length: 20 }, () => identityOf(of)));
    expect(await usageOf(of)).toMatchObject({ totalRequests: 21, lastUsedIp: null });
  });

  it('keeps the address from which the key itself came', async () => {
    const of = await someone();
    await server.fetch('/auth/me', { headers: { 'x-api-key': of.key.secret } });
    await identityOf(of);
    const usage = await usageOf(of);
    expect(usage['totalRequests']).toBe(2);
    expect(usage['lastUsedIp']).toMatch(/127\.0\.0\.1|::1/);
  });

  it('stays when the question was refused', async () => {
    const of = await someone();
    await validate(server, { token: of.key.secret, secret: 'wrong' });
    await server.fetch(`/users/${of.user.databaseId}`, {
      method: 'PATCH',
      headers: { 'x-admin-api-key': server.adminKey, 'content-type': 'application/json' },
      body: '{"is_active": false}',
    });
    expect((await validate(server, { token: of.key.secret })).status).toBe(401);
    expect(await usageOf(of)).toMatchObject({ totalRequests: 0, lastUsedAt: null });
  });
});

it('the text of a key, and the secrets, stand in no line of the log', async () => {
  const of = await someone({}, ['BOT']);
  await setWebhook(of, {
    webhook_url: 'https://hooks.example.com/',
    webhook_secret: 'never-to-be-logged',
  });
  await identityOf(of);
  await validate(server, { token: `${of.key.secret}x` });
  const log = server.logLines.join('');
  for (const secret of [of.key.secret, INTERNAL_SECRET, 'never-to-be-logged'])
    expect(log).not.toContain(secret);
});
