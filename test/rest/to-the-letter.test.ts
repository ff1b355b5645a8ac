import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ROUTES } from '../../src/api/rest/routes.ts';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { type Send, sendTo } from './bare-request.ts';

// What clients of the older admin API send and expect, route by route.

const INTERNAL = 'what-the-gateway-sends-of-its-own';

let server: TestServer;
let send: Send;
let user: SeededUser;
let key: string;
let keyId: string;
beforeAll(async () => {
  server = await startServer({ env: { INTERNAL_API_SECRET: INTERNAL, RATE_LIMIT_KEY: '0' } });
  send = sendTo(server.url);
});
afterAll(() => server.stop());
beforeEach(async () => {
  user = await seedUser(server);
  ({ secret: key, id: keyId } = await seedKey(server, user, { scopes: ['BOT', 'TX'] }));
});

const admin = () => ({ 'x-admin-api-key': server.adminKey });
const own = () => ({ 'x-api-key': key });

function headersFor(path: string): Record<string, string> {
  if (path.startsWith('/internal/')) return { 'x-internal-secret': INTERNAL };
  return /^\/(?:meetings|user)\//.test(path) ? own() : admin();
}

describe('the number of a row in a path', () => {
  // The ids of SCIM are texts, whatever they look like.
  const numbered = ROUTES.filter(
    ({ path }) => /\{\w*id\}/.test(path) && !path.startsWith('/scim/'),
  );
  const spellings = ['%2b1', '1%20', '%201', '1%09', '1.0', '1e0', '0x1', '1_0', '%D9%A1'];

  it.each(numbered.map(({ method, path }) => [method, path] as const))(
    'is digits alone: %s %s',
    async (method, path) => {
      for (const spelling of spellings) {
        const { status, body } = await send(
          method,
          path.replace('{workspace_id}', 'w').replace(/\{\w+\}/g, spelling),
          {
            headers: headersFor(path),
            ...(method !== 'GET' && { type: 'application/json', body: '{}' }),
          },
        );
        // There, ids are opaque: any other text is as unknown as one that nobody has.
        const isOpaque = /^\/(?:users|user|internal)\//.test(path);
        expect([spelling, status]).toEqual([spelling, isOpaque ? 404 : 422]);
        if (!isOpaque) expect(body).toContain('int_parsing');
      }
    },
  );
});

describe('a body whose type nobody said', () => {
  const types = [undefined, '', 'application/x-www-form-urlencoded'];
  const writing = ROUTES.filter(({ body }) => body !== undefined);

  it.each(writing.map(({ method, path }) => [method, path] as const))(
    'is JSON where a key header is there: %s %s',
    async (method, path) => {
      const filled = path.replace(/\{\w+\}/g, '999999');
      const headers = { ...admin(), ...own(), 'x-internal-secret': INTERNAL };
      for (const type of types) {
        const { status } = await send(method, filled, { type, body: '{', headers });
        expect([type, status]).toEqual([type, path.startsWith('/scim/') ? 400 : 422]);
        const anonymous = await send(method, filled, { type, body: '{}' });
        expect([type, anonymous.status]).toEqual([type, 415]);
      }
      for (const type of ['text/plain', 'multipart/form-data; boundary=x', 'application/xml'])
        expect((await send(method, filled, { type, body: '{}', headers })).status).toBe(415);
    },
  );

  it('creates a user as curl sends it', async () => {
    const body = '{"email": "typeless@example.com"}';
    for (const type of types)
      expect(
        (await send('POST', '/admin/users', { type, body, headers: admin() })).status,
      ).toBeLessThan(202);
  });

  it('is never read by GraphQL, which a form could reach', async () => {
    const body = '{"query": "{ __typename }"}';
    for (const type of types)
      expect((await send('POST', '/graphql', { type, body, headers: admin() })).status).toBe(415);
  });
});

describe('a body of null', () => {
  it.each(
    ROUTES.filter(({ body }) => body !== undefined).map(
      ({ method, path }) => [method, path] as const,
    ),
  )('is as none: %s %s', async (method, path) => {
    const headers = {
      ...(path.startsWith('/internal')
        ? { 'x-internal-secret': INTERNAL }
        : path.startsWith('/admin') || path.startsWith('/users')
          ? admin()
          : own()),
    };
    const filled = path.replace(/\{\w+\}/g, '999999');
    const none = await send(method, filled, { headers });
    const same = await send(method, filled, { headers, type: 'application/json', body: 'null' });
    expect(same).toEqual(none);
  });
});

