import { setTimeout as sleep } from 'node:timers/promises';
import sql from 'sql-template-tag';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

// Short texts of callers that the log or the audit log repeats, with a key in them.

const SECRET = 'an-internal-secret-for-tests';

let server: TestServer;
let key: string;
beforeAll(async () => {
  server = await startServer({ env: { INTERNAL_API_SECRET: SECRET } });
  key = (await seedKey(server, await seedUser(server))).secret;
});
afterAll(() => server.stop());

async function post(query: string, headers: Record<string, string> = {}): Promise<Response> {
  const response = await server.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  await response.text();
  return response;
}

const WAYS: Readonly<Record<string, (text: string) => Promise<unknown>>> = {
  'the name of an operation': (text) =>
    post(`query ${text} { viewer { access } }`, { 'x-admin-api-key': server.adminKey }),
  'the name of a refused operation': (text) => post(`query ${text} { users { totalCount } }`),
  'the alias of a refused field': (text) => post(`{ ${text}: users { totalCount } }`),
  'the id of a request': (text) =>
    post('{ users { totalCount } }', { 'x-request-id': text.slice(-64) }),
  'the id of a request by REST': (text) =>
    server.fetch('/admin/users', { headers: { 'x-request-id': text.slice(-64) } }),
  'a path': (text) => server.fetch(`/admin/tokens/${text}`, { method: 'DELETE' }),
  'a user agent': (text) => server.fetch('/admin/users', { headers: { 'user-agent': text } }),
};

it.each(Object.entries(WAYS))('a key in %s is neither logged nor stored', async (_name, send) => {
  const older = `vxa_bot_${'a1B2'.repeat(10)}`;
  for (const secret of [key, older])
    for (const text of [secret, `Get_${secret}`, `Get${secret}s`]) await send(text);
  await server.app.refusals.flush();
  await sleep(50);
  const events = await server.db.rows(sql`select e::text as text from audit_events e`);
  for (const secret of [key, older]) {
    expect(server.logLines.join('')).not.toContain(secret);
    expect(JSON.stringify(events)).not.toContain(secret);
  }
});

it.each([
  ['GraphQL', () => post('{ users { totalCount } }', { 'x-internal-secret': SECRET })],
  [
    'GraphQL, with a wrong key',
    () => post('{ viewer { access } }', { 'x-internal-secret': SECRET, 'x-api-key': 'wrong' }),
  ],
  [
    'GraphQL, with a long body',
    () => post(`{ users { totalCount } } #${'x'.repeat(20_000)}`, { 'x-internal-secret': SECRET }),
  ],
  ['REST', () => server.fetch('/admin/users', { headers: { 'x-internal-secret': SECRET } })],
])('a refused request of a service is named in the audit log: %s', async (_name, send) => {
  await server.app.refusals.flush();
  const [{ id: last = 0n } = {}] = await server.db.rows<{ id: bigint }>(
    sql`select max(id) as id from audit_events`,
  );
  await send();
  await server.app.refusals.flush();
  const events = await server.db.rows<{ actor_kind: string }>(
    sql`select * from audit_events where id > ${last}`,
  );
  expect(events.map((event) => event.actor_kind)).toEqual(['INTERNAL_SECRET']);
});
