import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

// Sealed and masked: every other place where the secret of a webhook could stand is searched for it.

const SECRETS = ['by-rest-9471', 'by-graphql-9472', 'by-patch-9473', 'by-update-9474', 'new-9475'];
const REFUSED = 'refused-9476';
const HOOK = 'https://hooks.example.com/';

describe('the secret of a webhook', () => {
  let server: TestServer;
  let user: SeededUser;
  let key: string;
  const answers: string[] = [];

  beforeAll(async () => {
    server = await startServer();
    user = await seedUser(server);
    key = (await seedKey(server, user)).secret;
    const [byRest, byGraphQL, byPatch, byUpdate, fresh] = SECRETS;
    await rest('PUT', '/user/webhook', { webhook_url: HOOK, webhook_secret: byRest });
    await graphql('setWebhook', { url: HOOK, secret: byGraphQL }, { key });
    const path = `/admin/users/${user.databaseId}`;
    await rest('PATCH', path, { data: { webhook_url: HOOK, webhook_secret: byPatch } });
    await graphql('updateUser', { id: user.id, data: { webhook_secret: byUpdate } });
    await graphql('createUser', {
      email: 'new@example.com',
      data: { webhook_url: HOOK, webhook_secret: fresh },
    });
    // Nor what was refused, of which no row was made.
    await rest('PUT', '/user/webhook', { webhook_secret: REFUSED });
    await rest('PUT', '/user/webhook', { webhook_url: HOOK, webhook_secret: `${REFUSED}\n-` });
    await rest('PUT', '/user/webhook', { webhook_url: 'http://10.1/', webhook_secret: REFUSED });
    await rest('PATCH', path, { data: { webhook_secret: [REFUSED] } });
    await rest('POST', '/admin/users', { data: { webhook_secret: REFUSED } });
    await graphql('setWebhook', { url: 'http://10.1/', secret: REFUSED }, { key });
    await failToKeep();
    await server.app.sealer.sealAll();
  });
  afterAll(() => server.stop());

  it('stands in no row of any table', async () => {
    const tables = await server.db.prisma.$queryRawUnsafe<{ name: string }[]>(
      `select table_name as name from information_schema.tables
       where table_schema = 'public' and table_type = 'BASE TABLE'`,
    );
    expect(tables.map(({ name }) => name)).toContain('webhook_secrets');
    for (const { name } of tables) {
      const rows = await server.db.prisma.$queryRawUnsafe<{ line: string }[]>(
        `select t::text as line from "${name}" t`,
      );
      expectNone(rows.map(({ line }) => line).join('\n'));
    }
    expect(await server.db.prisma.webhookSecret.count()).toBe(2);
  });

  it('stands in no line of the log, at the most verbose level', () => {
    expect(server.logLines.join('')).toContain('unexpected error');
    expectNone(server.logLines.join(''));
  });

  it('stands in no statement', () => {
    expectNone(server.statements.join('\n'));
  });

  it('stands in no answer to who set it, nor to who was refused', () => {
    expect(answers).toHaveLength(12);
    expectNone(answers.join('\n'));
  });

  it('stands in no answer to who reads', async () => {
    const everything = 'data webhook { url hasSecret maskedSecret events { name } }';
    const read = await Promise.all([
      server.graphql(`{ users { edges { node { ${everything} } } } }`, { admin: server.adminKey }),
      server.graphql(`{ auditEvents { edges { node { action before after } } } }`, {
        admin: server.adminKey,
      }),
      server.graphql('{ viewer { user { webhook { url maskedSecret } } } }', { key }),
      ...['/user/webhook', '/auth/me', '/users', '/admin/users'].map(get),
      get(`/admin/users/${user.databaseId}`),
    ]);
    const text = JSON.stringify(read);
    expectNone(text);
    expect(text).toContain('********9474');
  });

  it('is told in the audit log as what became of it', async () => {
    const events = await server.db.prisma.auditEvent.findMany({ where: { action: 'WEBHOOK_SET' } });
    expect(events.map(({ after }) => after)).toEqual([
      { site: 'https://hooks.example.com', urlChanged: true, events: null, secret: 'set' },
      { site: 'https://hooks.example.com', urlChanged: false, events: null, secret: 'set' },
    ]);
  });

  it('would have been found', () => {
    expect(() => expectNone(`a line with ${SECRETS[0]}`)).toThrow();
    expect(() => expectNone(Buffer.from(SECRETS[1] ?? '').toString('hex'))).toThrow();
  });

  /** Neither as it is, nor as bytes are shown. */
  function expectNone(text: string): void {
    for (const secret of [...SECRETS, REFUSED]) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(Buffer.from(secret).toString('hex'));
      expect(text).not.toContain(Buffer.from(secret).toString('base64').replace(/=+$/, ''));
    }
  }

  /** The database says which row it would not have, and that is logged. */
  async function failToKeep(): Promise<void> {
    const alter = (what: string) =>
      server.db.prisma.$executeRawUnsafe(`alter table webhook_secrets ${what}`);
    await alter('add constraint none check (false) not valid');
    await rest('PUT', '/user/webhook', { webhook_url: HOOK, webhook_secret: REFUSED });
    await alter('drop constraint none');
  }

  async function rest(method: string, path: string, body: object): Promise<void> {
    const headers = { 'x-admin-api-key': server.adminKey, 'content-type': 'application/json' };
    const response = await server.fetch(path, {
      method,
      headers: path.startsWith('/user/') ? { ...headers, 'x-api-key': key } : headers,
      body: JSON.stringify(body),
    });
    answers.push(await response.text());
  }

  async function graphql(
    field: string,
    input: object,
    headers: object = { admin: server.adminKey },
  ): Promise<void> {
    const name = `${field[0]?.toUpperCase()}${field.slice(1)}`;
    const reply = await server.graphql(
      `mutation ($input: ${name}Input!) { ${field}(input: $input) {
        ... on ${name}Success { user { id email ${field === 'setWebhook' ? '' : 'data'} } }
        ... on InvalidInputError { message issues { path message } } } }`,
      { ...headers, variables: { input } },
    );
    answers.push(JSON.stringify(reply));
  }

  async function get(path: string): Promise<string> {
    const headers = { 'x-api-key': path === '/users' ? server.adminKey : key };
    const admin = path.startsWith('/admin') && { 'x-admin-api-key': server.adminKey };
    const response = await server.fetch(path, { headers: { ...headers, ...admin } });
    expect(response.status).toBe(200);
    return await response.text();
  }
});
