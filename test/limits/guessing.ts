import { connect } from 'node:net';
import { expect, vi } from 'vitest';
import { until } from '../http/raw-connection.ts';
import { type ServerOptions, startServer, type TestServer } from '../support/server.ts';

// Requests of one address that guesses keys. The turns of those who have to wait come by the clock
// that the tests set: while it stands, nobody's does.

export const SECRET = 'first-secret-of-the-platform';
/** Longer than any time between two turns. */
const A_TURN_MS = 5_000;
/** How many wait at most. */
const MOST_WAITING = 16;

export type Send = () => Promise<Response>;

export const repeat = <Item>(count: number, item: () => Item): Item[] =>
  Array.from({ length: count }, item);

export const pass = () => vi.setSystemTime(Date.now() + A_TURN_MS);

export async function statusesOf(requests: readonly Send[]): Promise<number[]> {
  const statuses: number[] = [];
  for (const request of requests) statuses.push((await request()).status);
  return statuses;
}

/** Sends, and keeps what was answered in the order in which it was. */
export function sentTo(answers: string[]) {
  return (name: string, request: Send) =>
    request().then(({ status }) => {
      answers.push(`${name} ${status}`);
    });
}

/** Lets all have their turns: one by one. */
export async function emptyTheLine(answers: readonly string[]): Promise<void> {
  for (let turn = 1; turn <= MOST_WAITING; turn += 1) {
    pass();
    await until(() => answers.length >= turn);
    expect(answers).toHaveLength(turn);
  }
  expect(answers).toEqual(repeat(MOST_WAITING, () => 'wrong 401'));
}

/** Requests on connections of their own, many on each, of which only the statuses are kept. */
export async function statusesOnSockets(
  url: string,
  keys: readonly string[],
  perSocket: number,
): Promise<string[]> {
  const { hostname, port } = new URL(url);
  const all: Promise<string[]>[] = [];
  for (let at = 0; at < keys.length; at += perSocket) {
    const socket = connect(Number(port), hostname);
    const part = keys.slice(at, at + perSocket);
    const lines = part.map((key, place) => {
      const last = place === part.length - 1 ? 'connection: close\r\n' : '';
      return `GET /auth/me HTTP/1.1\r\nhost: x\r\nx-api-key: ${key}\r\n${last}\r\n`;
    });
    socket.write(lines.join(''));
    all.push(textOf(socket).then((text) => text.match(/(?<=HTTP\/1\.1 )\d+/g) ?? []));
    // As many at once as may be worked on for one address.
    if (all.length % 2 === 0) await Promise.all(all);
  }
  return (await Promise.all(all)).flat();
}

async function textOf(socket: AsyncIterable<Buffer>): Promise<string> {
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  return text;
}

export type Guesser = ReturnType<typeof guesserAt>;

/** A service with few free guesses, and requests to it. It is stopped with its test. */
export async function serve(
  env: Record<string, string> = {},
  options: ServerOptions = {},
): Promise<Guesser> {
  const server = await startServer({
    ...options,
    env: {
      GUESS_LIMIT: '20',
      // Whoever waits does so until the test lets it go on.
      DATABASE_STATEMENT_TIMEOUT_MS: '60000',
      INTERNAL_API_SECRET: `${SECRET}, second-one`,
      ...env,
    },
  });
  return guesserAt(server);
}

function guesserAt(server: TestServer) {
  const me = (key: string, headers: Record<string, string> = {}) =>
    server.fetch('/auth/me', { headers: { 'x-api-key': key, ...headers } });

  const users = (key: string) =>
    server.fetch('/admin/users', { headers: { 'x-admin-api-key': key } });

  const inOtherHeader = (key: string) => server.fetch('/users', { headers: { 'x-api-key': key } });

  const graphql = (headers: Record<string, string>) =>
    server.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: '{"query":"{__typename}"}',
    });

  const validate = (secret: string) =>
    server.fetch('/internal/validate', {
      method: 'POST',
      headers: { 'x-internal-secret': secret, 'content-type': 'application/json' },
      body: '{"token":"nope"}',
    });

  /** Round trips with a key that is known: whatever was sent before has arrived by then. */
  async function meanwhile(key: string): Promise<void> {
    for (let sent = 0; sent < 8; sent += 1) expect((await me(key)).status).toBe(200);
  }

  /** As many as may wait do so after this. @returns what they are answered, each in its turn */
  async function fillTheLine(key: () => string): Promise<string[]> {
    const answers: string[] = [];
    const send = sentTo(answers);
    for (const each of repeat(40, key)) void send('wrong', () => me(each));
    await until(() => answers.length === 40 - MOST_WAITING);
    expect(answers.splice(0)).toEqual(repeat(40 - MOST_WAITING, () => 'wrong 429'));
    return answers;
  }

  /** Uses up what may be tried freely, and the turn that is free after it. */
  async function guess(times = 20): Promise<void> {
    const statuses = await statusesOf(repeat(times + 1, () => () => me('wrong')));
    expect(new Set(statuses)).toEqual(new Set([401]));
  }

  return { server, me, users, inOtherHeader, graphql, validate, meanwhile, fillTheLine, guess };
}
