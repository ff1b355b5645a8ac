import { once } from 'node:events';
import { Agent, request as open } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Request } from './targets/target.ts';

export type Answer = {
  /** Milliseconds from the moment when the request was due until its answer was there. */
  readonly ms: number;
  readonly isRight: boolean;
};

type Pace = {
  readonly perSecond: number;
  readonly seconds: number;
  readonly onAnswer: (answer: Answer) => void;
};

/** How GraphQL says, with status 200, that something failed. */
const FAILURE = /"(errors|message)":/;

/**
 * Sends requests evenly at a fixed rate, whether or not those before were answered: a server that
 * falls behind is not spared, as it is by clients that wait. Ends when all are answered.
 */
export async function pace(
  url: string,
  next: () => Request,
  { perSecond, seconds, onAnswer }: Pace,
): Promise<void> {
  // In turns, so that no connection rests until the server closes it.
  const agent = new Agent({ keepAlive: true, scheduling: 'fifo' });
  const begun = performance.now();
  const total = Math.round(perSecond * seconds);
  const isDone = Promise.withResolvers<void>();
  let sent = 0;
  let answered = 0;
  const sendOne = async (dueAt: number) => {
    const isRight = await send(url, next(), agent).catch(() => false);
    onAnswer({ ms: performance.now() - dueAt, isRight });
    answered += 1;
    if (answered === total) isDone.resolve();
  };
  while (sent < total) {
    const passed = performance.now() - begun;
    const due = Math.min(total, 1 + Math.floor((passed * perSecond) / 1_000));
    for (; sent < due; sent += 1) void sendOne(begun + (sent * 1_000) / perSecond);
    await sleep(1);
  }
  await isDone.promise;
  agent.destroy();
}

async function send(url: string, { path, method, headers, body }: Request, agent: Agent) {
  const request = open(url + path, { method, headers, agent });
  request.end(body);
  const [response] = await once(request, 'response');
  return [200, 201].includes(response.statusCode) && !FAILURE.test(await text(response));
}