it('a parameter for several scopes may be given several times', async () => {
  const minted = async (query: string) => {
    const { status, body } = await send('POST', `/admin/users/${user.databaseId}/tokens?${query}`, {
      headers: admin(),
    });
    expect(status).toBe(201);
    return (JSON.parse(body) as { scopes: string[] }).scopes;
  };
  expect(await minted('scopes=bot&scopes=tx')).toEqual(['bot', 'tx']);
  expect(await minted('scopes=tx&scopes=bot,browser')).toEqual(['tx', 'bot', 'browser']);
  expect(await minted('scope=tx&scope=bot')).toEqual(['bot']);
});

it('an answer without a body has no type', async () => {
  const { body } = await send('POST', `/admin/users/${user.databaseId}/tokens`, {
    headers: admin(),
  });
  const { id: token } = JSON.parse(body) as { id: number };
  for (const [method, path, headers] of [
    ['DELETE', `/admin/tokens/${token}`, admin()],
    ['DELETE', '/user/webhook', own()],
  ] as const) {
    const answer = await send(method, path, { headers });
    expect(answer).toEqual({ status: 204, type: undefined, body: '' });
  }
});

describe('a key that was replaced', () => {
  const rotated = (overlap: number) =>
    server.graphql(
      `mutation ($input: RotateKeyInput!) {
        rotateKey(input: $input) { ... on RotateKeySuccess { token { id } } ... on Error { message } } }`,
      { key, variables: { input: { id: keyId, overlap } } },
    );
  const refusal = async () => {
    const { status, body } = await send('GET', '/auth/me', { headers: own() });
    return [status, body];
  };

  it('without an overlap is unknown from then on', async () => {
    const { status } = await send('POST', `/users/${user.databaseId}/rotate-key`, {
      headers: admin(),
    });
    expect(status).toBe(200);
    expect(await refusal()).toEqual([401, '{"detail":"Invalid API key"}']);
  });

  it('by itself at once, too, and to the gateway', async () => {
    await rotated(0);
    expect(await refusal()).toEqual([401, '{"detail":"Invalid API key"}']);
    const asked = await send('POST', '/internal/validate', {
      headers: { 'x-internal-secret': INTERNAL },
      body: JSON.stringify({ token: key }),
    });
    expect([asked.status, asked.body]).toEqual([401, '{"detail":"Invalid token"}']);
  });

  it('is told that it expired when its overlap is over', async () => {
    await rotated(1);
    await expect.poll(refusal, { timeout: 60_000 }).toEqual([401, '{"detail":"API key expired"}']);
  });
});

describe('the webhook', () => {
  const put = (fields: object) =>
    send('PUT', '/user/webhook', {
      headers: own(),
      type: 'application/json',
      body: JSON.stringify(fields),
    });
  const read = async () =>
    JSON.parse((await send('GET', '/user/webhook', { headers: own() })).body) as Record<
      string,
      unknown
    >;
  const HOOK = 'https://hooks.example.com/a';
  const WHOLE = {
    webhook_url: HOOK,
    webhook_secret: 'hush-hush-4711',
    webhook_events: { 'bot.failed': true },
  };

  it('may be set and read by a key with either scope', async () => {
    for (const scopes of [['bot'], ['tx'], ['bot', 'tx']]) {
      key = (await seedKey(server, user, { scopes: scopes.map((scope) => scope.toUpperCase()) }))
        .secret;
      expect((await put(WHOLE)).status).toBe(200);
      expect(await read()).toMatchObject({ webhook_url: HOOK });
    }
    key = (await seedKey(server, user, { scopes: ['BROWSER'] })).secret;
    expect((await put(WHOLE)).status).toBe(403);
  });

  it.each([
    ['webhook_secret', ''],
    ['webhook_secret', '  '],
    ['webhook_secret', null],
    ['webhook_events', null],
  ])('keeps %s when it is given as %j', async (name, value) => {
    await put(WHOLE);
    const before = await read();
    expect((await put({ webhook_url: HOOK, [name]: value })).status).toBe(200);
    expect(await read()).toEqual(before);
  });

  it('without a URL is none, in its own route and in data', async () => {
    await put(WHOLE);
    expect((await put({ webhook_url: '' })).status).toBe(200);
    expect(await read()).toMatchObject({ webhook_url: null, webhook_secret_set: true });
    await put(WHOLE);
    const patched = await send('PATCH', `/admin/users/${user.databaseId}`, {
      headers: admin(),
      type: 'application/json',
      body: JSON.stringify({ data: { webhook_url: '' } }),
    });
    expect(patched.status).toBe(200);
    expect(await read()).toMatchObject({ webhook_url: null });
  });

  it('is removed with its secret and events', async () => {
    await put(WHOLE);
    expect((await send('DELETE', '/user/webhook', { headers: own() })).status).toBe(204);
    expect(await read()).toEqual({
      webhook_url: null,
      webhook_secret_set: false,
      webhook_secret: null,
      webhook_events: null,
    });
  });
});
