import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RawResponse, rawRequest } from '../support/raw-request.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

/** Some 16 times as long as what is sent small. */
const LARGE = '{ __schema { types { name description fields { name description } } } }';
const SMALL = '{ __typename }';

function ask(query: string, coding?: string): Promise<RawResponse> {
  return rawRequest(server.url, '/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(coding !== undefined && { 'accept-encoding': coding }),
    },
    body: JSON.stringify({ query }),
  });
}

function unpacked({ headers, body }: RawResponse): string {
  const coding = headers['content-encoding'];
  if (coding === 'gzip') return String(gunzipSync(body));
  return String(coding === 'br' ? brotliDecompressSync(body) : body);
}

function varies({ headers }: RawResponse): boolean {
  return (headers.vary ?? '').toLowerCase().includes('accept-encoding');
}

describe('a large answer', () => {
  it.each([
    ['gzip', 'gzip'],
    ['br', 'br'],
    ['gzip, deflate, br', 'br'],
    ['gzip, deflate, br, zstd', 'br'],
    ['br;q=0.5, gzip', 'gzip'],
    ['GZIP;q=0.3', 'gzip'],
    ['x-gzip', 'gzip'],
    ['br;q=0, *', 'gzip'],
    ['*', 'br'],
    ['identity;q=0.5, gzip;q=0.4', undefined],
    ['gzip;q=0', undefined],
    ['identity', undefined],
    ['deflate, zstd', undefined],
    ['', undefined],
    ['gzip;q=x', undefined],
    [undefined, undefined],
  ])('is coded as its client accepts it: %s', async (accepted, coding) => {
    const response = await ask(LARGE, accepted);
    expect(response.headers['content-encoding']).toBe(coding);
    expect(response.headers['content-length']).toBe(String(response.body.length));
    expect(varies(response)).toBe(true);
    const plain = await ask(LARGE);
    expect(plain.body.length).toBeGreaterThan(16_384);
    expect(unpacked(response)).toBe(String(plain.body));
    if (coding !== undefined) expect(response.body.length).toBeLessThan(plain.body.length / 3);
  });

  it('is the same under many requests at once, coded or not', async () => {
    const plain = String((await ask(LARGE)).body);
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(LARGE, 'gzip, br')));
    expect(answers.filter((answer) => unpacked(answer) !== plain)).toEqual([]);
  });
});

describe('a small answer', () => {
  it.each(['gzip', 'br', '*'])('is never coded: %s', async (accepted) => {
    const response = await ask(SMALL, accepted);
    expect([response.headers['content-encoding'], varies(response)]).toEqual([undefined, false]);
  });

  it('is coded for who refuses it as it is, and refused to who refuses everything', async () => {
    const coded = await ask(SMALL, 'gzip, identity;q=0');
    expect([coded.headers['content-encoding'], JSON.parse(unpacked(coded)).data]).toEqual([
      'gzip',
      { __typename: 'Query' },
    ]);
    for (const nothing of ['identity;q=0', '*;q=0', 'zstd, identity;q=0.000']) {
      const refused = await ask(SMALL, nothing);
      expect([refused.status, refused.headers['content-encoding']]).toEqual([406, undefined]);
      expect(String(refused.body)).toContain('Accept-Encoding');
    }
  });
});

describe('pages and files', () => {
  it.each(['/docs/swagger-ui-bundle.js', '/openapi.json', '/dashboard/main.js'])(
    'are coded: %s',
    async (path) => {
      const get = (accepted: string) =>
        rawRequest(server.url, path, { headers: { 'accept-encoding': accepted } });
      const plain = await get('identity');
      expect(plain.headers['content-encoding']).toBeUndefined();
      const small = await get('gzip');
      expect([small.headers['content-encoding'], varies(small), varies(plain)]).toEqual([
        'gzip',
        true,
        true,
      ]);
      expect(unpacked(small)).toBe(String(plain.body));
      expect((await get('gzip;q=0')).headers['content-encoding']).toBeUndefined();
    },
  );

  it('GraphiQL is sent as it is to who cannot unpack it', async () => {
    const page = await rawRequest(server.url, '/graphql', { headers: { accept: 'text/html' } });
    const library = /[^"]+library\.js/.exec(String(page.body))?.[0] ?? '';
    const get = (accepted: string) =>
      rawRequest(server.url, library, { headers: { 'accept-encoding': accepted } });
    const [plain, small] = [await get('identity'), await get('gzip')];
    expect([plain.headers['content-encoding'], small.headers['content-encoding']]).toEqual([
      undefined,
      'gzip',
    ]);
    expect(unpacked(small)).toBe(String(plain.body));
    expect(String(plain.body)).toContain('renderYogaGraphiQL');
  });

  it('HEAD has the fields of GET', async () => {
    const headers = { 'accept-encoding': 'gzip' };
    const target = '/docs/swagger-ui-bundle.js';
    const [get, head] = [
      await rawRequest(server.url, target, { headers }),
      await rawRequest(server.url, target, { headers, method: 'HEAD' }),
    ];
    for (const name of ['content-encoding', 'content-length', 'vary'])
      expect(head.headers[name]).toBe(get.headers[name]);
  });
});

it('a stream of events is never coded', async () => {
  const response = await rawRequest(server.url, '/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      'accept-encoding': 'gzip, br',
    },
    body: JSON.stringify({ query: LARGE }),
  });
  expect(response.headers['content-type']).toContain('text/event-stream');
  expect(response.headers['content-encoding']).toBeUndefined();
  expect(String(response.body)).toContain('event: next');
});
