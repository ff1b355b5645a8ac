import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SeededKey, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let key: SeededKey;
beforeAll(async () => {
  server = await startServer({
    env: { SERVER_TIMING: 'true', INTERNAL_API_SECRET: 'a-secret-of-the-gateway-for-timing' },
  });
  key = await seedKey(server, await seedUser(server));
});
afterAll(() => server.stop());

const json = (body: unknown, headers: Record<string, string>): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});
const viewer = (headers: Record<string, string>) =>
  server.fetch('/graphql', json({ query: '{ viewer { user { email } } }' }, headers));

const FORM = /^total;dur=[\d.]+, key;dur=[\d.]+, db;dur=([\d.]+);desc="(\d+) statements?"$/;

/** How many statements the header speaks of, and whether the database took any time. */
function readTiming(response: Response): readonly [statements: number, tookTime: boolean] {
  const text = response.headers.get('server-timing') ?? '';
  expect(text).toMatch(FORM);
  const [, ms, statements] = FORM.exec(text) ?? [];
  return [Number(statements), Number(ms) > 0];
}

function loggedStatements(response: Response): unknown {
  const requestId = response.headers.get('x-request-id');
  const line = server.logLines.find((one) => one.includes(`"requestId":"${requestId}"`)) ?? '{}';
  return (JSON.parse(line) as { statements?: unknown }).statements;
}

describe('Server-Timing', () => {
  it('says how many statements a request took, and how long', async () => {
    const requests = [
      () => viewer({ 'x-api-key': key.secret }),
      () => server.fetch('/admin/users', { headers: { 'x-admin-api-key': server.adminKey } }),
      () =>
        server.fetch(
          '/admin/users',
          json({ email: 'timed@example.com' }, { 'x-admin-api-key': server.adminKey }),
        ),
    ];
    for (const request of requests) {
      const response = await request();
      expect(response.ok).toBe(true);
      const [statements, tookTime] = readTiming(response);
      expect(statements).toBe(loggedStatements(response));
      expect(statements).toBeGreaterThan(0);
      // The user came with the key.
      if (statements > 1) expect(tookTime).toBe(true);
    }
  });

  it('says something of refusals, too, once the key was right', async () => {
    const headers = { 'x-api-key': key.secret };
    readTiming(await server.fetch('/admin/users', { headers }));
    const secret = { 'x-internal-secret': 'a-secret-of-the-gateway-for-timing' };
    readTiming(await server.fetch('/internal/validate', json({ token: 'vxa_unknown' }, secret)));
  });

  it.each([
    ['without a key', () => viewer({})],
    ['with a wrong key', () => viewer({ 'x-api-key': 'vxa_bot_wrong' })],
    ['with a wrong admin key', () => viewer({ 'x-admin-api-key': 'wrong' })],
    [
      'with a wrong secret',
      () => server.fetch('/internal/validate', json({}, { 'x-internal-secret': 'x' })),
    ],
    ['to health checks', () => server.fetch('/health')],
    ['to what does not exist', () => server.fetch('/nowhere')],
  ])('is not in answers %s', async (_, request) => {
    expect((await request()).headers.get('server-timing')).toBeNull();
  });
});

it('is off unless it is set', async () => {
  const plain = await startServer();
  const response = await plain.fetch('/admin/users', {
    headers: { 'x-admin-api-key': plain.adminKey },
  });
  expect([response.status, response.headers.get('server-timing')]).toEqual([200, null]);
});
