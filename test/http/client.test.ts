import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { afterEach, expect, it } from 'vitest';
import type { Listening } from '../../src/api/http/listen.ts';
import { type Handler, type Incoming, jsonAnswer } from '../../src/core/http/exchange.ts';
import { openServer, until } from './raw-connection.ts';

// What work that takes long is told about the client that waits for it.

let listening: Listening;
afterEach(() => listening.close());

async function serve(handle: Handler): Promise<void> {
  listening = await openServer(handle);
}

/** Waits for each request by its path, and answers it when told to. */
function heldRequests() {
  const seen = new Map<string, Incoming>();
  const answers = new Map<string, PromiseWithResolvers<void>>();
  const arrived = async (path: string): Promise<Incoming> => {
    await until(() => seen.has(path));
    return seen.get(path) as Incoming;
  };
  const handle: Handler = async (request) => {
    const held = Promise.withResolvers<void>();
    answers.set(request.path, held);
    seen.set(request.path, request);
    await held.promise;
    return jsonAnswer(200, { path: request.path });
  };
  return { handle, arrived, answer: (path: string) => answers.get(path)?.resolve() };
}

function send(...paths: readonly string[]) {
  const socket = connect(listening.port, '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => {
    text += String(chunk);
  });
  socket.on('error', () => {});
  const body = '{"a":1}';
  const head = `Host: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}`;
  socket.write(paths.map((path) => `POST ${path} HTTP/1.1\r\n${head}\r\n\r\n${body}`).join(''));
  return { socket, received: () => text };
}

it('a client that hangs up is gone once, for each of its pipelined requests', async () => {
  const { handle, arrived } = heldRequests();
  await serve(handle);
  const { socket } = send('/one', '/two');
  const clients = [(await arrived('/one')).client, (await arrived('/two')).client];
  const calls: string[] = [];
  clients.forEach(({ onGone }, place) => {
    onGone(() => calls.push(`${place} first`));
    onGone(() => calls.push(`${place} unsubscribed`))();
    onGone(() => calls.push(`${place} second`));
  });
  expect(clients.map(({ isGone }) => isGone())).toEqual([false, false]);
  socket.destroy();
  await until(() => clients.every(({ isGone }) => isGone()));
  await until(() => calls.length >= 4);
  expect(calls.toSorted()).toEqual(['0 first', '0 second', '1 first', '1 second']);
  // Whoever asks late is told as well, and not before it has the way to unsubscribe.
  clients[0]?.onGone(() => calls.push('late'));
  expect(calls.length).toBe(4);
  await until(() => calls.length === 5);
});

it('a client that got its answer is never gone, whenever it hangs up', async () => {
  const { handle, arrived, answer } = heldRequests();
  await serve(handle);
  const { socket, received } = send('/whole');
  const { client } = await arrived('/whole');
  let calls = 0;
  client.onGone(() => {
    calls += 1;
  });
  answer('/whole');
  await until(() => received().includes('{"path":"/whole"}'));
  socket.destroy();
  // The next client comes after the first has left.
  const next = send('/next');
  answer((await arrived('/next')).path);
  client.onGone(() => {
    calls += 1;
  });
  await until(() => next.received().includes('{"path":"/next"}'));
  expect([client.isGone(), calls]).toEqual([false, 0]);
});

it('an answer for a client that is gone is dropped, and its stream ended', async () => {
  const stream = Readable.from(['data: 1\n\n']);
  const begun = Promise.withResolvers<Incoming>();
  const left = Promise.withResolvers<void>();
  await serve(async (request) => {
    begun.resolve(request);
    await left.promise;
    return { status: 200, headers: {}, body: stream };
  });
  const { socket } = send('/stream');
  const { client } = await begun.promise;
  client.onGone(left.resolve);
  socket.destroy();
  await until(() => stream.destroyed);
  expect(client.isGone()).toBe(true);
});
