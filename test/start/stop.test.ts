import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createNodes, type Nodes } from './nodes.ts';

const CLIENTS = 8;
const STOPPED_MS = 2_000;

let nodes: Nodes;
beforeAll(async () => {
  nodes = await createNodes();
});
afterAll(() => nodes.drop());

/** One request on a kept connection; the error's code where none came back. */
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

/** As many as it can, one after the other, until nobody takes new connections; how each one went. */
async function askOnAndOn(url: string, pauseMs: number): Promise<string[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const answers: string[] = [];
  for (let last = performance.now(); ; last = performance.now()) {
    if (pauseMs > 0) await sleep(pauseMs);
    const idle = performance.now() - last;
    const answer = await ask(url, agent);
    if (answer === 'ECONNREFUSED') break;
    // Of the machine's making: a client that was kept from asking for so long is not one under load.
    answers.push(answer === '200' ? answer : `${answer} after ${idle} ms`);
  }
  agent.destroy();
  return answers;
}

it('a stop under load fails no request, and does not wait for connections that are kept', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { url, end } = await nodes.start();
    // Some are never idle, some always are when the end comes.
    const clients = Array.from({ length: CLIENTS }, (_, place) => askOnAndOn(url, place * 10));
    await sleep(700);
    const since = performance.now();
    expect(await end('SIGTERM')).toBe(0);
    expect(performance.now() - since).toBeLessThan(STOPPED_MS);
    const answers = (await Promise.all(clients)).flat();
    expect(answers.length).toBeGreaterThan(CLIENTS);
    expect(answers.filter((answer) => answer !== '200')).toEqual([]);
  }
}, 60_000);
