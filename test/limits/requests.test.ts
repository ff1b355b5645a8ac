import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { seedKey, seedUser } from '../support/seed.ts';
import { type ServerOptions, startServer, type TestServer } from '../support/server.ts';

const servers: TestServer[] = [];

async function serve(env: Record<string, string>, options: ServerOptions = {}) {
  const server = await startServer({ env, ...options });
  servers.unshift(server);
  return server;
}

async function keyOf(server: TestServer): Promise<string> {
  return (await seedKey(server, await seedUser(server))).secret;
}

const me = (server: TestServer, key: string) =>
  server.fetch('/auth/me', { headers: { 'x-api-key': key } });

const viewer = (server: TestServer, key: string) =>
  server.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': key },
    body: JSON.stringify({ query: '{ viewer { __typename } }' }),
  });

const told = ({ headers }: Response) => [headers.get('ratelimit-policy'), headers.get('ratelimit')];

// The minutes of the limits are the process's own: they pass when the tests say so.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
});

afterEach(async () => {
  vi.useRealTimers();
  for (const server of servers.splice(0)) await server.stop();
});

describe('requests per key', () => {
  it('are counted over both APIs, told on every answer, refused beyond the limit and free again', async () => {
    const server = await serve({ RATE_LIMIT_KEY: '3', RATE_LIMIT_ADDRESS: '0' });
    const key = await keyOf(server);
    expect(told(await me(server, key))).toEqual(['"user-key";q=3;w=60', '"user-key";r=2;t=60']);
    vi.setSystemTime(Date.now() + 20_500);
    expect(told(await viewer(server, key))[1]).toBe('"user-key";r=1;t=40');
    expect(told(await me(server, key))[1]).toBe('"user-key";r=0;t=40');

    const rest = await me(server, key);
    expect(rest.status).toBe(429);
    expect(rest.headers.get('retry-after')).toBe('40');
    expect(await rest.json()).toEqual({ detail: 'Rate limit exceeded', retry_after: 40 });
    const graphql = await viewer(server, key);
    expect(graphql.status).toBe(429);
    expect(graphql.headers.get('retry-after')).toBe('40');
    expect(await graphql.json()).toEqual({
      errors: [
        {
          message: 'Rate limit exceeded',
          extensions: { code: 'RATE_LIMITED', retryAfter: 40 },
        },
      ],
    });

    vi.setSystemTime(Date.now() + 40_000);
    expect((await me(server, key)).status).toBe(200);
  });

  it('are each key’s own, and refused ones do not count as usage', async () => {
    const server = await serve({ RATE_LIMIT_KEY: '5' });
    const user = await seedUser(server);
    const one = await seedKey(server, user);
    const other = await seedKey(server, user);
    const first = await Promise.all(Array.from({ length: 20 }, () => me(server, one.secret)));
    expect(first.filter(({ status }) => status === 200)).toHaveLength(5);
    expect((await me(server, other.secret)).status).toBe(200);
    await server.app.usage.flush();
    const { data } = await server.graphql<{ node: { usage: { totalRequests: number } } }>(
      `{ node(id: "${one.id}") { ... on ApiToken { usage { totalRequests } } } }`,
      { admin: server.adminKey },
    );
    expect(data.node.usage.totalRequests).toBe(5);
  });

  it('hold for the operator’s keys as well', async () => {
    const server = await serve({ RATE_LIMIT_ADMIN_KEY: '2' });
    const users = () =>
      server.fetch('/admin/users', { headers: { 'x-admin-api-key': server.adminKey } });
    expect([(await users()).status, (await users()).status, (await users()).status]).toEqual([
      200, 200, 429,
    ]);
  });
});

describe('requests per address', () => {
  const from = (server: TestServer, address: string) =>
    server.fetch('/graphql?query={__typename}', {
      headers: { 'x-graphql-csrf': '1', 'x-forwarded-for': address },
    });

  it('are counted without a key; a network of IPv6 is one address', async () => {
    const server = await serve({ RATE_LIMIT_ADDRESS: '2', TRUST_PROXY: 'true' });
    expect(told(await from(server, '203.0.113.7'))).toEqual([
      '"address";q=2;w=60',
      '"address";r=1;t=60',
    ]);
    expect((await from(server, '::ffff:203.0.113.7')).status).toBe(200);
    expect((await from(server, '203.0.113.7')).status).toBe(429);
    expect((await from(server, '203.0.113.8')).status).toBe(200);

    expect((await from(server, '2001:db8:1:2::1')).status).toBe(200);
    expect((await from(server, '2001:db8:1:2:ffff::9')).status).toBe(200);
    expect((await from(server, '2001:db8:1:2::2')).status).toBe(429);
    expect((await from(server, '2001:db8:1:3::2')).status).toBe(200);
  });

  it('do not concern the platform’s own services, health and documentation', async () => {
    const secret = 'an-internal-secret-of-30-chars';
    const server = await serve({ RATE_LIMIT_ADDRESS: '1', INTERNAL_API_SECRET: secret });
    const validate = () =>
      server.fetch('/internal/validate', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-internal-secret': secret },
        body: '{"token":"nothing"}',
      });
    for (let round = 0; round < 5; round += 1) {
      expect((await validate()).status).toBe(401);
      expect((await server.fetch('/health')).status).toBe(200);
      const described = await server.fetch('/openapi.json');
      expect([described.status, ...told(described)]).toEqual([200, null, null]);
    }
  });
});

describe('several processes', () => {
  it('count together in PostgreSQL: of 200 requests sent to two of them at once, 50 are served', async () => {
    const env = { RATE_LIMIT_KEY: '50', RATE_LIMIT_STORE: 'postgres' };
    const one = await serve(env);
    const two = await serve(env, { beside: one });
    const key = await keyOf(one);
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, place) => me(place % 2 === 0 ? one : two, key)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(50);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(150);

    // Whoever has had its share is turned away without a statement for it.
    one.statements.length = 0;
    expect((await me(one, key)).status).toBe(429);
    expect(one.statements.filter((text) => text.includes('"rate_limits"')).length).toBeLessThan(2);
    vi.setSystemTime(Date.now() + 60_001);
    expect((await me(two, key)).status).toBe(200);
  });

  it('count each for itself while that cannot be written', async () => {
    const server = await serve({ RATE_LIMIT_KEY: '2', RATE_LIMIT_STORE: 'postgres' });
    const key = await keyOf(server);
    await server.db.prisma.$executeRawUnsafe('alter table rate_limits rename to gone');
    expect([
      (await me(server, key)).status,
      (await me(server, key)).status,
      (await me(server, key)).status,
    ]).toEqual([200, 200, 429]);
  });
});
