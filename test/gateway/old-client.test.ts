import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestOf } from '../../src/key/secret.ts';
import { type Exchange, readExchanges } from '../rest/record.ts';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { INTERNAL_SECRET } from './ask.ts';

// What the gateways of two versions asked and were told, as it was recorded. Keys stand in braces.

/** Where we answer otherwise, and why. */
const DIFFERENT: Readonly<Record<string, { readonly status: number; readonly why: string }>> = {
  'val-int': { status: 422, why: 'a token that is no text made the old service fail' },
};
const SECRETS: Readonly<Record<string, string>> = { 'val-nosecret': '', 'val-badsecret': 'wrong' };

describe.each([
  { version: '106', limit: 1, url: 'http://100.64.0.1/', secret: null, events: null },
  {
    version: '129',
    limit: 3,
    url: 'https://1.1.1.1/h',
    secret: 'x'.repeat(512),
    events: { 'bot.failed': false, 'meeting.completed': true },
  },
])('a gateway of version $version', ({ version, limit, url, secret, events }) => {
  const exchanges = readExchanges(`validate-${version}.txt`);
  const keys: Record<string, string> = { legacy: 'legacytok' };
  let server: TestServer;

  beforeAll(async () => {
    server = await startServer({ env: { INTERNAL_API_SECRET: INTERNAL_SECRET } });
    await seedUser(server);
    const user = await seedUser(server, {
      email: 'john.doe@example.com',
      maxConcurrentBots: limit,
    });
    await seedWebhook(user);
    const { secret: ok } = await seedKey(server, user, { scopes: ['TX'] });
    const expired = await seedKey(server, user);
    await change(expired.databaseId, { expiresAt: new Date(0) });
    const legacy = await seedKey(server, user);
    const digest = digestOf('legacytok', server.app.peppers.current.text);
    await change(legacy.databaseId, { digest, isOddForm: true, scopes: [] });
    await server.app.oddKeys.look();
    Object.assign(keys, { ok, expired: expired.secret });
  });
  afterAll(() => server.stop());

  function change(id: number, data: object): Promise<unknown> {
    return server.db.prisma.apiToken.update({ where: { id: BigInt(id) }, data });
  }

  /** The secret by the door; the address as it may have been imported: today it would be refused. */
  async function seedWebhook({ databaseId, id }: SeededUser): Promise<void> {
    if (secret !== null)
      await server.graphql(
        'mutation ($input: SetWebhookInput!) { setWebhook(input: $input) { __typename } }',
        { admin: server.adminKey, variables: { input: { userId: id, url, secret } } },
      );
    await server.db.prisma.user.update({
      where: { id: BigInt(databaseId) },
      data: { data: { webhook_url: url, ...(events && { webhook_events: events }) } },
    });
  }

  const fill = (text: string) =>
    text.replace(/\{(\w+)\}/g, (whole, name: string) => keys[name] ?? secret ?? whole);

  async function replay({ name, method, path, body }: Exchange) {
    const response = await server.fetch(path, {
      method,
      headers: {
        'x-internal-secret': SECRETS[name] ?? INTERNAL_SECRET,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: fill(body) }),
    });
    return { status: response.status, body: (await response.json()) as unknown };
  }

  it.each(exchanges.map((exchange) => [exchange.name, exchange] as const))(
    'is told of %s what it always was',
    async (name, exchange) => {
      const told = await replay(exchange);
      expect(told.status).toBe(DIFFERENT[name]?.status ?? exchange.status);
      // What came with a later version stands beside it.
      if (DIFFERENT[name] === undefined)
        expect(told.body).toMatchObject(JSON.parse(fill(exchange.answer)) as object);
    },
  );
});
