import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { untilThere } from './patience.ts';
import type { Process } from './processes.ts';
import { initOf, type Reply, type Sent, send } from './send.ts';
import type { Fault, Planned } from './steps.ts';
import { everyUseIsCounted } from './usage.ts';
import { cutConnections, replaceProcess, untilReady, type World } from './world.ts';

export type Answer = Reply & {
  /** How many requests there are of which nobody knows. */
  readonly unknown: number;
  /** Whether the process that answered lived to count it. */
  readonly isCounted: boolean;
};

/**
 * Sends a request as a careful client does: again until there is an answer, with an idempotency key where that
 * counts. What nobody knows of can have no effect any more when this returns.
 */
export async function sendStep(
  world: World,
  sent: Sent,
  { process: place, fault, delay }: Omit<Planned, 'step'>,
): Promise<Answer> {
  const once = sent.isRemembered ? { 'idempotency-key': randomUUID() } : {};
  const request = { ...sent, headers: { ...sent.headers, ...once } };
  const first = await FAULTS[fault](world, request, { place, delay });
  let { unknown } = first;
  // Where one process has no answer, another one may; on a busy machine, it may take a while.
  let at = world.processes[place];
  const reply =
    first.reply ??
    (await untilThere(() => {
      unknown += 1;
      at = world.processes.find((process) => process !== at) ?? at;
      return send(world, at, request);
    }));
  const isCounted = fault !== 'KILL' || first.reply === null;
  if (unknown > 0 && fault !== 'TWICE') {
    await cutConnections(world);
    await untilReady(world);
  }
  return { ...reply, unknown, isCounted };
}

type Tried = { readonly reply: Reply | null; readonly unknown: number };
type Struck = { readonly place: 0 | 1; readonly delay: number };
type Try = (world: World, sent: Sent, struck: Struck) => Promise<Tried>;

/** What a process may not even notice; a longer one lasts until it has given the database up. */
const SHORT_STALL_MS = 200;

/** What a client first gets, and what happens meanwhile. */
const FAULTS: Readonly<Record<Fault, Try>> = {
  NONE: async (world, sent, { place }) => ({
    reply: await send(world, world.processes[place], sent),
    unknown: 0,
  }),
  CUT: async (world, sent, { place }) => {
    const [reply] = await Promise.all([
      send(world, world.processes[place], sent),
      cutConnections(world),
    ]);
    return { reply, unknown: 0 };
  },
  HANG_UP: async (world, sent, { place }) => {
    const process = world.processes[place];
    await hangUp(process, sent);
    return { reply: await send(world, process, sent), unknown: 1 };
  },
  TWICE: async (world, sent, { place }) => {
    const [one, other] = world.processes;
    const replies = await Promise.all([send(world, one, sent), send(world, other, sent)]);
    // A repetition gets the same answer, whichever came first.
    if (replies.includes(null)) await cutConnections(world);
    else if (sent.isRemembered) expect(replies[0]).toEqual(replies[1]);
    return { reply: replies[place] ?? null, unknown: 1 };
  },
  KILL: async (world, sent, { place, delay }) => {
    const process = world.processes[place];
    // What is not written within a second is lost with it.
    await everyUseIsCounted(world);
    const [reply] = await Promise.all([
      send(world, process, sent),
      pause(delay % 12).then(process.kill),
    ]);
    await replaceProcess(world, place);
    return { reply, unknown: 1 };
  },
  STALL: async (world, sent, { place, delay }) => {
    const process = world.processes[place];
    process.wire.silence();
    if (delay < SHORT_STALL_MS) {
      const [reply] = await Promise.all([
        send(world, process, sent),
        pause(delay).then(process.wire.resume),
      ]);
      return { reply, unknown: 0 };
    }
    // It is refused in time, and the process says what is wrong.
    const reply = await send(world, process, sent);
    expect(reply).toBeNull();
    await expectAway(process);
    await process.wire.mend();
    return { reply, unknown: 0 };
  },
};

/** Without a database, a process lives and is not ready, and says which check fails. */
async function expectAway({ url }: Process): Promise<void> {
  const live = await fetch(`${url}/health/live`);
  const ready = await fetch(`${url}/health/ready`);
  expect([live.status, ready.status]).toEqual([200, 503]);
  const { checks } = (await ready.json()) as { checks: Record<string, string> };
  expect(checks['database']).toMatch(/^does not respond/);
}

async function hangUp({ url }: Process, sent: Sent): Promise<void> {
  const leaving = new AbortController();
  const sending = fetch(url + sent.path, { ...initOf(sent), signal: leaving.signal });
  setImmediate(() => leaving.abort());
  await sending.then((response) => response.text()).catch(() => {});
}
