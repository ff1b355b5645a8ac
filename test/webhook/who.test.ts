import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

const HOOK = 'https://hooks.example.com/a';
const OTHER = 'https://hooks.example.com/b';

let server: TestServer;
let user: SeededUser;
let key: string;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());
beforeEach(async () => {
  const data = { webhook_url: HOOK, webhook_secret: 'hush-hush', kept: 1 };
  user = await seedUser(server, { data });
  key = (await seedKey(server, user)).secret;
});

type Headers = { readonly admin?: string; readonly key?: string };

async function mutate(field: 'setWebhook' | 'removeWebhook', input: object, headers: Headers) {
  const name = `${field[0]?.toUpperCase()}${field.slice(1)}`;
  const { data, errors } = await server.graphql<{ answer: Record<string, unknown> }>(
    `mutation ($input: ${name}Input!) { answer: ${field}(input: $input) {
      __typename ... on ${name}Success { user { databaseId webhook { url maskedSecret } } }
      ... on Error { message } ... on InvalidInputError { issues { path } } } }`,
    { ...headers, variables: { input } },
  );
  return errors?.[0]?.extensions.code ?? data.answer;
}

async function stored(databaseId = user.databaseId): Promise<unknown> {
  const id = BigInt(databaseId);
  const { data } = await server.db.prisma.user.findUniqueOrThrow({ where: { id } });
  return { data, secrets: await server.db.prisma.webhookSecret.count({ where: { userId: id } }) };
}

const UNTOUCHED = { data: { webhook_url: HOOK, kept: 1 }, secrets: 1 };

describe("a user's webhook", () => {
  it.each(['setWebhook', 'removeWebhook'] as const)(
    '%s is refused to anybody without a key, and to the keys of others',
    async (field) => {
      const others = await seedUser(server);
      const input = { userId: user.id, ...(field === 'setWebhook' && { url: OTHER }) };
      for (const [headers, code] of [
        [{}, 'UNAUTHENTICATED'],
        [{ key: (await seedKey(server, others)).secret }, 'FORBIDDEN'],
        [{ key: (await seedKey(server, user, { scopes: ['BROWSER'] })).secret }, 'FORBIDDEN'],
        [{ admin: server.analyticsKey }, 'FORBIDDEN'],
      ] as const)
        expect(await mutate(field, input, headers)).toBe(code);
      expect(await stored()).toEqual(UNTOUCHED);
    },
  );

  it.each([
    ['GET', { 'x-api-key': 'nonsense' }, 401],
    ['PUT', { 'x-api-key': 'nonsense' }, 401],
    ['GET', {}, 401],
    ['PUT', {}, 401],
  ])('by REST, %s with %j answers %i', async (method, headers, status) => {
    const response = await server.fetch('/user/webhook', {
      method,
      headers: { ...headers, 'content-type': 'application/json' },
      ...(method === 'PUT' && { body: JSON.stringify({ webhook_url: OTHER }) }),
    });
    expect(response.status).toBe(status);
    expect(await stored()).toEqual(UNTOUCHED);
  });

  it('is set by an admin who says whose, or by a key of role admin', async () => {
    const admin = await seedUser(server, { role: 'ADMIN' });
    const adminRole = (await seedKey(server, admin)).secret;
    for (const headers of [{ admin: server.adminKey }, { key: adminRole }]) {
      const answer = await mutate('setWebhook', { userId: user.id, url: OTHER }, headers);
      const webhook = { url: OTHER, maskedSecret: '********hush' };
      expect(answer).toMatchObject({ user: { databaseId: user.databaseId, webhook } });
    }
    expect(await stored(admin.databaseId)).toEqual({ data: {}, secrets: 0 });
    const nameless = await mutate('setWebhook', { url: OTHER }, { admin: server.adminKey });
    expect(nameless).toMatchObject({
      __typename: 'InvalidInputError',
      issues: [{ path: ['user'] }],
    });
  });

  it('is removed with its secret and its events, and nothing else of the data', async () => {
    for (const [input, headers] of [
      [{}, { key }],
      [{ userId: user.id }, { admin: server.adminKey }],
    ] as const) {
      const events = [{ name: 'bot.failed', isWanted: true }];
      await mutate('setWebhook', { url: OTHER, secret: 'hush-hush', events }, { key });
      const removed = await mutate('removeWebhook', input, headers);
      expect(removed).toMatchObject({
        __typename: 'RemoveWebhookSuccess',
        user: { webhook: null },
      });
      expect(await stored()).toEqual({ data: { kept: 1 }, secrets: 0 });
    }
  });

  it.each(['setWebhook', 'removeWebhook'] as const)(
    '%s of nobody, and of a user who was deleted, is not found',
    async (field) => {
      await server.graphql('mutation ($id: ID!) { deleteUser(input: {id: $id}) { __typename } }', {
        admin: server.adminKey,
        variables: { id: user.id },
      });
      const nobody = Buffer.from('User:9223372036854775807').toString('base64url');
      for (const userId of [user.id, nobody]) {
        const input = { userId, ...(field === 'setWebhook' && { url: OTHER }) };
        const answer = await mutate(field, input, { admin: server.adminKey });
        expect(answer).toMatchObject({ __typename: 'NotFoundError' });
      }
      // The row stays for the audit log; what opened something is gone with the user.
      expect(await stored()).toEqual({ ...UNTOUCHED, secrets: 0 });
    },
  );

  it('is not there for other users', async () => {
    const others = (await seedKey(server, await seedUser(server))).secret;
    const { data } = await server.graphql<{ viewer: { user: { webhook: unknown } } }>(
      '{ viewer { user { webhook { url } } } }',
      { key: others },
    );
    expect(data.viewer.user.webhook).toBeNull();
    const response = await server.fetch('/user/webhook', { headers: { 'x-api-key': others } });
    expect(await response.json()).toEqual({
      webhook_url: null,
      webhook_secret_set: false,
      webhook_secret: null,
      webhook_events: null,
    });
  });

  it('costs one statement, be it of one user or of a hundred', async () => {
    for (let turn = 0; turn < 100; turn += 1)
      await seedUser(server, { data: { webhook_url: `${HOOK}/${turn}` } });
    const cost = async (first: number, fields: string) => {
      server.statements.length = 0;
      const { data } = await server.graphql<{ users: { edges: unknown[] } }>(
        `{ users(first: ${first}) { edges { node { id ${fields} } } } }`,
        { admin: server.adminKey },
      );
      expect(data.users.edges).toHaveLength(first);
      return server.statements.length;
    };
    const plain = await cost(100, '');
    expect(await cost(100, 'webhook { url maskedSecret }')).toBe(plain + 1);
    expect(await cost(1, 'webhook { url maskedSecret }')).toBe(plain + 1);
  });
});
