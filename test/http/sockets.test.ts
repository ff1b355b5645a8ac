import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';

// Clients that break the rules of HTTP, or take their time, over bare sockets.

let server: TestServer;
let port: number;
beforeAll(async () => {
  server = await startServer();
  port = Number(new URL(server.url).port);
});
afterAll(() => server.stop());

const QUERY = '{"query":"{ __typename }"}';
const POST = `POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n`;

type Talk = {
  readonly socket: Socket;
  readonly received: () => string;
  readonly ended: Promise<void>;
};

function open(): Promise<Talk> {
  const { promise, resolve } = Promise.withResolvers<Talk>();
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
  });
  socket.on('error', () => end());
  socket.on('close', () => end());
  socket.on('connect', () => resolve({ socket, received: () => text, ended }));
  return promise;
}

/** What comes back until the server hangs up, or for a while. */
async function talk(text: string | Buffer, patience = 3_000): Promise<string> {
  const { socket, received, ended } = await open();
  socket.write(text);
  await Promise.race([ended, sleep(patience), until(() => isWhole(received()))]);
  socket.destroy();
  return received();
}

function isWhole(text: string): boolean {
  const length = /content-length: (\d+)/i.exec(text)?.[1];
  const body = text.split('\r\n\r\n').slice(1).join('\r\n\r\n');
  return length !== undefined && body.length >= Number(length);
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(20);
}

function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0);
}

async function good(): Promise<number> {
  return (await server.graphql('{ __typename }')).status;
}

describe('a crowd of bad clients', () => {
  it('does not keep good ones from their answers', async () => {
    const talks = await Promise.all(Array.from({ length: 300 }, open));
    talks.forEach(({ socket }, place) => {
      if (place < 100) socket.write('POST /graphql HTTP/1.1\r\nX-Slow: ');
      else if (place < 180) socket.write(`${POST}Content-Length: 1000\r\n\r\n{"query"`);
      else if (place < 200) {
        socket.pause();
        socket.write(`${POST}Content-Length: ${QUERY.length}\r\n\r\n${QUERY}`.repeat(50));
      }
    });
    const statuses = await Promise.all(Array.from({ length: 50 }, good));
    expect(statuses.every((status) => status === 200)).toBe(true);
    for (const { socket } of talks) socket.destroy();
  });

  it('that aborts in the middle of its bodies leaves nothing behind', async () => {
    for (let round = 0; round < 200; round += 1) {
      const { socket } = await open();
      if (round % 3 === 0) socket.end(`${POST}Content-Length: 1000\r\n\r\n{"query"`);
      else if (round % 3 === 1) socket.end(`${POST}Transfer-Encoding: chunked\r\n\r\n5\r\n{"qu`);
      else socket.write(`${POST}Content-Length: 1000\r\n\r\n{`, () => socket.destroy());
    }
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
    const start = Date.now();
    await Promise.all(
      [header, body, silent].map(({ ended }) => Promise.race([ended, sleep(40_000)])),
    );
    clearInterval(drip);
    expect([header, body, silent].map(({ socket }) => socket.destroyed)).toEqual([
      true,
      true,
      true,
    ]);
    expect(Date.now() - start).toBeLessThan(31_000);
  }, 60_000);
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
    await Promise.race([
      until(() => received().split('"__typename"').length === 51),
      sleep(10_000),
    ]);
    socket.destroy();
    const ids = [...received().matchAll(/x-request-id: (r\d+)/g)].map(([, id]) => id);
    expect(ids).toEqual(Array.from({ length: 50 }, (_, place) => `r${place}`));
  });
});

describe('a request that two servers would read in two ways', () => {
  it.each([
    [
      'length and chunks',
      `${POST}Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG`,
    ],
    ['two lengths', `${POST}Content-Length: 5\r\nContent-Length: 6\r\n\r\n{"a":1}`],
    ['an unknown coding', `${POST}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`],
    [
      'a blank before the colon',
      `POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length : 5\r\n\r\n{"a":`,
    ],
    ['a chunk without a size', `${POST}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`],
    [
      'a chunk of a negative size',
      `${POST}Transfer-Encoding: chunked\r\n\r\n-1\r\n{}\r\n0\r\n\r\n`,
    ],
    [
      'a size beyond all bounds',
      `${POST}Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n{}\r\n0\r\n\r\n`,
    ],
    ['a length that is no number', `${POST}Content-Length: +5\r\n\r\n{"a":`],
    ['a folded header', `${POST}X-A: b\r\n c\r\nContent-Length: abc\r\n\r\n{}`],
  ])('is refused: %s', async (_what, text) => {
    const status = statusOf(await talk(text));
    expect(status === 0 || status === 400 || status === 408).toBe(true);
  });
});

describe('a request that is too large', () => {
  it.each([
    ['a header of 128 KB', `GET / HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(131_072)}\r\n\r\n`],
    ['a URL of 128 KB', `GET /${'a'.repeat(131_072)} HTTP/1.1\r\nHost: x\r\n\r\n`],
    ['a URL of 9 KB', `GET /${'a'.repeat(9_000)} HTTP/1.1\r\nHost: x\r\n\r\n`],
    ['5,000 headers', `GET / HTTP/1.1\r\nHost: x\r\n${'a: b\r\n'.repeat(5_000)}\r\n`],
  ])('is refused: %s', async (_what, text) => {
    expect([400, 414, 431]).toContain(statusOf(await talk(text)));
  });

  it.each(['/graphql', '/admin/users'])(
    'is refused at %s before its body is read',
    async (path) => {
      const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n`;
      expect(statusOf(await talk(`${head}Content-Length: 10737418240\r\n\r\n{`))).toBe(413);
      expect(
        statusOf(await talk(`${head}Content-Length: 12582912\r\n\r\n${'x'.repeat(100_000)}`)),
      ).toBe(413);
      const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`;
      expect(
        statusOf(await talk(`${head}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(20)}`)),
      ).toBe(413);
    },
  );

  it.each(['/graphql', '/admin/users'])(
    'is refused at %s when it comes packed, or not as it says',
    async (path) => {
      const post = (headers: Record<string, string>, body: Uint8Array<ArrayBuffer> | string) =>
        server.fetch(path, {
          method: 'POST',
          headers: { 'x-admin-api-key': server.adminKey, ...headers },
          body,
        });
      const json = { 'content-type': 'application/json' };
      expect(
        (await post({ ...json, 'content-encoding': 'gzip' }, new Uint8Array([0x1f, 0x8b]))).status,
      ).toBe(415);
      expect((await post(json, new Uint8Array([0x22, 0xff, 0xfe, 0x22]))).status).toBe(400);
      expect((await post(json, '['.repeat(100_000))).status).toBe(400);
      expect((await post({ 'content-type': 'text/plain' }, '{}')).status).toBe(415);
    },
  );
});
