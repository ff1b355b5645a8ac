import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { untilSomebodyWaits } from '../support/locks.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { dial, type Talk, until } from './raw-connection.ts';

// Half of the eight are for one address.
const AT_ONCE = 4;

let server: TestServer;
let port: number;
let locker: pg.Client;
beforeAll(async () => {
  const env = {
    REQUESTS_AT_ONCE: '8',
    DATABASE_STATEMENT_TIMEOUT_MS: '25000',
    INTERNAL_API_SECRET: 'the-gateway-shows-this-text-to-us',
  };
  server = await startServer({ env });
  port = Number(new URL(server.url).port);
  locker = new pg.Client({ connectionString: server.databaseUrl });
  await locker.connect();
});
// An overload outlasts its test by a second or more.
beforeEach(() => until(() => overloadsThatLast() === 0));
afterEach(() => locker.query('rollback'));
afterAll(async () => {
  await locker.end();
  await server.stop();
});

function overloadsThatLast(): number {
  const lines = (text: string) => server.logLines.filter((line) => line.includes(text)).length;
  return lines('more requests come than') - lines('all requests are worked on again');
}

async function send(text: string, from = '127.0.0.1'): Promise<Talk> {
  const talk = await dial(port, from);
  talk.socket.write(text);
  return talk;
}

async function answered(talk: Talk): Promise<string> {
  await until(() => talk.statuses().length === 1);
  talk.socket.destroy();
  return talk.received();
}

const get = (path: string) =>
  `GET ${path} HTTP/1.1\r\nHost: x\r\nX-Admin-API-Key: ${server.adminKey}\r\n\r\n`;
const post = (path: string, body: string) =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

it('what cannot be worked on is refused before anybody asks who sends it, and stops nobody else', async () => {
  await locker.query('begin');
  await locker.query('lock table users in access exclusive mode');
  const waiting = await Promise.all(
    Array.from({ length: AT_ONCE }, () => send(get('/admin/users'))),
  );
  await untilSomebodyWaits(server.db);

  // One more of that address, with and without a right key, in the format of each API.
  const rest = await answered(await send(get('/admin/users')));
  expect(rest).toMatch(/^HTTP\/1\.1 503 /);
  expect(rest).toMatch(/\r\nretry-after: 1\r\n/);
  expect(rest).toMatch(/\{"detail":"The server is handling too many requests[^"]*"\}$/);
  const graphql = await answered(await send(post('/graphql', '{"query":"{viewer{access}}"}')));
  expect(graphql).toMatch(/^HTTP\/1\.1 503 /);
  expect(graphql).toMatch(/\r\nretry-after: 1\r\n/);
  expect(graphql).toMatch(/"extensions":\{"code":"SERVICE_UNAVAILABLE"\}/);

  // Health is told to everybody, and another address has its own requests answered.
  for (const path of ['/health', '/health/live', '/health/ready'])
    expect(await answered(await send(get(path)))).toMatch(/^HTTP\/1\.1 200 /);
  // So are the gateway's questions, though its users' requests come from the same address.
  const verdict = await answered(await send(post('/internal/validate', '{"token":"x"}')));
  expect(verdict).toMatch(/^HTTP\/1\.1 403 /);
  const other = await answered(await send(get('/openapi.json'), '127.0.0.2'));
  expect(other).toMatch(/^HTTP\/1\.1 200 /);
  const patient = await send(get('/admin/users'), '127.0.0.2');
  expect(waiting.flatMap(({ statuses }) => statuses())).toEqual([]);

  await locker.query('rollback');
  for (const talk of [...waiting, patient])
    expect(await answered(talk)).toMatch(/^HTTP\/1\.1 200 /);
  expect(await answered(await send(get('/admin/users')))).toMatch(/^HTTP\/1\.1 200 /);
});

it('as long as all have a place or may wait for one, nobody is refused; beyond that, they are, with one line in the log', async () => {
  await locker.query('begin');
  await locker.query('lock table users in access exclusive mode');
  const inside = await Promise.all(
    Array.from({ length: AT_ONCE }, () => send(get('/admin/users'))),
  );
  await untilSomebodyWaits(server.db);
  const crowd = await Promise.all(Array.from({ length: 40 }, () => send(get('/openapi.json'))));
  const refused = () => crowd.filter((talk) => talk.statuses().length === 1);
  await until(() => refused().length >= 38);
  for (const talk of refused()) {
    expect(talk.received()).toMatch(/^HTTP\/1\.1 503 /);
    expect(talk.received()).toMatch(/\r\nretry-after: 1\r\n/);
  }
  await locker.query('rollback');
  for (const talk of inside) expect(await answered(talk)).toMatch(/^HTTP\/1\.1 200 /);
  for (const { socket } of crowd) socket.destroy();
  expect(overloadsThatLast()).toBe(1);
  const warnings = server.logLines.filter((line) => line.includes('"level":40'));
  expect(warnings.filter((line) => line.includes('"status":503'))).toEqual([]);
});

it('clients that each wait for their answer are not refused, though they are many times the places', async () => {
  const talks = await Promise.all(Array.from({ length: 10 * AT_ONCE }, () => dial(port)));
  const rounds = 5;
  for (let round = 1; round <= rounds; round += 1) {
    for (const { socket } of talks) socket.write(get('/openapi.json'));
    await until(() => talks.every(({ statuses }) => statuses().length === round));
  }
  expect(new Set(talks.flatMap(({ statuses }) => statuses()))).toEqual(new Set([200]));
});

it('a request that finds all places taken is answered when one is free', async () => {
  await locker.query('begin');
  await locker.query('lock table users in access exclusive mode');
  const inside = await Promise.all(
    Array.from({ length: AT_ONCE }, () => send(get('/admin/users'))),
  );
  await untilSomebodyWaits(server.db);
  const late = await Promise.all([send(get('/openapi.json')), send(get('/openapi.json'))]);
  await locker.query('rollback');
  for (const talk of [...inside, ...late]) expect(await answered(talk)).toMatch(/^HTTP\/1\.1 200 /);
});

it('streams of events take no place while nothing happens', async () => {
  const subscribe =
    `POST /graphql HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\nContent-Type: application/json\r\n` +
    `X-Admin-API-Key: ${server.adminKey}\r\n`;
  const query = '{"query":"subscription { meetingChanged { id } }"}';
  const streams: Talk[] = [];
  for (let count = 0; count < AT_ONCE * 3; count += 1) {
    const talk = await send(`${subscribe}Content-Length: ${query.length}\r\n\r\n${query}`);
    streams.push(talk);
    await until(() => talk.statuses().length === 1);
  }
  expect(new Set(streams.flatMap(({ statuses }) => statuses()))).toEqual(new Set([200]));
  expect(await answered(await send(get('/admin/users')))).toMatch(/^HTTP\/1\.1 200 /);
  for (const { socket } of streams) socket.destroy();
});
