import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SeededUser, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

// Whoever knows the path of many a webhook may send to it: it is a credential, and the audit log is for good.

let server: TestServer;
let user: SeededUser;
beforeAll(async () => {
  server = await startServer();
  user = await seedUser(server);
});
afterAll(() => server.stop());

async function changed(field: string, url?: string) {
  const given = url === undefined ? '' : `, url: "${url}"`;
  const { data } = await server.graphql<Record<string, { __typename: string }>>(
    `mutation { answer: ${field}(input: {userId: "${user.id}"${given}}) { __typename } }`,
    { admin: server.adminKey },
  );
  expect(data['answer']?.__typename).toMatch(/Success$/);
  const [event] = await server.db.prisma.auditEvent.findMany({
    where: { action: 'WEBHOOK_SET' },
    orderBy: { id: 'desc' },
    take: 1,
  });
  return event;
}

it('has the site of a webhook, and whether its address changed, but not the rest', async () => {
  const first = await changed(
    'setWebhook',
    'https://hooks.example.com:8443/services/T0/canary?k=v',
  );
  expect(first?.before).toEqual({ site: null, events: null });
  expect(first?.after).toMatchObject({ site: 'https://hooks.example.com:8443', urlChanged: true });
  const second = await changed('setWebhook', 'https://hooks.example.com:8443/services/T0/canary2');
  expect(second?.before).toMatchObject({ site: 'https://hooks.example.com:8443' });
  expect(second?.after).toMatchObject({ site: 'https://hooks.example.com:8443', urlChanged: true });
  const removed = await changed('removeWebhook');
  expect(removed?.after).toMatchObject({ site: null, urlChanged: true });
  const all = await server.db.prisma.auditEvent.findMany();
  expect(
    JSON.stringify(all, (_key, value) => (typeof value === 'bigint' ? 0 : value)),
  ).not.toContain('canary');
});

it.each([
  ['https://user:p@ss@hooks.example.com/canary', 'https://hooks.example.com'],
  ['HTTP://[2001:db8::1]:80/canary', 'HTTP://[2001:db8::1]:80'],
  ['https://hooks.example.com?canary', 'https://hooks.example.com'],
  ['https://hooks.example.com\\canary', 'https://hooks.example.com'],
  ['https:\\\\hooks.example.com\\canary', null],
  ['canary', null],
])('has no more of what an import brought: %s', async (url, site) => {
  await server.db.prisma.user.update({
    where: { id: BigInt(user.databaseId) },
    data: { data: { webhook_url: url } },
  });
  expect((await changed('removeWebhook'))?.before).toEqual({ site, events: null });
});
