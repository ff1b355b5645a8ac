import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { proxyCheck } from '../../src/api/http/client-address.ts';
import { type Listening, listen } from '../../src/api/http/listen.ts';
import { requestHandler } from '../../src/api/http/request-handler.ts';
import { NO_ORIGINS } from '../../src/core/config/origins.ts';
import type { TrustedProxies } from '../../src/core/config/trust-proxy.ts';
import type { Handler } from '../../src/core/http/exchange.ts';
import { atEndOfTest } from '../support/end-of-test.ts';

type ListenOptions = {
  readonly trustProxy?: TrustedProxies;
  readonly requestsAtOnce?: number;
  readonly connectionsPerAddress?: number;
};

/** What stands in front of GraphQL and REST, on a port of its own, with a handler of the test's. */
export function openServer(
  handle: Handler,
  {
    trustProxy = { hops: 0 },
    requestsAtOnce = 256,
    connectionsPerAddress: perAddress = 0,
  }: ListenOptions = {},
): Promise<Listening> {
  const log = pino({ level: 'silent' });
  const options = {
    handle,
    log,
    trustProxy,
    requestsAtOnce,
    subscriptionsAtOnce: 10,
    origins: NO_ORIGINS,
  };
  return listen(requestHandler(options), {
    host: '127.0.0.1',
    port: 0,
    keepAliveMs: 10_000,
    connections: { perAddress, isProxy: proxyCheck(trustProxy) },
  });
}

export type Talk = {
  readonly socket: Socket;
  readonly received: () => string;
  /** The statuses of all answers so far. */
  readonly statuses: () => readonly number[];
  readonly ended: Promise<void>;
};

/** A bare connection from any address of this machine's own network, until the test is over. */
export async function dial(port: number, localAddress = '127.0.0.1'): Promise<Talk> {
  const connected = Promise.withResolvers<void>();
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const socket = connect({ port, host: '127.0.0.1', localAddress });
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
  });
  socket.on('connect', () => connected.resolve());
  socket.on('error', () => connected.resolve());
  socket.on('close', () => end());
  atEndOfTest(() => socket.destroy());
  await connected.promise;
  const statuses = () =>
    [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
  return { socket, received: () => text, statuses, ended };
}

export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(5);
}

function isWhole(text: string): boolean {
  const length = /content-length: (\d+)/i.exec(text)?.[1];
  const body = text.split('\r\n\r\n').slice(1).join('\r\n\r\n');
  return length !== undefined && body.length >= Number(length);
}

export function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0);
}

/** What comes back: a whole answer, or all until the server hangs up. */
export async function talk(port: number, text: string | Buffer): Promise<string> {
  const { socket, received, ended } = await dial(port);
  socket.write(text);
  await Promise.race([ended, until(() => isWhole(received()))]);
  socket.destroy();
  return received();
}

/** Everything that comes back until the server hangs up, and whether it said that it would. */
export async function untilHungUp(
  port: number,
  text: string,
): Promise<{ statuses: readonly number[]; hungUp: boolean }> {
  const { socket, received, statuses, ended } = await dial(port);
  socket.write(text);
  await ended;
  const hungUp = /^connection: close\r$/im.test(received());
  return { statuses: statuses(), hungUp };
}
