import { afterEach, expect, it } from 'vitest';
import type { Listening } from '../../src/api/http/listen.ts';
import { trustProxy } from '../../src/core/config/trust-proxy.ts';
import { type Handler, jsonAnswer } from '../../src/core/http/exchange.ts';
import { dial, openServer, until } from './raw-connection.ts';

let listening: Listening;
afterEach(() => listening.close());

const ok: Handler = async () => jsonAnswer(200, {});
const GET = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';

it('one address has so many connections, and other addresses have their own', async () => {
  listening = await openServer(ok, { connectionsPerAddress: 3 });
  const first = await Promise.all(Array.from({ length: 3 }, () => dial(listening.port)));
  for (const { socket } of first) socket.write(GET);
  await until(() => first.every(({ statuses }) => statuses().length === 1));

  const fourth = await dial(listening.port);
  await fourth.ended;
  expect(fourth.statuses()).toEqual([503]);
  expect(fourth.received()).toMatch(/retry-after: 1\r\nconnection: close/);
  const other = await dial(listening.port, '127.0.0.2');
  other.socket.write(GET);
  await until(() => other.statuses().length === 1);
  expect(other.statuses()).toEqual([200]);

  // One that ends makes room for another.
  first[0]?.socket.destroy();
  const next = async () => {
    const { socket, statuses, ended } = await dial(listening.port);
    socket.write(GET);
    await Promise.race([ended, until(() => statuses().length === 1)]);
    socket.destroy();
    return statuses()[0] === 200;
  };
  await until(next);
  for (const { socket } of [...first, other]) socket.destroy();
});

it.each(['1', 'loopback'])('a proxy (TRUST_PROXY=%s) has as many as it needs', async (setting) => {
  listening = await openServer(ok, {
    connectionsPerAddress: 1,
    trustProxy: trustProxy.parse(setting),
  });
  const talks = await Promise.all(Array.from({ length: 5 }, () => dial(listening.port)));
  for (const { socket } of talks) socket.write(GET);
  await until(() => talks.every(({ statuses }) => statuses().length === 1));
  expect(talks.flatMap(({ statuses }) => statuses())).toEqual([200, 200, 200, 200, 200]);
  for (const { socket } of talks) socket.destroy();
});

it('a connection on which a hundred requests wait is told so, and ended after their answers', async () => {
  const held = Promise.withResolvers<void>();
  let handled = 0;
  listening = await openServer(async () => {
    handled += 1;
    await held.promise;
    return jsonAnswer(200, {});
  });
  const { socket, statuses, ended } = await dial(listening.port);
  socket.write(GET.repeat(1_000));
  await until(() => handled === 100);
  held.resolve();
  await ended;
  expect(handled).toBe(100);
  expect(statuses()).toEqual([...Array.from({ length: 100 }, () => 200), 429]);
});

it('a connection that reads its answers may ask as often as it wants', async () => {
  listening = await openServer(ok);
  const { socket, statuses } = await dial(listening.port);
  for (let round = 1; round <= 10; round += 1) {
    socket.write(GET.repeat(50));
    await until(() => statuses().length === round * 50);
  }
  socket.destroy();
  expect(new Set(statuses())).toEqual(new Set([200]));
});
