import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

const HOOK = 'https://hooks.example.com/a';
const SECRET = 'hush-hush-4711';
const MASKED = '********4711';
const INTERNAL = 'what-the-gateway-sends-of-its-own';

let server: TestServer;
let user: SeededUser;
let key: string;
beforeAll(async () => {
  server = await startServer({ env: { INTERNAL_API_SECRET: INTERNAL } });
});
afterAll(() => server.stop());
beforeEach(async () => {
  user = await seedUser(server);
  key = (await seedKey(server, user)).secret;
});

async function put(fields: object, expected = 200): Promise<unknown> {
  const response = await server.fetch('/user/webhook', {
    method: 'PUT',
    headers: { 'x-api-key': key, 'content-type': 'application/json' },
    body: JSON.stringify({ webhook_url: HOOK, ...fields }),
  });
  expect(response.status).toBe(expected);
  return await response.json();
}

async function read(): Promise<Record<string, unknown>> {
  const response = await server.fetch('/user/webhook', { headers: { 'x-api-key': key } });
  return (await response.json()) as Record<string, unknown>;
}

/** What the platform's gateway is told. */
async function handedOut(): Promise<Record<string, unknown>> {
  const response = await server.fetch('/internal/validate', {
    method: 'POST',
    headers: { 'x-internal-secret': INTERNAL, 'content-type': 'application/json' },
    body: JSON.stringify({ token: key }),
  });
  return (await response.json()) as Record<string, unknown>;
}

const WEBHOOK = 'webhook { url hasSecret maskedSecret events { name isWanted } }';

async function mutate(
  field: string,
  input: object,
  headers: { admin?: string; key?: string } = { key },
) {
  const name = `${field[0]?.toUpperCase()}${field.slice(1)}`;
  const { data, errors } = await server.graphql<{ answer: Record<string, unknown> }>(
    `mutation ($input: ${name}Input!) { answer: ${field}(input: $input) {
      __typename ... on ${name}Success { user { databaseId ${WEBHOOK} } }
      ... on Error { message } ... on InvalidInputError { issues { path } } } }`,
    { ...headers, variables: { input } },
  );
  return { answer: data?.answer, code: errors?.[0]?.extensions.code };
}

describe('the secret of a webhook', () => {
  it('is shown masked, by every API, and handed out to the gateway alone', async () => {
    await put({ webhook_secret: `  ${SECRET} ` });
    expect(await read()).toMatchObject({ webhook_secret_set: true, webhook_secret: MASKED });
    const { answer } = await mutate('setWebhook', { url: HOOK });
    expect(answer).toMatchObject({ user: { webhook: { hasSecret: true, maskedSecret: MASKED } } });
    expect(await handedOut()).toMatchObject({ webhook_url: HOOK, webhook_secret: SECRET });
  });

  it.each([
    ['eight888', '********'],
    ['nine99999', '********9999'],
    ['with a 😀😀😀😀', '********😀😀😀😀'],
  ])('of "%s" is masked as "%s"', async (secret, masked) => {
    await put({ webhook_secret: secret });
    expect((await read())['webhook_secret']).toBe(masked);
  });

  it('stays when it is absent, null or blank, and goes with the whole webhook', async () => {
    await put({ webhook_secret: SECRET });
    for (const fields of [{}, ...[null, '', '  '].map((webhook_secret) => ({ webhook_secret }))]) {
      await put(fields);
      expect(await read()).toMatchObject({ webhook_secret: MASKED });
      expect(await handedOut()).toMatchObject({ webhook_secret: SECRET });
    }
    await server.fetch('/user/webhook', { method: 'DELETE', headers: { 'x-api-key': key } });
    expect(await read()).toMatchObject({ webhook_secret_set: false, webhook_secret: null });
    expect(await handedOut()).not.toHaveProperty('webhook_secret');
  });

  it.each([null, '', '  '])('given as %j by GraphQL goes, too', async (secret) => {
    await mutate('setWebhook', { url: HOOK, secret: SECRET });
    const { answer } = await mutate('setWebhook', { url: HOOK, secret });
    expect(answer).toMatchObject({ user: { webhook: { hasSecret: false, maskedSecret: null } } });
  });

  it('in data is taken out of it, set, kept and removed by the same rules', async () => {
    const patch = async (data: object) => {
      const response = await server.fetch(`/admin/users/${user.databaseId}`, {
        method: 'PATCH',
        headers: { 'x-admin-api-key': server.adminKey, 'content-type': 'application/json' },
        body: JSON.stringify({ data }),
      });
      expect(response.status).toBe(200);
      const row = await server.db.prisma.user.findUniqueOrThrow({
        where: { id: BigInt(user.databaseId) },
      });
      expect(row.data).not.toHaveProperty('webhook_secret');
      return (await read())['webhook_secret'];
    };
    expect(await patch({ webhook_url: HOOK, webhook_secret: SECRET })).toBe(MASKED);
    expect(await patch({ other: 1 })).toBe(MASKED);
    expect(await patch({ webhook_secret: null })).toBeNull();
    expect(await patch({ webhook_secret: SECRET })).toBe(MASKED);
    expect(await patch({ webhook_secret: ' ' })).toBeNull();
  });

  it('of a new user comes with the user, in one transaction', async () => {
    server.statements.length = 0;
    const fresh = await seedUser(server, { data: { webhook_url: HOOK, webhook_secret: SECRET } });
    expect(server.statements.filter((text) => text === 'begin')).toHaveLength(1);
    key = (await seedKey(server, fresh)).secret;
    expect(await handedOut()).toMatchObject({ webhook_secret: SECRET });
  });

  it('opens for nobody else: sealed bytes of one user are none of another', async () => {
    await put({ webhook_secret: SECRET });
    const other = await seedUser(server, { data: { webhook_url: HOOK, webhook_secret: 'theirs' } });
    await server.db.prisma.$executeRawUnsafe(`
      update webhook_secrets set sealed = (select sealed from webhook_secrets where user_id = ${user.databaseId})
      where user_id = ${other.databaseId}`);
    key = (await seedKey(server, other)).secret;
    expect(await read()).toMatchObject({ webhook_url: HOOK, webhook_secret: null });
    expect(await handedOut()).not.toHaveProperty('webhook_secret');
  });
});

