import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { pino } from 'pino';
import { afterEach, expect, it } from 'vitest';
import { requestHandler } from '../../src/api/http/request-handler.ts';
import { NO_ORIGINS } from '../../src/core/config/origins.ts';
import { inSeparateTurn } from '../../src/core/own-turn.ts';
import { startServer } from '../support/server.ts';
import { dial, openServer, until } from './raw-connection.ts';

// Nobody's requests hold the process for longer than one piece of work takes.

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** Counts the turns of the event loop. */
function turns(): () => number {
  let count = 0;
  const next = () => {
    count += 1;
    immediate = setImmediate(next);
  };
  let immediate = setImmediate(next);
  closing.push(async () => clearImmediate(immediate));
  return () => count;
}

const POST = 'POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';

it('large bodies that come at once are each worked on in a turn of their own', async () => {
  const turn = turns();
  const seen: number[] = [];
  const listening = await openServer(() => {
    seen.push(turn());
    return Promise.resolve({ status: 200, headers: {}, body: 'ok' });
  });
  closing.push(listening.close);
  const talks = await Promise.all(Array.from({ length: 12 }, () => dial(listening.port)));
  const body = JSON.stringify('a'.repeat(40_000));
  for (const { socket } of talks)
    socket.write(`${POST}Content-Length: ${body.length}\r\n\r\n${body}`);
  await until(() => talks.every(({ statuses }) => statuses().length === 1));
  expect(new Set(seen).size).toBe(talks.length);
});

it('a turn is given to everybody, in the order in which they came', async () => {
  const turn = turns();
  const taken: { readonly place: number; readonly turn: number }[] = [];
  await Promise.all(
    Array.from({ length: 50 }, async (_, place) => {
      await inSeparateTurn();
      taken.push({ place, turn: turn() });
    }),
  );
  expect(taken.map(({ place }) => place)).toEqual(taken.map((_, place) => place));
  expect(new Set(taken.map((one) => one.turn)).size).toBe(50);
});

type Callbacks = Record<number, unknown>;

/** Counts how often Node's parser of a connection calls for a piece of a body. */
function countPieces(socket: Socket & { readonly parser?: Callbacks }, count: () => void): void {
  const { parser = {} } = socket;
  for (const [index, callback] of Object.entries(parser)) {
    if (typeof callback !== 'function' || callback.name !== 'parserOnBody') continue;
    const parserOnBody = function counted(this: unknown, piece: Buffer) {
      count();
      callback.call(this, piece);
    };
    Object.defineProperty(parserOnBody, 'name', { value: 'parserOnBody' });
    parser[Number(index)] = parserOnBody;
  }
}

it('of a flood of tiny chunks no more than the allowed ones are looked at', async () => {
  const log = pino({ level: 'silent' });
  const answered = () => Promise.resolve({ status: 200, headers: {}, body: 'ok' });
  const limits = {
    trustProxy: { hops: 0 },
    requestsAtOnce: 10,
    subscriptionsAtOnce: 10,
    origins: NO_ORIGINS,
  };
  const options = { handle: answered, log, ...limits };
  const server = createServer(requestHandler(options));
  let pieces = 0;
  server.on('connection', (socket) => {
    countPieces(socket, () => {
      pieces += 1;
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  closing.push(() => new Promise((closed) => server.close(closed)));
  const { port } = server.address() as AddressInfo;

  const flood = await dial(port);
  flood.socket.write(
    `${POST}Transfer-Encoding: chunked\r\n\r\n1\r\n"\r\n${'1\r\na\r\n'.repeat(100_000)}`,
  );
  await flood.ended;
  expect(flood.statuses()).toEqual([413]);
  expect(pieces).toBeGreaterThan(1_000);
  expect(pieces).toBeLessThan(2_100);

  // The parser is used again for other connections.
  for (let round = 0; round < 3; round += 1) {
    const next = await dial(port);
    next.socket.write(`${POST}Transfer-Encoding: chunked\r\n\r\n4\r\n"ab"\r\n0\r\n\r\n`);
    await until(() => next.statuses().length === 1);
    expect(next.statuses()).toEqual([200]);
    next.socket.destroy();
  }
});

const FLOOD = `${POST}Transfer-Encoding: chunked\r\n\r\n1\r\n"\r\n${'1\r\na\r\n'.repeat(2_000)}1\r\n"\r\n0\r\n\r\n`;

it('what comes after a flood on its connection is not taken for a request, whole or in part', async () => {
  const handled: string[] = [];
  const listening = await openServer(({ body }) => {
    handled.push(String(body));
    return Promise.resolve({ status: 200, headers: {}, body: 'ok' });
  });
  closing.push(listening.close);
  for (const next of [`${POST}Content-Length: 4\r\n\r\n"ab"`, `${POST}\r\n`, FLOOD]) {
    const talk = await dial(listening.port);
    talk.socket.write(FLOOD + next);
    await talk.ended;
    expect(talk.statuses()).toEqual([413]);
  }
  expect(handled).toEqual([]);
});

it('new long documents that come at once are each read in a turn of their own', async () => {
  const server = await startServer();
  closing.push(() => server.stop());
  const turn = turns();
  // It is watched, not replaced.
  const { documents } = server.app;
  const read = documents.read.bind(documents);
  const seen: number[] = [];
  const noted: typeof read = (...given) => {
    seen.push(turn());
    return read(...given);
  };
  Object.assign(documents, { read: noted });
  const send = (name: string) =>
    server.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-admin-api-key': server.adminKey },
      body: JSON.stringify({ query: `query ${name} { ${'__typename '.repeat(120)} }` }),
    });
  const names = Array.from({ length: 12 }, (_, place) => `q${place}`);
  const answers = await Promise.all(names.map(send));
  expect(answers.map(({ status }) => status)).toEqual(names.map(() => 200));
  expect(seen.length).toBeGreaterThanOrEqual(12);
  expect(new Set(seen).size).toBe(seen.length);
});
