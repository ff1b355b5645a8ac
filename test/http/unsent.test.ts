import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Listening } from '../../src/api/http/listen.ts';
import { dial, openServer, type Talk, until } from './raw-connection.ts';

// Clients that ask for large answers and do not read them.

const MIB = 1_048_576;
const LARGE = 'x'.repeat(8 * MIB);
const FILE = new Uint8Array(8 * MIB);
/** Of few enough characters not to be counted by itself; three bytes each. */
const PAGE = '\u3042'.repeat(60_000);
/** One address gets half of the 128 MiB. */
const FIT = 8;
const OTHER = '127.0.0.2';

/** As the service notes it of its requests. */
const OPERATION = /^\/graphql\/(query|mutation|subscription)$/;

let listening: Listening;
let asked = 0;
beforeAll(async () => {
  listening = await openServer(({ path, record }) => {
    asked += 1;
    const [, type] = OPERATION.exec(path) ?? [];
    if (type) record.operation = { type: type as 'query' | 'mutation' | 'subscription', name: 'x' };
    const body = path.startsWith('/graphql')
      ? LARGE
      : ({ '/large': LARGE, '/file': FILE, '/page': PAGE }[path] ?? 'small');
    return Promise.resolve({ status: 200, headers: {}, body });
  });
});
afterAll(() => listening.close());

async function ask(path: string, { method = 'GET', from = '127.0.0.1' } = {}): Promise<Talk> {
  const talk = await dial(listening.port, from);
  talk.socket.write(`${method} ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n`);
  return talk;
}

/** Takes the beginning of the answer, and nothing more. */
async function askUnread(path: string): Promise<Talk> {
  const before = asked;
  const talk = await ask(path);
  talk.socket.once('data', () => talk.socket.pause());
  await until(() => asked > before);
  return talk;
}

async function statusOf(talk: Talk): Promise<number | undefined> {
  const ended = { is: false };
  void talk.ended.then(() => {
    ended.is = true;
  });
  await until(() => talk.statuses().length > 0 || ended.is);
  talk.socket.destroy();
  return talk.statuses()[0];
}

it('hold a bounded amount, and others none the less get theirs', async () => {
  const files = await Promise.all(Array.from({ length: 2 * FIT }, () => askUnread('/file')));
  const unread: Talk[] = [];
  for (let n = 0; n < FIT; n += 1) unread.push(await askUnread('/large'));

  expect(await statusOf(await ask('/large'))).toBe(503);
  // Something may have been done for it: it is cut off without an answer.
  expect(await statusOf(await ask('/large', { method: 'POST' }))).toBeUndefined();
  expect(await statusOf(await ask('/small'))).toBe(200);
  expect(await statusOf(await ask('/file'))).toBe(200);
  expect(await statusOf(await ask('/large', { from: OTHER }))).toBe(200);

  for (const { socket } of unread) socket.destroy();
  let status: number | undefined;
  await until(async () => {
    status = await statusOf(await ask('/large'));
    return status === 200;
  });
  expect(status).toBe(200);
  for (const { socket } of files) socket.destroy();
});

it.each([
  ['/graphql/query', 503],
  ['/graphql/subscription', 503],
  ['/graphql', 503],
  ['/graphql/mutation', undefined],
])('learn by a status that %s by POST changed nothing', async (path, status) => {
  const unread: Talk[] = [];
  for (let n = 0; n < FIT; n += 1) unread.push(await askUnread('/large'));
  expect(await statusOf(await ask(path, { method: 'POST' }))).toBe(status);
  for (const { socket } of unread) socket.destroy();
  await until(async () => (await statusOf(await ask('/large'))) === 200);
});

it('are held to it with many small answers behind one another, too', async () => {
  const [PIPELINED, CONNECTIONS] = [80, 10];
  const request = 'GET /page HTTP/1.1\r\nHost: x\r\n\r\n';
  const sent: Talk[] = [];
  const before = asked;
  // 140 MB in all, of which the system's own buffers take some.
  for (let n = 0; n < CONNECTIONS; n += 1) {
    const talk = await dial(listening.port);
    talk.socket.once('data', () => talk.socket.pause());
    talk.socket.write(request.repeat(PIPELINED));
    sent.push(talk);
  }
  await until(() => asked >= before + CONNECTIONS * PIPELINED);
  expect(await statusOf(await ask('/large'))).toBe(503);
  expect(await statusOf(await ask('/page'))).toBe(200);
  for (const { socket } of sent) socket.destroy();
});
