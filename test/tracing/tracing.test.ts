import { beforeAll, describe, expect, it } from 'vitest';
import { until } from '../http/raw-connection.ts';
import { freePort } from '../support/ports.ts';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { attributesOf, spansOf, startCollector } from './collector.ts';

let plain: TestServer;
beforeAll(async () => {
  plain = await startServer();
});

async function startTraced(env: Readonly<Record<string, string>> = {}) {
  const collector = await startCollector();
  const server = await startServer({
    beside: plain,
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, ...env },
  });
  return { collector, server };
}

const asAdmin = (server: TestServer, requestId: string, more: Record<string, string> = {}) => ({
  headers: { 'x-admin-api-key': server.adminKey, 'x-request-id': requestId, ...more },
});

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = 'b7ad6b7169203331';

describe('traces', () => {
  it('have a span for each request, with its key check and its statements', async () => {
    const { collector, server } = await startTraced();
    const user = await seedUser(server);
    const key = await seedKey(server, user);
    const response = await server.fetch('/graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-api-key': key.secret,
        'x-request-id': 'traced-query',
      },
      body: JSON.stringify({
        query: 'query Mine { viewer { user { meetings(first: 1) { nodes { id } } } } }',
      }),
    });
    expect(response.status).toBe(200);
    const [root, ...parts] = await spansOf(collector, 'traced-query');
    expect(root).toMatchObject({ name: 'query Mine', kind: 2, status: { code: 0 } });
    expect(root && attributesOf(root)).toEqual({
      'http.request.method': 'POST',
      'http.route': '/graphql',
      'http.response.status_code': 200,
      'http.response.body.size': (await response.arrayBuffer()).byteLength,
      'graphql.operation.type': 'query',
      'graphql.operation.name': 'Mine',
      'latchkey.request_id': 'traced-query',
      'latchkey.caller': `user:${user.databaseId}`,
    });
    expect(parts.map(({ name, kind }) => [name, kind])).toEqual([
      ['key check', 1],
      ['SELECT meetings', 3],
    ]);
    for (const part of parts) expect(part.traceId).toBe(root?.traceId);
    expect(parts[1] && attributesOf(parts[1])).toEqual({
      'db.system.name': 'postgresql',
      'db.query.summary': 'SELECT meetings',
    });
    expect(server.logLines.find((line) => line.includes('"traced-query"'))).toContain(
      `"traceId":"${root?.traceId}"`,
    );
    expect(collector.requests[0]).toEqual({ path: '/v1/traces', type: 'application/json' });
    expect(collector.bodies[0]).toContain(
      '{"key":"service.name","value":{"stringValue":"latchkey"}}',
    );
  });

  it('have every part between the begin and the end of its request', async () => {
    const { collector, server } = await startTraced();
    const ids = Array.from({ length: 100 }, (_, place) => `request-${place}`);
    for (const id of ids) await server.fetch('/admin/users', asAdmin(server, id));
    for (const id of ids) {
      const [root, ...parts] = await spansOf(collector, id);
      expect(parts.length).toBeGreaterThan(0);
      for (const part of parts) {
        const times = [root, part, part, root].map((span, place) =>
          BigInt((place < 2 ? span?.startTimeUnixNano : span?.endTimeUnixNano) ?? 0),
        );
        expect(times).toEqual(times.toSorted((a, b) => (a < b ? -1 : Number(a > b))));
      }
    }
  });

  it('go on with the trace of a caller', async () => {
    const { collector, server } = await startTraced();
    const traceparent = `00-${TRACE}-${PARENT}-01`;
    await server.fetch('/admin/users/7', asAdmin(server, 'a-part', { traceparent }));
    const [root] = await spansOf(collector, 'a-part');
    expect(root).toMatchObject({
      name: 'GET /admin/users/{user_id}',
      traceId: TRACE,
      parentSpanId: PARENT,
    });
  });

  it('leave out what a caller does not trace, and health checks', async () => {
    const { collector, server } = await startTraced();
    const traceparent = `00-${TRACE}-${PARENT}-00`;
    await server.fetch('/admin/users', asAdmin(server, 'not-traced', { traceparent }));
    await server.fetch('/health/ready');
    await server.fetch('/admin/users', asAdmin(server, 'traced'));
    await spansOf(collector, 'traced');
    const ids = collector.spans().map((span) => attributesOf(span)['latchkey.request_id']);
    expect(ids.filter((id) => id !== undefined)).toEqual(['traced']);
  });

  it('take the share that is set of those that begin here', async () => {
    const { collector, server } = await startTraced({ OTEL_TRACES_SAMPLER_ARG: '0' });
    await server.fetch('/admin/users', asAdmin(server, 'no-share'));
    const traceparent = `00-${TRACE}-${PARENT}-01`;
    await server.fetch('/admin/users', asAdmin(server, 'by-caller', { traceparent }));
    await spansOf(collector, 'by-caller');
    expect(collector.bodies.join()).not.toContain('no-share');
  });

  it('of strangers are not what their header asks for', async () => {
    const { collector, server } = await startTraced({ OTEL_TRACES_SAMPLER_ARG: '0' });
    const traceparent = `00-${TRACE}-${PARENT}-01`;
    const wrong = { 'x-admin-api-key': 'wrong' };
    for (const headers of [{}, wrong])
      await server.fetch('/admin/users', { headers: { traceparent, ...headers } });
    await server.fetch('/admin/users', asAdmin(server, 'by-caller', { traceparent }));
    await spansOf(collector, 'by-caller');
    const ids = collector.spans().map((span) => attributesOf(span)['latchkey.request_id']);
    expect(ids.filter((id) => id !== undefined)).toEqual(['by-caller']);
  });

  it.each([
    ['no-such-form', 'anything'],
    ['zeros', `00-${'0'.repeat(32)}-${PARENT}-01`],
    ['zero-span', `00-${TRACE}-${'0'.repeat(16)}-01`],
    ['forbidden', `ff-${TRACE}-${PARENT}-01`],
  ])('begin anew after a traceparent that is none: %s', async (requestId, traceparent) => {
    const { collector, server } = await startTraced();
    await server.fetch('/admin/users', asAdmin(server, requestId, { traceparent }));
    const [root] = await spansOf(collector, requestId);
    expect(root?.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(root?.traceId).not.toBe(TRACE);
    expect(root?.parentSpanId).toBeUndefined();
  });

  it('have bounded names and no word of what was sent', async () => {
    const { collector, server } = await startTraced();
    const email = 'canary-person@example.com';
    await server.fetch(`/nowhere/${email}?secret=canary`, asAdmin(server, 'of-nothing'));
    await server.fetch(`/admin/users/email/${email}?a=canary`, asAdmin(server, 'by-path'));
    await server.fetch('/nowhere', { method: 'PROPFIND', headers: { 'x-request-id': 'any-word' } });
    await server.fetch('/admin/users', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-admin-api-key': server.adminKey,
        'x-request-id': 'by-body',
      },
      body: JSON.stringify({ email }),
    });
    await server.graphql(
      `query Find($text: String!) { users(first: 1, filter: { email: { contains: $text } }) { totalCount } }`,
      { admin: server.adminKey, variables: { text: 'canary-person' } },
    );
    const nameOf = async (requestId: string) => (await spansOf(collector, requestId))[0]?.name;
    expect([await nameOf('of-nothing'), await nameOf('any-word'), await nameOf('by-path')]).toEqual(
      ['GET', 'HTTP', 'GET /admin/users/email/{email}'],
    );
    const statements = (await spansOf(collector, 'by-body')).map(({ name }) => name);
    expect(statements.join()).toMatch(/INSERT users/);
    await server.stop();
    const sent = collector.bodies.join();
    expect(sent).toContain('query Find');
    for (const secret of ['canary', server.adminKey]) expect(sent).not.toContain(secret);
  });
});

describe('a collector that takes nothing', () => {
  const droppedBy = async (server: TestServer): Promise<number> => {
    const text = await (await server.fetch('/metrics', asAdmin(server, 'metrics'))).text();
    return Number(/^latchkey_spans_dropped_total (\d+)$/m.exec(text)?.[1]);
  };

  it.each([
    ['is away', async () => `http://127.0.0.1:${await freePort()}`],
    ['refuses', async () => (await startCollector(400)).url],
    ['never answers', async () => (await startCollector(null)).url],
  ])('that %s costs spans, which are counted, and no request', async (_, address) => {
    const server = await startServer({
      beside: plain,
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: await address() },
    });
    const users = () => server.fetch('/admin/users', asAdmin(server, 'lost'));
    expect((await users()).status).toBe(200);
    await until(async () => (await droppedBy(server)) > 0);
    expect((await users()).status).toBe(200);
    const lines = server.logLines.filter((line) => line.includes('the collector does not take'));
    expect(lines).toHaveLength(1);
    await server.stop();
  });
});
