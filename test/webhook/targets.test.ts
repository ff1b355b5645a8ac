import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { disguises } from './disguises.ts';
import { INSIDE, OUTSIDE } from './inside.ts';

const KEPT = 'https://example.com/kept';
const FRESH = 'fresh@example.com';

let server: TestServer;
let user: SeededUser;
let key: string;
beforeAll(async () => {
  server = await startServer({ outside: disguises() });
  user = await seedUser(server, { data: { webhook_url: KEPT, webhook_secret: 'kept-secret' } });
  key = (await seedKey(server, user)).secret;
});
afterAll(() => server.stop());

/** Where the address that was refused is said to stand; an answer of another form is returned as it is. */
type Way = (url: string) => Promise<unknown>;

async function rest(
  method: string,
  path: string,
  body: object,
  headers: Record<string, string> = { 'x-admin-api-key': server.adminKey },
): Promise<unknown> {
  const response = await server.fetch(path, {
    method,
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const { status } = response;
  const { detail } = (await response.json()) as { detail?: string | { loc: string[] }[] };
  if (status === 400 && typeof detail === 'string' && detail.startsWith('Webhook URL '))
    return 'refused';
  if (status === 422 && typeof detail === 'object') return detail.map(({ loc }) => loc.join('.'));
  return { status, detail };
}

async function mutate(field: string, input: object, headers: { admin?: string; key?: string }) {
  const type = `${field[0]?.toUpperCase()}${field.slice(1)}Input`;
  const { data, errors } = await server.graphql<{
    answer: { __typename: string; issues?: { path: string[]; message: string }[] };
  }>(
    `mutation ($input: ${type}!) { answer: ${field}(input: $input) {
      __typename ... on InvalidInputError { issues { path message } } } }`,
    { ...headers, variables: { input } },
  );
  if (data.answer?.__typename !== 'InvalidInputError') return { data, errors };
  return data.answer.issues?.map(({ path }) => path.join('.'));
}

const WAYS: Readonly<Record<string, { readonly send: Way; readonly places: unknown[] }>> = {
  'PUT /user/webhook': {
    send: (url) =>
      rest('PUT', '/user/webhook', { webhook_url: url, webhook_secret: 's' }, { 'x-api-key': key }),
    places: ['refused', ['body.webhook_url']],
  },
  setWebhook: {
    send: (url) => mutate('setWebhook', { url, secret: 's' }, { key }),
    places: [['url']],
  },
  'PATCH /admin/users/{id}': {
    send: (url) => rest('PATCH', `/admin/users/${user.databaseId}`, { data: dataOf(url) }),
    places: ['refused', ['body.data.webhook_url']],
  },
  updateUser: {
    send: (url) =>
      mutate('updateUser', { id: user.id, data: dataOf(url) }, { admin: server.adminKey }),
    places: [['data.webhook_url']],
  },
  'POST /admin/users': {
    send: (url) => rest('POST', '/admin/users', { email: FRESH, data: dataOf(url) }),
    places: ['refused', ['body.data.webhook_url']],
  },
  createUser: {
    send: (url) =>
      mutate('createUser', { email: FRESH, data: dataOf(url) }, { admin: server.adminKey }),
    places: [['data.webhook_url']],
  },
};

function dataOf(url: string) {
  return { webhook_url: url, webhook_secret: 's' };
}

async function stored(): Promise<unknown> {
  const { user: users, webhookSecret } = server.db.prisma;
  return [
    await users.findMany({ orderBy: { id: 'asc' } }),
    await webhookSecret.findMany({ orderBy: { userId: 'asc' } }),
  ];
}

const CASES = Object.entries(INSIDE).flatMap(([kind, urls]) => urls.map((url) => ({ kind, url })));

describe('a webhook that leads inside', () => {
  it('comes in at least 70 forms', () => {
    expect(new Set(CASES.map(({ url }) => url)).size).toBeGreaterThan(150);
  });

  it.each(CASES)('is refused everywhere, and nothing is stored: $kind: $url', async ({ url }) => {
    const before = await stored();
    for (const [name, { send, places }] of Object.entries(WAYS))
      expect(places, `${name} answered`).toContainEqual(await send(url));
    expect(await stored()).toEqual(before);
  });

  it('makes no server error and no line of one', () => {
    expect(server.logLines.filter((line) => /"level":(50|60)/.test(line))).toEqual([]);
  });
});

describe('a webhook of the internet', () => {
  beforeEach(async () => {
    await server.db.prisma.user.deleteMany({ where: { email: FRESH } });
  });

  it.each(OUTSIDE)('is kept everywhere: %s', async (url, kept) => {
    for (const name of Object.keys(WAYS).slice(0, 4)) {
      await server.db.prisma.user.update({
        where: { id: BigInt(user.databaseId) },
        data: { data: {} },
      });
      await WAYS[name]?.send(url);
      const { data } = await server.db.prisma.user.findUniqueOrThrow({
        where: { id: BigInt(user.databaseId) },
      });
      expect(data, name).toEqual({ webhook_url: kept });
    }
  });
});
