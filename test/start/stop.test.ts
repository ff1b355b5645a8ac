import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../http/raw-connection.ts';
import { createNodes, type Nodes } from './nodes.ts';

const CLIENTS = 8;
const WAITING = 32;
/** Node asks the system to let 511 wait unless it is told otherwise. */
const CROWD = 900;
const HEALTH = 'GET /health HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n';
const KEPT = 'GET /health HTTP/1.1\r\nhost: localhost\r\n\r\n';
/** How long a stop leaves idle connections open. */
const IDLE_MS = 500;

let nodes: Nodes;
beforeAll(async () => {
  nodes = await createNodes();
});
afterAll(() => nodes.drop());

/** One request; the error's code where none came back. */
function ask(url: string, agent: Agent): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const sent = request(`${url}/graphql`, {
    method: 'POST',
    agent,
    headers: { 'content-type': 'application/json' },
  });
  sent.on('response', (response) => {
    response.resume();
    response.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    response.on('end', () => resolve(String(response.statusCode)));
  });
  sent.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  sent.end('{"query":"{ viewer { access } }"}');
  return promise;
}

/** As many as it can, one after the other, until nobody takes new connections; notes how each one went. */
async function askOnAndOn(url: string, pauseMs: number, answers: string[]): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (let last = performance.now(); ; last = performance.now()) {
    if (pauseMs > 0) await sleep(pauseMs);
    const answer = await ask(url, agent);
    if (answer === 'ECONNREFUSED') break;
    // Of the machine's making: a client that was kept from asking for so long is not one under load.
    if (answer === '200' || performance.now() - last < IDLE_MS) answers.push(answer);
  }
  agent.destroy();
}

const HALVES = ['GET /health HTTP/1.1\r\nho', 'st: localhost\r\n\r\n'] as const;

/** Sends a request in two parts; what came back, or the error's code. */
async function sendInParts(url: string, [first, second]: readonly [string, string]) {
  const socket = connect(Number(new URL(url).port), 'localhost');
  const answer = text(socket).catch((error: NodeJS.ErrnoException) => error.code ?? error.message);
  await new Promise((resolve) => socket.write(first, resolve));
  return { answer, finish: () => socket.write(second) };
}

it('a stop under load fails no request, and does not wait for connections that are kept', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { url, end } = await nodes.start();
    // Some are never idle, some always are when the end comes.
    const answers = Array.from({ length: CLIENTS }, (): string[] => []);
    const clients = answers.map((own, place) => askOnAndOn(url, place * 10, own));
    await until(() => answers.every(({ length }) => length > 4));
    // What holds a stop up is cut off after a while, and this request with it.
    const half = await sendInParts(url, HALVES);
    const kept = await sendInParts(url, [KEPT, '']);
    const ended = end('SIGTERM');
    await Promise.all(clients);
    expect(await kept.answer).toMatch(/^HTTP\/1\.1 200 /);
    half.finish();
    expect(await half.answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(await ended).toBe(0);
    expect(answers.flat().filter((answer) => answer !== '200')).toEqual([]);
  }
});

it('a stop answers clients whose connections were opened but not taken yet', async () => {
  const { url, end, child } = await nodes.start();
  child.kill('SIGSTOP');
  // The system takes their connections, and what they send.
  const clients = await Promise.all(
    Array.from({ length: WAITING }, () => sendInParts(url, [HEALTH, ''])),
  );
  const ended = end('SIGTERM');
  child.kill('SIGCONT');
  const answers = await Promise.all(clients.map(({ answer }) => answer));
  expect(answers.filter((answer) => !answer.startsWith('HTTP/1.1 200 '))).toEqual([]);
  expect(await ended).toBe(0);
});

it('more clients than the system lets wait by default may connect while the process is held up', async () => {
  const { url, end, child } = await nodes.start();
  child.kill('SIGSTOP');
  // Those that find no room try again each second, and are turned away as long as nobody takes any.
  const clients = await Promise.all(
    Array.from({ length: CROWD }, () => sendInParts(url, ['', HEALTH])),
  );
  child.kill('SIGCONT');
  for (const { finish } of clients) finish();
  const answers = await Promise.all(clients.map(({ answer }) => answer));
  expect(answers.filter((answer) => !answer.startsWith('HTTP/1.1 200 '))).toEqual([]);
  expect(await end('SIGTERM')).toBe(0);
});

it('a stop answers a request of which half a header has come, and lets silent connections go', async () => {
  const { url, end } = await nodes.start();
  const half = await sendInParts(url, HALVES);
  const silent = await sendInParts(url, ['', '']);
  const ended = end('SIGTERM');
  // Silent ones do not wait until all is cut off, which would be the end of the half request, too.
  expect(await silent.answer).toBe('');
  half.finish();
  expect(await half.answer).toMatch(/^HTTP\/1\.1 200 /);
  expect(await ended).toBe(0);
});

it('a stop answers the first request on a connection that was opened just before', async () => {
  const { url, end } = await nodes.start();
  const late = await sendInParts(url, ['', KEPT]);
  const ended = end('SIGTERM');
  await until(async () => (await ask(url, new Agent({ keepAlive: false }))) === 'ECONNREFUSED');
  late.finish();
  expect(await late.answer).toMatch(/^HTTP\/1\.1 200 /);
  expect(await ended).toBe(0);
});
