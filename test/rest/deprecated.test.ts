import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { listen } from '../../src/api/http/listen.ts';
import { requestHandler } from '../../src/api/http/request-handler.ts';
import { createRest } from '../../src/api/rest/handle.ts';
import { jsonAnswer } from '../../src/core/http/exchange.ts';
import { route } from '../../src/kit/rest/route.ts';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

const shared = {
  method: 'GET',
  tag: 'Test',
  access: { requires: 'USER' },
  operationId: 'forThisTest',
  summary: 'For this test',
  description: 'For this test.',
  responses: { 200: { description: 'Nothing.', schema: z.object({}) } },
  handle: () => jsonAnswer(200, {}),
} as const;
const routes = [
  route({ ...shared, path: '/new' }),
  route({
    ...shared,
    path: '/old',
    deprecated: { since: '2026-12-01', sunset: '2027-06-30', instead: '/new' },
  }),
];

let server: TestServer;
let port: Awaited<ReturnType<typeof listen>>;
let key: string;
beforeAll(async () => {
  server = await startServer();
  const user = await seedUser(server);
  key = (await seedKey(server, user, { name: 'old client' })).secret;
  const { config, log } = server.app;
  const handle = createRest(server.app, routes);
  port = await listen(
    requestHandler({ handle, log, requestsAtOnce: 10, subscriptionsAtOnce: 10, ...config }),
    {
      host: '127.0.0.1',
      port: 0,
      keepAliveMs: 10_000,
      connections: { perAddress: 0, isProxy: () => false },
    },
  );
});
afterAll(async () => {
  await port.close();
  await server.stop();
});

async function get(path: string, sent: string) {
  const response = await fetch(port.url + path, { headers: { 'x-api-key': sent } });
  const { headers } = response;
  await response.text();
  return [response.status, ...['deprecation', 'sunset', 'link'].map((name) => headers.get(name))];
}

describe('a deprecated route', () => {
  it('says since when, until when, and what to use instead', async () => {
    const said = [
      '@1796083200',
      'Wed, 30 Jun 2027 00:00:00 GMT',
      '</new>; rel="successor-version"',
    ];
    expect(await get('/old', key)).toEqual([200, ...said]);
    expect(await get('/old', 'wrong')).toEqual([401, ...said]);
    expect(await get('/new', key)).toEqual([200, null, null, null]);
  });

  it('is reported to the operator with the key that calls it', async () => {
    const user = await seedUser(server);
    const { secret } = await seedKey(server, user, { name: 'reported client' });
    expect((await get('/old', secret))[0]).toBe(200);
    const query = '{ clientWarnings { kind subject times actor { name } } }';
    const { data } = await server.graphql<{ clientWarnings: object[] }>(query, {
      admin: server.adminKey,
    });
    const actor = { name: 'reported client' };
    expect(data.clientWarnings).toContainEqual({
      kind: 'DEPRECATED',
      subject: 'GET /old',
      times: 1,
      actor,
    });
    // A route that is not deprecated is reported of nobody.
    expect(
      data.clientWarnings.filter((one) => !('subject' in one && one.subject === 'GET /old')),
    ).toEqual([]);
  });
});
