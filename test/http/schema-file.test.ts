import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PRODUCTION } from '../hostile/production.ts';
import { type RawResponse, rawRequest } from '../support/raw-request.ts';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

const PRINTED = readFileSync('schema/schema.graphql', 'utf8');
const PATH = '/schema.graphql';

let server: TestServer;
let production: TestServer;
beforeAll(async () => {
  server = await startServer();
  production = await startServer({ beside: server, env: PRODUCTION });
});
afterAll(async () => {
  await production.stop();
  await server.stop();
});

const get = (headers: Readonly<Record<string, string>> = {}) =>
  rawRequest(server.url, PATH, { headers });

describe('the printed schema', () => {
  it('is answered without a key in development', async () => {
    const { status, headers, body } = await get();
    expect([status, headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8']);
    expect(String(body)).toBe(PRINTED);
    expect(headers['ratelimit']).toBeDefined();
  });

  it('is compressed, and not sent again to who has it', async () => {
    const coded = await get({ 'accept-encoding': 'gzip' });
    expect(coded.headers['content-encoding']).toBe('gzip');
    expect(coded.headers.vary).toContain('Accept-Encoding');
    expect(String(gunzipSync(coded.body))).toBe(PRINTED);
    const again = await get({ 'if-none-match': String(coded.headers.etag) });
    expect([again.status, again.body.length]).toEqual([304, 0]);
  });

  it('is read with GET alone', async () => {
    const posted = await rawRequest(server.url, PATH, { method: 'POST' });
    expect([posted.status, posted.headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS']);
    const head = await rawRequest(server.url, PATH, { method: 'HEAD' });
    expect([head.status, head.body.length]).toEqual([200, 0]);
  });

  it('is refused to a wrong key', async () => {
    expect((await get({ 'x-api-key': 'wrong' })).status).toBe(401);
  });
});

describe('in production', () => {
  type Keys = Readonly<Record<string, string>>;

  /** What introspection answers to the same keys. */
  async function isIntrospected(headers: Keys): Promise<boolean> {
    const answer = await production.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query: '{ __schema { queryType { name } } }' }),
    });
    return 'data' in ((await answer.json()) as object);
  }

  const codeOf = ({ body }: RawResponse) => JSON.parse(String(body)).errors[0].extensions.code;

  it('is open to whom introspection is', async () => {
    const plain = await seedKey(server, await seedUser(server));
    const admin = await seedKey(server, await seedUser(server, { role: 'ADMIN' }));
    const keys: readonly (readonly [Keys, number, string?])[] = [
      [{}, 401, 'UNAUTHENTICATED'],
      [{ 'x-api-key': plain.secret }, 403, 'FORBIDDEN'],
      [{ 'x-api-key': admin.secret }, 200],
      [{ 'x-admin-api-key': production.analyticsKey }, 200],
      [{ authorization: `Bearer ${production.adminKey}` }, 200],
    ];
    for (const [headers, status, code] of keys) {
      const answer = await rawRequest(production.url, PATH, { headers });
      expect([answer.status, await isIntrospected(headers)]).toEqual([status, status === 200]);
      if (code === undefined) expect(String(answer.body)).toBe(PRINTED);
      else expect(codeOf(answer)).toBe(code);
    }
  });

  it('a refusal is in the audit log', async () => {
    const { secret } = await seedKey(server, await seedUser(server));
    await rawRequest(production.url, PATH, { headers: { 'x-api-key': secret } });
    const { data } = await production.graphql<{ auditEvents: { edges: { node: object }[] } }>(
      '{ auditEvents(first: 1) { edges { node { after } } } }',
      { admin: production.adminKey },
    );
    expect(JSON.stringify(data)).toContain('/schema.graphql');
  });
});
