import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  CHECK_INTERVAL_MS,
  HEADERS_TIMEOUT_MS,
  IDLE_TIMEOUT_MS,
  REQUEST_TIMEOUT_MS,
} from '../../src/api/http/limits.ts';
import { atEndOfTest } from '../support/end-of-test.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { actionAt, EMAIL, MUTATION, PATHS } from './acted-on.ts';
import { BAD_FRAMINGS, CHUNKED, chunked } from './bad-framings.ts';
import { dial, statusOf, type Talk, talk, until, untilHungUp } from './raw-connection.ts';

// Clients that break the rules of HTTP, or take their time, over bare sockets.

let server: TestServer;
let port: number;
beforeAll(async () => {
  server = await startServer();
  port = Number(new URL(server.url).port);
});
afterEach(() => server.db.prisma.user.deleteMany({ where: { email: EMAIL } }));
afterAll(() => server.stop());

const open = () => dial(port);

const QUERY = '{"query":"{ __typename }"}';
const POST = `POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n`;

async function good(): Promise<number> {
  return (await server.graphql('{ __typename }')).status;
}

function headAt(path: string): string {
  return (
    `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n` +
    `X-Admin-API-Key: ${server.adminKey}\r\n`
  );
}

async function users(): Promise<number> {
  return await server.db.prisma.user.count({ where: { email: EMAIL } });
}

const LARGE_FILE = '/docs/swagger-ui-bundle.js';

