import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawRequest } from '../support/raw-request.ts';
import { type SeededKey, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { ROWS, type Row } from './status-rows.ts';

// Every row of the status codes of "GraphQL over HTTP" (draft of August 2026) that a client can bring about.

const GRAPHQL = 'application/graphql-response+json';
const JSON_TYPE = 'application/json';

let server: TestServer;
let key: SeededKey;
beforeAll(async () => {
  server = await startServer();
  key = await seedKey(server, await seedUser(server));
});
afterAll(() => server.stop());

const admin = () => ({ 'x-admin-api-key': server.adminKey });

function send({ method = 'POST', target = '/graphql', headers, body }: Row, accept: string) {
  return rawRequest(server.url, target, {
    method,
    headers: {
      accept,
      ...(method === 'POST' && { 'content-type': 'application/json' }),
      ...headers?.({ admin: server.adminKey, user: key.secret }),
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}

describe.each([
  { accept: GRAPHQL, type: GRAPHQL, place: 0 },
  { accept: `${GRAPHQL}, ${JSON_TYPE};q=0.9`, type: GRAPHQL, place: 0 },
  { accept: `${JSON_TYPE};q=0.1, ${GRAPHQL};q=0.2`, type: GRAPHQL, place: 0 },
  { accept: `*/*;q=0.1, ${GRAPHQL}`, type: GRAPHQL, place: 0 },
  { accept: JSON_TYPE, type: JSON_TYPE, place: 1 },
  { accept: '*/*', type: JSON_TYPE, place: 1 },
  { accept: `${GRAPHQL};q=0, */*`, type: JSON_TYPE, place: 1 },
] as const)('with Accept: $accept', ({ accept, type, place }) => {
  it.each(ROWS)('$when', async (row) => {
    const response = await send(row, accept);
    expect(response.status).toBe(row.status[place]);
    expect(response.headers['content-type']?.split(';')[0]).toBe(type);
    const { data, errors = [] } = JSON.parse(String(response.body));
    if (response.status >= 400) expect([data, errors.length > 0]).toEqual([undefined, true]);
    const codes = errors.map(
      ({ extensions }: { extensions?: { code?: string } }) => extensions?.code,
    );
    if (row.code !== undefined) expect(codes).toContain(row.code);
    expect(codes).not.toContain(undefined);
    row.more?.(response);
  });
});

describe('406', () => {
  it.each(['text/html', 'application/xml, image/*', `${JSON_TYPE};q=0`, 'multipart/mixed'])(
    'answers what accepts none of the types that are offered, before anything runs: %s',
    async (accept) => {
      const before = await server.db.prisma.user.count();
      const response = await rawRequest(server.url, '/graphql', {
        method: 'POST',
        headers: { accept, 'content-type': JSON_TYPE, ...admin() },
        body: JSON.stringify({
          query: 'mutation { createUser(input: {email: "406@example.com"}) { __typename } }',
        }),
      });
      expect([response.status, response.headers['content-type']]).toEqual([406, JSON_TYPE]);
      expect(String(response.body)).toContain(GRAPHQL);
      expect(await server.db.prisma.user.count()).toBe(before);
    },
  );
});

it('429 comes in the type that was asked for, and says when to try again', async () => {
  const busy = await startServer({ env: { RATE_LIMIT_KEY: '1' } });
  try {
    const { secret } = await seedKey(busy, await seedUser(busy));
    const headers = { accept: GRAPHQL, 'content-type': JSON_TYPE, 'x-api-key': secret };
    const body = JSON.stringify({ query: '{ __typename }' });
    const ask = () => rawRequest(busy.url, '/graphql', { method: 'POST', headers, body });
    await ask();
    const limited = await ask();
    expect([limited.status, limited.headers['content-type']?.split(';')[0]]).toEqual([
      429,
      GRAPHQL,
    ]);
    expect(limited.headers['retry-after']).toBeDefined();
  } finally {
    await busy.stop();
  }
});
