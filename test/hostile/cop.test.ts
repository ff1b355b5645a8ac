import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { PRODUCTION } from './production.ts';

// What scanners for GraphQL look for, asked by nobody in particular of a service in production.

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ env: PRODUCTION });
});
afterAll(() => server.stop());

const JSON_TYPE = { 'content-type': 'application/json' };

function post(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return server.fetch('/graphql', {
    method: 'POST',
    headers: { ...JSON_TYPE, ...headers },
    body: JSON.stringify(body),
  });
}

async function read(
  response: Response,
): Promise<{ data?: unknown; errors?: { message: string }[]; extensions?: object }> {
  return (await response.json()) as { data?: unknown; errors?: { message: string }[] };
}

const INTROSPECTION = '{ __schema { types { name } } }';

const usersCalled = (email: string) => server.db.prisma.user.count({ where: { email } });

describe('a service in production', () => {
  it('refuses more than a hundred aliases', async () => {
    const query = `{ ${Array.from({ length: 101 }, (_, place) => `a${place}: __typename`).join(' ')} }`;
    expect((await read(await post({ query }))).data).toBeUndefined();
  });

  it('refuses a batch of ten', async () => {
    expect(
      (await post(Array.from({ length: 10 }, () => ({ query: '{ __typename }' })))).status,
    ).toBe(400);
  });

  it('refuses circular introspection', async () => {
    const query =
      '{ __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }';
    expect((await read(await post({ query }))).data).toBeUndefined();
  });

  it('does not list ten repeated unknown directives one by one', async () => {
    const { errors } = await read(await post({ query: `{ __typename ${'@aa'.repeat(10)} }` }));
    expect(errors?.length).toBeLessThan(10);
  });

  it('answers no query in a URL without a header of its own', async () => {
    expect((await server.fetch('/graphql?query={__typename}')).status).toBe(400);
  });

  it.each([{}, { 'x-admin-api-key': PRODUCTION.ADMIN_API_TOKEN }])(
    'executes no mutation in a URL',
    async (headers) => {
      const query = encodeURIComponent(
        'mutation { createUser(input: {email: "get@example.com"}) { __typename } }',
      );
      const response = await server.fetch(`/graphql?query=${query}`, { headers });
      expect([400, 405]).toContain(response.status);
      expect(await usersCalled('get@example.com')).toBe(0);
    },
  );

  it.each([
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain',
    'application/graphql',
    'application/json; charset=utf-16',
    undefined,
  ])('executes nothing of a body of type %s', async (type) => {
    const mutation = 'mutation { createUser(input: {email: "form@example.com"}) { __typename } }';
    const response = await server.fetch('/graphql', {
      method: 'POST',
      headers: {
        'x-admin-api-key': server.adminKey,
        ...(type !== undefined && { 'content-type': type }),
      },
      body: Buffer.from(
        type === 'application/x-www-form-urlencoded'
          ? `query=${encodeURIComponent(mutation)}`
          : JSON.stringify({ query: mutation }),
      ),
    });
    expect(response.status).toBe(415);
    expect(await usersCalled('form@example.com')).toBe(0);
  });

  it('shows no page to explore it in', async () => {
    const response = await server.fetch('/graphql', { headers: { accept: 'text/html' } });
    expect(response.headers.get('content-type')).not.toContain('html');
  });

  it('shows its schema to operators only', async () => {
    const user = await seedUser(server);
    const { secret } = await seedKey(server, user);
    for (const headers of [{}, { 'x-api-key': secret }]) {
      expect((await read(await post({ query: INTROSPECTION }, headers))).data).toBeUndefined();
      expect(
        (await read(await post({ query: '{ __type(name: "User") { name } }' }, headers))).data,
      ).toBeUndefined();
    }
    for (const key of [server.adminKey, server.analyticsKey]) {
      expect(
        (await read(await post({ query: INTROSPECTION }, { 'x-admin-api-key': key }))).data,
      ).toBeDefined();
    }
  });

  it('gives no hints at names', async () => {
    const { errors } = await read(await post({ query: '{ usrs { id } }' }));
    expect(errors?.[0]?.message).toBe('Cannot query field "usrs" on type "Query".');
    const withEnum = await read(
      await post({ query: '{ users(orderBy: {field: EMAI, direction: ASC}) { totalCount } }' }),
    );
    expect(JSON.stringify(withEnum)).not.toContain('Did you mean');
  });

  it('does not trace, and does not break on an unusual request', async () => {
    const response = await read(
      await post({ query: '{ __typename }', extensions: { tracing: true } }),
    );
    expect(Object.keys(response.extensions ?? {})).toEqual(['cost']);
    for (const body of [
      {},
      { query: '' },
      { query: 'mutation' },
      { query: '{ __typename }', operationName: 'Nope' },
    ]) {
      const answer = await post(body);
      expect(answer.status).toBeLessThan(500);
      expect(await answer.text()).not.toMatch(/Exception|stack|at .*\.js/);
    }
  });

  it('answers with small headers, whatever is accepted', async () => {
    const accept = Array.from({ length: 400 }, (_, place) => `application/x-unknown-${place}`).join(
      ', ',
    );
    const response = await post({ query: '{ __typename }' }, { accept });
    expect(response.status).toBe(400);
    const modest = await post({ query: '{ __typename }' }, { accept: 'image/png' });
    const size = [...modest.headers].join('').length;
    expect(size).toBeLessThan(8_192);
  });

  it('lets no other site read its answers', async () => {
    const response = await post(
      { query: '{ __typename }' },
      { origin: 'https://elsewhere.example' },
    );
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });
});