describe('a crowd of bad clients', () => {
  it('does not keep good ones from their answers', async () => {
    // The file is read when the first client asks for it, and all who ask meanwhile wait for that.
    await fetch(`${server.url}${LARGE_FILE}`);
    const talks = await Promise.all(Array.from({ length: 300 }, open));
    talks.forEach(({ socket }, place) => {
      if (place < 100) socket.write('POST /graphql HTTP/1.1\r\nX-Slow: ');
      else if (place < 180) socket.write(`${POST}Content-Length: 1000\r\n\r\n{"query"`);
      else if (place < 200) {
        socket.pause();
        // Files of megabytes: small answers would fit into the system's buffers, unread.
        socket.write(`GET ${LARGE_FILE} HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(10));
      }
    });
    expect(await Promise.all(Array.from({ length: 50 }, good))).toEqual(Array(50).fill(200));
    // Nobody had to leave for that.
    expect(talks.filter(({ socket }) => socket.destroyed)).toEqual([]);
    for (const { socket } of talks) socket.destroy();
  });

  it('that aborts in the middle of its bodies leaves nothing behind', async () => {
    const talks: Talk[] = [];
    for (let round = 0; round < 200; round += 1) {
      const talk = await open();
      const { socket } = talk;
      talks.push(talk);
      if (round % 3 === 0) socket.end(`${POST}Content-Length: 1000\r\n\r\n{"query"`);
      else if (round % 3 === 1) socket.end(`${POST}Transfer-Encoding: chunked\r\n\r\n5\r\n{"qu`);
      else socket.write(`${POST}Content-Length: 1000\r\n\r\n{`, () => socket.destroy());
    }
    // Half of them only closed their own side: the server has to close the other.
    await Promise.all(talks.map(({ ended }) => ended));
    expect(talks.map(({ received }) => statusOf(received())).filter((code) => code >= 500)).toEqual(
      [],
    );
    expect(await good()).toBe(200);
    expect(server.logLines.filter((line) => line.includes('error'))).toEqual([]);
  });
});

describe('a client that takes its time', () => {
  it('is hung up on within thirty seconds: headers, body or silence', async () => {
    const [header, body, silent] = [await open(), await open(), await open()];
    header.socket.write('GET / HTTP/1.1\r\n');
    body.socket.write(`${POST}Content-Length: 1000\r\n\r\n`);
    const drip = setInterval(() => {
      header.socket.write('X-A: b\r\n');
      body.socket.write(' ');
    }, 1_000);
    atEndOfTest(() => clearInterval(drip));
    await Promise.all([header, body, silent].map(({ ended }) => ended));
    const longest = Math.max(HEADERS_TIMEOUT_MS, REQUEST_TIMEOUT_MS, IDLE_TIMEOUT_MS);
    expect(longest + CHECK_INTERVAL_MS).toBeLessThanOrEqual(30_000);
  });
});

describe('fifty pipelined requests', () => {
  it('are answered fifty times, in order', async () => {
    const { socket, received } = await open();
    const requests = Array.from(
      { length: 50 },
      (_, place) =>
        `${POST}X-Request-Id: r${place}\r\nContent-Length: ${QUERY.length}\r\n\r\n${QUERY}`,
    );
    socket.write(requests.join(''));
    await until(() => received().split('"__typename"').length === 51);
    socket.destroy();
    const ids = [...received().matchAll(/x-request-id: (r\d+)/g)].map(([, id]) => id);
    expect(ids).toEqual(Array.from({ length: 50 }, (_, place) => `r${place}`));
  });
});

describe.each(PATHS)('a request to %s that two servers would read in two ways', (path) => {
  it.each(BAD_FRAMINGS)('is refused and hung up on: %s', async (_what, frame) => {
    const { statuses, hungUp } = await untilHungUp(port, headAt(path) + frame(actionAt(path)));
    expect(hungUp).toBe(true);
    expect(statuses.filter((status) => status !== 400)).toEqual([]);
    expect(await users()).toBe(0);
  });

  it('is acted on when there is only one way to read it', async () => {
    const body = actionAt(path);
    const framings = [
      `Content-Length: ${body.length}\r\n\r\n${body}`,
      `${CHUNKED}\r\n${chunked(body)}`,
    ];
    for (const framing of framings) {
      const answer = await talk(port, `${headAt(path)}Connection: close\r\n${framing}`);
      expect([200, 201]).toContain(statusOf(answer));
      expect(await users()).toBe(1);
      await server.db.prisma.user.deleteMany({ where: { email: EMAIL } });
    }
  });
});

describe('a request that is too large', () => {
  it.each([
    ['a header of 128 KB', `GET / HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(131_072)}\r\n\r\n`],
    ['a URL of 128 KB', `GET /${'a'.repeat(131_072)} HTTP/1.1\r\nHost: x\r\n\r\n`],
    ['a URL of 9 KB', `GET /${'a'.repeat(9_000)} HTTP/1.1\r\nHost: x\r\n\r\n`],
    ['5,000 headers', `GET / HTTP/1.1\r\nHost: x\r\n${'a: b\r\n'.repeat(5_000)}\r\n`],
  ])('is refused: %s', async (_what, text) => {
    expect([400, 414, 431]).toContain(statusOf(await talk(port, text)));
  });

  it.each(PATHS)('is refused at %s before its body is read', async (path) => {
    const head = headAt(path);
    const some = 'x'.repeat(100_000);
    expect(statusOf(await talk(port, `${head}Content-Length: 10737418240\r\n\r\n{`))).toBe(413);
    expect(statusOf(await talk(port, `${head}Content-Length: 12582912\r\n\r\n${some}`))).toBe(413);
    const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`;
    expect(statusOf(await talk(port, `${head}${CHUNKED}\r\n${chunk.repeat(192)}`))).toBe(413);
  });
});

/** Packed before the server runs, which shares this process: while it stands still, connections time out. */
const BOMB = new Uint8Array(gzipSync(Buffer.alloc(67_108_864, ' ')));

describe.each(PATHS)('a request to %s whose body is not plain JSON', (path) => {
  const JSON_TYPE = { 'content-type': 'application/json' };

  async function post(
    headers: Readonly<Record<string, string>>,
    body: Uint8Array<ArrayBuffer> | string,
  ): Promise<number> {
    const response = await server.fetch(path, {
      method: 'POST',
      headers: { 'x-admin-api-key': server.adminKey, ...headers },
      body,
    });
    await response.arrayBuffer();
    return response.status;
  }

  it('is refused packed, before a bomb is unpacked', async () => {
    expect(BOMB.length).toBeLessThan(100_000);
    for (const coding of ['gzip', 'x-gzip', 'deflate', 'br', 'zstd', 'gzip, gzip']) {
      expect(await post({ ...JSON_TYPE, 'content-encoding': coding }, BOMB)).toBe(415);
    }
    const packed = new Uint8Array(gzipSync(actionAt(path)));
    expect(await post({ ...JSON_TYPE, 'content-encoding': 'gzip' }, packed)).toBe(415);
    expect(await users()).toBe(0);
  });

  it.each([
    'text/plain',
    'multipart/form-data; boundary=b',
    'application/graphql',
    'application/json; charset=utf-16',
    'application/json, text/plain',
    // What names no type at all is read by the REST routes alone, beside a key header.
    ...(path === '/graphql' ? ['application/x-www-form-urlencoded', ''] : []),
  ])('is refused as "%s", whatever it holds', async (type) => {
    expect(await post({ 'content-type': type }, actionAt(path))).toBe(415);
    expect(await users()).toBe(0);
  });

  it('is refused in forms that GraphQL servers have been known to read', async () => {
    const form = new URLSearchParams({ query: MUTATION, email: EMAIL }).toString();
    expect(await post({ 'content-type': 'application/x-www-form-urlencoded' }, form)).toBe(
      path === '/graphql' ? 415 : 422,
    );
    expect(await post({ 'content-type': 'application/graphql' }, MUTATION)).toBe(415);
    const parts = [
      ['operations', actionAt(path)],
      ['map', '{}'],
    ].map(([name, text]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${text}`);
    const multipart = `${parts.join('\r\n')}\r\n--b--\r\n`;
    expect(await post({ 'content-type': 'multipart/form-data; boundary=b' }, multipart)).toBe(415);
    expect(await users()).toBe(0);
  });

  it('is refused with broken UTF-8, and when it nests without end', async () => {
    const [before = '', after = ''] = actionAt(path).split(EMAIL);
    const broken = Buffer.concat([
      Buffer.from(before),
      Buffer.from([0xff, 0xfe]),
      Buffer.from(after),
    ]);
    expect(await post(JSON_TYPE, new Uint8Array(broken))).toBe(400);
    expect(await post(JSON_TYPE, '['.repeat(100_000))).toBe(400);
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    expect(await post(JSON_TYPE, `${actionAt(path).slice(0, -1)},"variables":${deep}}`)).toBe(400);
    expect(await server.db.prisma.user.count()).toBe(0);
  });

  it('or that accepts only the unknown, is refused in few words', async () => {
    const accept = Array.from({ length: 1_200 }, (_, place) => `x/type${place}`).join(',');
    expect(accept.length).toBeGreaterThan(12_000);
    const body = actionAt(path);
    const answer = await talk(
      port,
      `${headAt(path)}Accept: ${accept}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    expect(statusOf(answer)).toBe(400);
    expect(answer.length).toBeLessThan(8_192);
    expect(await users()).toBe(0);
  });
});
