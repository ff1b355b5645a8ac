import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SeededKey, type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let user: SeededUser;
let key: SeededKey;
beforeAll(async () => {
  server = await startServer({ env: { METRICS_PORT: '0' } });
  user = await seedUser(server);
  key = await seedKey(server, user, { name: 'watched' });
});
afterAll(() => server.stop());

const metricsOf = async (): Promise<string> =>
  (await server.fetch('/metrics', { headers: { 'x-admin-api-key': server.adminKey } })).text();

/** The value of the line with this name and these labels, in any order; 0 where there is none. */
function readingOf(text: string, name: string, labels: Readonly<Record<string, string>>): number {
  const line = text
    .split('\n')
    .filter((one) => one.startsWith(`${name}{`))
    .find((one) =>
      Object.entries(labels).every(([label, value]) => one.includes(`${label}="${value}"`)),
    );
  return Number(line?.slice(line.lastIndexOf(' ') + 1) ?? 0);
}

const countOf = (text: string, [method, route, status]: readonly [string, string, number]) =>
  readingOf(text, 'http_server_request_duration_seconds_count', {
    http_request_method: method,
    http_route: route,
    http_response_status_code: String(status),
  });

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  server.fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

describe('/metrics', () => {
  it.each([
    ['no key', () => ({}), 403],
    ['a wrong key', () => ({ 'x-admin-api-key': 'wrong' }), 403],
    ['a key of a user', () => ({ 'x-api-key': key.secret }), 403],
    ['the admin key', () => ({ 'x-admin-api-key': server.adminKey }), 200],
    ['the analytics key', () => ({ 'x-admin-api-key': server.analyticsKey }), 200],
    ['the key as Prometheus sends it', () => ({ authorization: `Bearer ${server.adminKey}` }), 200],
  ])('with %s', async (_, headers, status) => {
    expect((await server.fetch('/metrics', { headers: headers() })).status).toBe(status);
  });

  it('is on a port of its own without a key, with the health checks and nothing else', async () => {
    const line = server.logLines.find((one) => one.includes('metrics are served')) ?? '{}';
    const { url } = JSON.parse(line) as { url: string };
    const response = await fetch(url);
    expect([response.status, await response.text()]).toEqual([
      200,
      expect.stringContaining('target_info{service_name="latchkey"'),
    ]);
    const statusOf = async (path: string) => (await fetch(new URL(path, url))).status;
    expect(
      await Promise.all(['/health/live', '/health/ready', '/docs', '/graphql'].map(statusOf)),
    ).toEqual([200, 200, 404, 404]);
  });

  it('counts every request by its route and status', async () => {
    const cases: readonly (readonly [
      readonly [string, string, number],
      () => Promise<Response>,
    ])[] = [
      [['GET', '/health/live', 200], () => server.fetch('/health/live')],
      [
        ['GET', '/admin/users/{user_id}', 404],
        () =>
          server.fetch('/admin/users/2147480000', {
            headers: { 'x-admin-api-key': server.adminKey },
          }),
      ],
      [['GET', '/admin/users', 403], () => server.fetch('/admin/users')],
      [['POST', '/graphql', 200], () => post('/graphql', { query: '{ viewer { access } }' })],
      [
        ['POST', '/graphql', 401],
        () => post('/graphql', { query: '{ viewer { access } }' }, { 'x-api-key': 'vxa_wrong' }),
      ],
      [['GET', 'other', 404], () => server.fetch('/nowhere/at/all?secret=text')],
      [['PUT', '/graphql', 405], () => server.fetch('/graphql', { method: 'PUT' })],
      [['_OTHER', 'other', 404], () => server.fetch('/somewhere', { method: 'PROPFIND' })],
      [['GET', '/', 200], () => server.fetch('/')],
      [
        ['POST', '/internal/validate', 503],
        () => post('/internal/validate', { token: key.secret }),
      ],
    ];
    const before = await metricsOf();
    for (const [[, , status], send] of cases) {
      const response = await send();
      await response.arrayBuffer();
      expect(response.status).toBe(status);
    }
    const after = await metricsOf();
    const added = cases.map(([labels]) => countOf(after, labels) - countOf(before, labels));
    expect(added).toEqual(cases.map(() => 1));
  });

  it('shows the connections, the jobs and the process', async () => {
    const text = await metricsOf();
    for (const name of [
      'db_client_connection_count{',
      'db_client_connection_max{',
      'db_client_connection_pending_requests{',
      'latchkey_database_up 1',
      'latchkey_unwritten{background_job="usage"}',
      'http_server_active_requests ',
      'latchkey_open_streams 0',
      'nodejs_eventloop_lag_p99_seconds',
      'process_resident_memory_bytes',
    ])
      expect(text).toContain(name);
  });
});

