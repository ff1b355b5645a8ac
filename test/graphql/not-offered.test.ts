import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RawResponse, rawRequest } from '../support/raw-request.ts';
import { startServer, type TestServer } from '../support/server.ts';

// What clients of other servers send, and this one has not: each refusal says what to use instead.

const GRAPHQL = 'application/graphql-response+json';
const JSON_TYPE = 'application/json';
const SUBSCRIPTION = 'subscription { meetingChanged { databaseId } }';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

function post(body: unknown, headers: Readonly<Record<string, string>>): Promise<RawResponse> {
  return rawRequest(server.url, '/graphql', {
    method: 'POST',
    headers: { 'content-type': JSON_TYPE, 'x-admin-api-key': server.adminKey, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

function errorOf({ body }: RawResponse): { message: string; extensions: { code: string } } {
  return JSON.parse(String(body)).errors[0];
}

const DEFERRED = '{ ... @defer { __typename } }';
const STREAMED = '{ users(first: 1) { edges @stream(initialCount: 1) { cursor } } }';
const PARTS =
  '--b\r\ncontent-disposition: form-data; name="operations"\r\n\r\n{"query":"{ __typename }"}\r\n--b--\r\n';

describe.each([
  ['@defer', { query: DEFERRED }, {}, [422, 200], 'one piece'],
  ['@stream', { query: STREAMED }, {}, [422, 200], 'one piece'],
  ['batching', [{ query: '{ __typename }' }], {}, [422, 400], 'one operation per request'],
  [
    'uploads',
    PARTS,
    { 'content-type': 'multipart/form-data; boundary=b' },
    [415, 415],
    'application/json',
  ],
] as const)('%s', (_what, body, headers, statuses, instead) => {
  it.each([GRAPHQL, JSON_TYPE])('is refused in one sentence, as %s', async (accept) => {
    const response = await post(body, { ...headers, accept });
    expect(response.status).toBe(statuses[accept === GRAPHQL ? 0 : 1]);
    expect(response.headers['content-type']?.split(';')[0]).toBe(accept);
    const { message, extensions } = errorOf(response);
    expect([extensions.code, message]).toEqual(['NOT_SUPPORTED', expect.stringContaining(instead)]);
    expect(message).not.toContain('. ');
  });
});

describe('a subscription', () => {
  it.each([
    [
      'Apollo',
      'multipart/mixed;boundary="graphql";subscriptionSpec=1.0,application/json',
      JSON_TYPE,
    ],
    ['a plain client', JSON_TYPE, JSON_TYPE],
    ['a newer client', GRAPHQL, GRAPHQL],
  ])('without server-sent events is refused before it begins: %s', async (_who, accept, type) => {
    const response = await post({ query: SUBSCRIPTION }, { accept });
    expect([response.status, response.headers['content-type']?.split(';')[0]]).toEqual([406, type]);
    const { message, extensions } = errorOf(response);
    expect(extensions.code).toBe('NOT_SUPPORTED');
    expect(message).toContain('Accept: text/event-stream');
  });
});

describe('a WebSocket', () => {
  const upgrade = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'sec-websocket-protocol': 'graphql-transport-ws',
  };

  it('is refused with the way to subscribe', async () => {
    const response = await rawRequest(server.url, '/graphql', { headers: upgrade });
    expect(response.status).toBe(400);
    const { message, extensions } = errorOf(response);
    expect([extensions.code, message]).toEqual([
      'NOT_SUPPORTED',
      expect.stringContaining('text/event-stream'),
    ]);
    const elsewhere = await rawRequest(server.url, '/health', { headers: upgrade });
    expect([elsewhere.status, JSON.parse(String(elsewhere.body)).detail]).toEqual([
      400,
      expect.stringContaining('WebSocket'),
    ]);
  });

  it('is no matter for requests that offer another protocol', async () => {
    const headers = { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': '' };
    expect((await rawRequest(server.url, '/health', { headers })).status).toBe(200);
  });
});
