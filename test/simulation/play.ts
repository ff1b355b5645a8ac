import { dial } from '../http/raw-connection.ts';
import { type Answer, sendStep } from './clients.ts';
import { compareAll } from './compare.ts';
import type { Result } from './documents.ts';
import { inThisState } from './invariants.ts';
import { type Answered, judge } from './judge.ts';
import type { Model } from './model.ts';
import { isRefused } from './refused.ts';
import { restart } from './restart.ts';
import type { Planned, Step } from './steps.ts';
import { use } from './use.ts';
import { setClocks, type World } from './world.ts';
import { keyFor, requestFor, type Write, writeFor } from './writes.ts';

/** Does a step with the service, and with the model what the answer says. */
export async function play(world: World, planned: Planned): Promise<void> {
  const { step } = planned;
  const { model, processes } = world;
  const process = processes[planned.process];
  switch (step.kind) {
    case 'write': {
      const write = writeFor(model, step.write, step.subject);
      if (write !== null) await doWrite(world, planned, write);
      return;
    }
    case 'race':
      return await doRace(world, planned, step);
    case 'use':
    case 'validate': {
      const key = keyFor(model, step.subject);
      if (key !== undefined) await use(world, planned, key, step.kind);
      return;
    }
    case 'refused':
      return await isRefused(world, process, step);
    case 'passTime':
      model.now += step.seconds * 1_000;
      return await setClocks(world);
    case 'hostClock':
      return process.jumpHostClock();
    case 'slowClient': {
      const client = await dial(Number(new URL(process.url).port));
      client.socket.write('GET /health HTTP/1.1\r\nho');
      world.slowClients.push(client);
      return;
    }
    case 'restart':
      return await restart(world, planned.process);
    case 'compare':
      return await compareAll(world);
  }
}

async function doWrite(world: World, planned: Planned, write: Write): Promise<void> {
  const sent = requestFor(write);
  // One that is not remembered is two writes, if it comes twice.
  if (planned.fault === 'TWICE' && !sent.isRemembered)
    return await atOnce(world, [write, write], planned);
  const answer = await sendStep(world, sent, planned);
  judge(world.model, write, answered(answer, sent.isRemembered === true));
}

async function doRace(
  world: World,
  planned: Planned,
  { writes: [one, other], subject }: Step & { readonly kind: 'race' },
): Promise<void> {
  const first = writeFor(world.model, one, subject);
  const second = writeFor(world.model, other, subject);
  if (first !== null && second !== null) await atOnce(world, [first, second], planned);
}

/** Two writes at once are as one after the other, in one of the two orders. */
async function atOnce(
  world: World,
  writes: readonly [Write, Write],
  { process, delay }: Planned,
): Promise<void> {
  const answers = await Promise.all(
    writes.map(async (write, place) => {
      const sent = requestFor(write);
      const at = place === 0 ? process : process === 0 ? 1 : 0;
      const answer = await sendStep(world, sent, { process: at, fault: 'NONE', delay });
      return { write, answer: answered(answer, sent.isRemembered === true) };
    }),
  );
  const orders = [answers, answers.toReversed()];
  const possible = orders.flatMap((order) => inOrder(world.model, order) ?? []);
  const [found] = await inThisState(world, possible);
  if (found === undefined)
    throw new Error(
      `${possible.length} orders explain these answers, and none what there is now: ${JSON.stringify(answers)}`,
    );
  world.model = found;
}

type Done = { readonly write: Write; readonly answer: Answered };

/** @returns null where these are not the answers to writes in this order */
function inOrder(model: Model, done: readonly Done[]): Model | null {
  const copy = model.copy();
  try {
    for (const { write, answer } of done) judge(copy, write, answer);
  } catch {
    return null;
  }
  return copy;
}

function answered({ body, unknown }: Answer, isRemembered: boolean): Answered {
  const { data, errors } = body as { data: { result: Result } | null; errors?: unknown };
  if (data === null) throw new Error(`unexpected: ${JSON.stringify(errors)}`);
  // A repetition of what is remembered gets the first answer.
  return { result: data.result, isRepeated: unknown > 0 && !isRemembered };
}