describe('the line of a request in the log', () => {
  type Line = Readonly<Record<string, unknown>>;
  const lineOf = (requestId: string): Line => {
    const lines = server.logLines
      .map((line) => JSON.parse(line) as Line)
      .filter((line) => line['requestId'] === requestId);
    expect(lines).toHaveLength(1);
    return lines[0] ?? {};
  };

  it('says who asked for what, and what it took', async () => {
    const before = server.statements.length;
    const response = await post(
      '/graphql',
      { query: 'query Whose { viewer { user { email } } }' },
      { 'x-api-key': key.secret, 'x-request-id': 'whose-request' },
    );
    const { byteLength } = await response.arrayBuffer();
    expect(lineOf('whose-request')).toMatchObject({
      level: 30,
      msg: 'request',
      method: 'POST',
      route: '/graphql',
      operation: 'Whose',
      operationType: 'query',
      status: 200,
      statements: server.statements.length - before,
      bytes: byteLength,
      ms: expect.any(Number),
      caller: `user:${user.databaseId}`,
      keyId: Number(key.databaseId),
    });
  });

  it.each([
    ['/health/live', 20, 200],
    ['/health', 20, 200],
    ['/metrics', 30, 403],
    ['/nowhere', 30, 404],
  ])('of %s has the level %d', async (path, level, status) => {
    const requestId = `level-of-${path.slice(1).replace('/', '-')}`;
    await server.fetch(path, { headers: { 'x-request-id': requestId } });
    expect(lineOf(requestId)).toMatchObject({ level, status });
  });

  it('has neither a key, nor what was sent', async () => {
    const headers = { 'x-admin-api-key': server.adminKey, 'x-request-id': 'secret-request' };
    await post('/admin/users', { email: 'secret-person@example.com' }, headers);
    await server.fetch('/admin/users/email/secret-person@example.com?secret=text', { headers });
    const query = 'query Look($email: String!) { userByEmail(email: $email) { id } }';
    await post('/graphql', { query, variables: { email: 'by-variable@example.com' } }, headers);
    const lines = server.logLines.filter((line) => line.includes('"msg":"request"')).join('\n');
    expect(lines).toContain('secret-request');
    for (const text of [server.adminKey, key.secret, 'secret-person', 'secret=text', 'by-variable'])
      expect(lines).not.toContain(text);
    expect(await metricsOf()).not.toContain('secret');
  });
});

it('metrics and lines tell a bounded number of operations apart, however many names callers think of', async () => {
  const one = await startServer();
  const names = Array.from({ length: 120 }, (_, place) => `Named${place}`);
  // Strangers take no name from those who may come in.
  for (const name of names.slice(0, 20)) await one.graphql(`query Of${name} { __typename }`, {});
  for (const name of [...names, 'Long'.repeat(100)])
    await one.graphql(`query ${name} { viewer { access } }`, { admin: one.adminKey });
  const expected = new Set([...names.slice(0, 100), 'other']);
  const logged = one.logLines
    .map((line) => (JSON.parse(line) as { operation?: string }).operation)
    .filter((name) => name !== undefined);
  expect([logged.length, new Set(logged)]).toEqual([141, expected]);

  const headers = { 'x-admin-api-key': one.adminKey };
  const text = await (await one.fetch('/metrics', { headers })).text();
  const counted = [...text.matchAll(/graphql_operation_name="([^"]*)"/g)].map(([, name]) => name);
  expect(new Set(counted)).toEqual(expected);
  const others = { graphql_operation_type: 'query', graphql_operation_name: 'other' };
  expect(readingOf(text, 'graphql_server_operation_duration_seconds_count', others)).toBe(41);
});

it('without lines for requests, failures alone are logged', async () => {
  const quiet = await startServer({ env: { LOG_REQUESTS: 'false' } });
  const send = (path: string, requestId: string) =>
    quiet.fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': requestId },
      body: '{"token":"x"}',
    });
  expect((await send('/graphql', 'a-refusal')).status).toBe(400);
  expect((await send('/internal/validate', 'a-failure')).status).toBe(503);
  const linesWith = (text: string) => quiet.logLines.filter((line) => line.includes(text)).length;
  expect([linesWith('a-refusal'), linesWith('a-failure')]).toEqual([0, 1]);
});
