import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SeededKey, type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

type Usage = {
  totalRequests: number;
  firstUsedAt: string | null;
  lastUsedAt: string | null;
  lastUsedIp: string | null;
  requestsToday: number;
  lastReset: string;
};
const USAGE = 'usage { totalRequests firstUsedAt lastUsedAt lastUsedIp requestsToday lastReset }';

const NOON = new Date('2026-03-10T12:00:00.000Z');

describe('usage', () => {
  let server: TestServer;
  let now = NOON;
  beforeAll(async () => {
    server = await startServer({ clock: () => now });
  });
  afterAll(() => server.stop());

  async function someone(): Promise<{ user: SeededUser; key: SeededKey }> {
    const user = await seedUser(server);
    return { user, key: await seedKey(server, user, { scopes: ['BOT'] }) };
  }

  const me = (key: SeededKey) => server.fetch('/auth/me', { headers: { 'x-api-key': key.secret } });

  async function ofKey({ id }: SeededKey): Promise<Usage> {
    const { data } = await server.graphql<{ apiToken: { usage: Usage } }>(
      `{ apiToken(by: {id: "${id}"}) { ${USAGE} } }`,
      { admin: server.adminKey },
    );
    return data.apiToken.usage;
  }

  async function ofUser({ id }: SeededUser): Promise<Usage> {
    const { data } = await server.graphql<{ user: { usage: Usage } }>(
      `{ user(by: {id: "${id}"}) { ${USAGE} } }`,
      { admin: server.adminKey },
    );
    return data.user.usage;
  }

  async function onRest({ databaseId }: SeededUser): Promise<Record<string, unknown>> {
    const headers = { 'x-api-key': server.adminKey };
    const response = await server.fetch(`/users/${databaseId}`, { headers });
    return ((await response.json()) as { usage: Record<string, unknown> }).usage;
  }

  // The rows of the table in the document, one after the other.
  it('total_requests: every answered request, over REST and GraphQL alike', async () => {
    const { user, key } = await someone();
    expect(await onRest(user)).toMatchObject({ total_requests: 0 });
    await me(key);
    await server.graphql('{ viewer { access } }', { key: key.secret });
    await server.graphql('{ a: viewer { access } b: viewer { access } c: viewer { access } }', {
      key: key.secret,
    });
    expect(await onRest(user)).toMatchObject({ total_requests: 3 });
    expect(await ofKey(key)).toMatchObject({ totalRequests: 3 });
    expect(await ofUser(user)).toMatchObject({ totalRequests: 3 });
  });

  it('last_used_at and first_used_at: left out before the first request, then its time and that of the latest', async () => {
    const { user, key } = await someone();
    const before = await onRest(user);
    expect(before).not.toHaveProperty('last_used_at');
    expect(before).not.toHaveProperty('first_used_at');
    await me(key);
    now = new Date(NOON.getTime() + 61_000);
    await me(key);
    now = NOON;
    expect(await onRest(user)).toMatchObject({
      first_used_at: '2026-03-10T12:00:00.000Z',
      last_used_at: '2026-03-10T12:01:01.000Z',
    });
  });

  it('requests_today and last_reset: start anew at midnight UTC, and the total goes on', async () => {
    const { user, key } = await someone();
    const at = (text: string) => {
      now = new Date(text);
    };
    at('2026-03-10T23:59:59.999Z');
    await me(key);
    await me(key);
    expect(await onRest(user)).toMatchObject({
      total_requests: 2,
      requests_today: 2,
      last_reset: '2026-03-10T00:00:00.000Z',
    });
    at('2026-03-11T00:00:00.000Z');
    expect(await onRest(user)).toMatchObject({
      total_requests: 2,
      requests_today: 0,
      last_reset: '2026-03-11T00:00:00.000Z',
    });
    await me(key);
    expect(await onRest(user)).toMatchObject({ total_requests: 3, requests_today: 1 });
    expect(await ofKey(key)).toMatchObject({
      totalRequests: 3,
      requestsToday: 1,
      lastReset: '2026-03-11T00:00:00.000Z',
    });
    now = NOON;
  });

  it('counts what was served, also when it found nothing or was ill-formed; not what was refused', async () => {
    const { user, key } = await someone();
    const headers = { 'x-api-key': key.secret };
    const count = async () => (await ofUser(user)).totalRequests;
    await server.fetch('/meetings?limit=-1', { headers });
    expect(await count()).toBe(1);
    await server.graphql('{ nonsense }', { key: key.secret });
    expect(await count()).toBe(2);

    await server.fetch('/admin/users', { headers });
    await server.fetch('/users', { headers });
    await server.fetch('/no-such-route', { headers });
    await server.fetch('/auth/me', { headers: { ...headers, 'x-admin-api-key': 'wrong' } });
    await server.fetch('/graphql', {
      method: 'POST',
      headers: { ...headers, 'x-admin-api-key': 'wrong', 'content-type': 'application/json' },
      body: '{"query":"{ viewer { access } }"}',
    });
    const browser = await seedKey(server, user, { scopes: ['BROWSER'] });
    const scoped = await server.fetch('/meetings', { headers: { 'x-api-key': browser.secret } });
    expect(scoped.status).toBe(403);
    expect(await count()).toBe(2);
  });

  it('is kept for each key by itself, and for a user over all of them, ended ones included', async () => {
    const { user, key } = await someone();
    const other = await seedKey(server, user);
    await me(key);
    await me(other);
    await me(other);
    await server.fetch(`/admin/tokens/${other.databaseId}`, {
      method: 'DELETE',
      headers: { 'x-admin-api-key': server.adminKey },
    });
    expect((await ofKey(key)).totalRequests).toBe(1);
    expect((await ofKey(other)).totalRequests).toBe(2);
    expect((await ofUser(user)).totalRequests).toBe(3);
  });

  it('tells the last address, and the last use in the lists of keys', async () => {
    const { user, key } = await someone();
    expect((await ofKey(key)).lastUsedIp).toBeNull();
    await me(key);
    expect((await ofKey(key)).lastUsedIp).toMatch(/127\.0\.0\.1|::1/);
    const listed = await server.fetch(`/admin/users/${user.databaseId}/tokens`, {
      headers: { 'x-admin-api-key': server.adminKey },
    });
    expect(await listed.json()).toMatchObject([{ last_used_at: NOON.toISOString() }]);
  });

  it('comes by day, days without requests included', async () => {
    const { key } = await someone();
    for (const day of ['2026-03-01T10:00:00Z', '2026-03-01T11:00:00Z', '2026-03-03T00:00:00Z']) {
      now = new Date(day);
      await me(key);
    }
    now = NOON;
    const { data } = await server.graphql<{
      apiToken: { usage: { daily: { day: string; requests: number }[] } };
    }>(
      `{ apiToken(by: {id: "${key.id}"}) { usage { daily(range: {start: "2026-03-01T05:00:00Z", end: "2026-03-04T00:00:00Z"}) { day requests } } } }`,
      { admin: server.adminKey },
    );
    expect(data.apiToken.usage.daily).toEqual([
      { day: '2026-03-01T00:00:00.000Z', requests: 2 },
      { day: '2026-03-02T00:00:00.000Z', requests: 0 },
      { day: '2026-03-03T00:00:00.000Z', requests: 1 },
    ]);
  });

  it('is exact when 300 requests come 20 at a time', async () => {
    const { user, key } = await someone();
    let left = 300;
    const client = async () => {
      while (left > 0) {
        left -= 1;
        await (await me(key)).arrayBuffer();
      }
    };
    await Promise.all(Array.from({ length: 20 }, client));
    expect(await onRest(user)).toMatchObject({ total_requests: 300, requests_today: 300 });
  });
});