describe('the events of a webhook', () => {
  it('stay when they are absent or null', async () => {
    const events = { 'meeting.completed': true, 'bot.failed': false };
    await put({ webhook_events: events });
    await put({});
    expect(await read()).toMatchObject({ webhook_events: events });
    expect(await handedOut()).toMatchObject({ webhook_events: events });
    await put({ webhook_events: null });
    expect(await read()).toMatchObject({ webhook_events: events });
  });

  it('that name none are told to the gateway as none', async () => {
    await put({ webhook_events: {} });
    expect(await read()).toMatchObject({ webhook_events: {} });
    expect(await handedOut()).not.toHaveProperty('webhook_events');
  });

  it('come sorted by GraphQL, without what an import left that says neither yes nor no', async () => {
    await server.db.prisma.user.update({
      where: { id: BigInt(user.databaseId) },
      data: { data: { webhook_url: HOOK, webhook_events: { b: true, c: 'yes', a: false } } },
    });
    const { answer } = await mutate('setWebhook', { url: HOOK });
    const events = [
      { name: 'a', isWanted: false },
      { name: 'b', isWanted: true },
    ];
    expect(answer).toMatchObject({ user: { webhook: { events } } });
    expect((await handedOut())['webhook_events']).toEqual({ a: false, b: true });
  });

  it.each([
    [[]],
    ['all'],
    [{ a: 'yes' }],
    [{ '': true }],
    [{ ['x'.repeat(101)]: true }],
    [Object.fromEntries(Array.from({ length: 51 }, (_, place) => [`e${place}`, true]))],
  ])('are refused as %j, by place', async (events) => {
    const body = (await put({ webhook_events: events }, 422)) as { detail: { loc: string[] }[] };
    expect(body.detail.map(({ loc }) => loc)).toEqual([['body', 'webhook_events']]);
    expect(await read()).toMatchObject({ webhook_url: null });
  });
});

describe('a user who is deleted', () => {
  it('leaves no secret behind, also while one is being set', async () => {
    for (let turn = 0; turn < 10; turn += 1) {
      user = await seedUser(server, { data: { webhook_url: HOOK, webhook_secret: SECRET } });
      const [deleted] = await Promise.all([
        server.fetch(`/users/${user.databaseId}`, {
          method: 'DELETE',
          headers: { 'x-admin-api-key': server.adminKey },
        }),
        mutate(
          'setWebhook',
          { userId: user.id, url: HOOK, secret: 'another' },
          { admin: server.adminKey },
        ),
        mutateData({ webhook_secret: 'a third' }),
      ]);
      expect(deleted.status).toBe(200);
      expect(
        await server.db.prisma.webhookSecret.count({ where: { userId: BigInt(user.databaseId) } }),
      ).toBe(0);
    }
  });

  function mutateData(data: object): Promise<Response> {
    return server.fetch(`/admin/users/${user.databaseId}`, {
      method: 'PATCH',
      headers: { 'x-admin-api-key': server.adminKey, 'content-type': 'application/json' },
      body: JSON.stringify({ data }),
    });
  }
});
