import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { STATES } from './documents.ts';
import { readLogs } from './logs.ts';
import type { Model, ModelKey } from './model.ts';
import type { Process } from './processes.ts';
import { read, sendPatiently } from './send.ts';
import type { Planned } from './steps.ts';
import { useOf } from './use.ts';
import type { World } from './world.ts';

// What holds after each step.

/** So many keys are looked at; the others were when they were among the latest. */
const LATEST = 20;
/** So many of the keys that a step has ended are used. */
const MOST_ENDED = 6;

/** @param worked the ids of the keys that worked before the step */
export async function checkInvariants(
  world: World,
  { step, process, fault }: Planned,
  worked: ReadonlySet<string>,
): Promise<void> {
  const { model, processes } = world;
  expect(processes.map(({ isRunning }) => isRunning())).toEqual([true, true]);
  const isPlain = fault === 'NONE' && step.kind !== 'race';
  // The other process has to know it, too.
  const at = isPlain ? [process === 0 ? processes[1] : processes[0]] : processes;
  for (const state of await statesAt(world, at)) expect(state).toEqual(stateOf(model));
  const ended = model.keys.filter((key) => worked.has(key.id) && !model.works(key));
  await Promise.all(ended.slice(-MOST_ENDED).map((key) => isRefused(world, key)));
  readLogs(world);
}

export function workingKeys(model: Model): ReadonlySet<string> {
  return new Set(model.keys.filter((key) => model.works(key)).map(({ id }) => id));
}

/** Of two orders in which writes may have been done, those that led to what there is now. */
export async function inThisState(
  world: World,
  candidates: readonly Model[],
): Promise<readonly Model[]> {
  const states = await statesAt({ ...world, model: candidates[0] ?? world.model }, world.processes);
  return candidates.filter((model) =>
    states.every((state) => isDeepStrictEqual(state, stateOf(model))),
  );
}

type State = readonly ({ readonly id: string } & object)[];

function subjectsOf(model: Model) {
  const keys = model.keys.slice(-LATEST).filter((key) => model.hasOwner(key));
  return { users: model.users, keys };
}

function stateOf(model: Model): State {
  const { users, keys } = subjectsOf(model);
  const states = keys.map((key) => ({ id: key.id, status: model.statusOf(key) }));
  return [...users.map((user) => ({ ...user })), ...states];
}

function statesAt(world: World, processes: readonly Process[]): Promise<readonly State[]> {
  const { users, keys } = subjectsOf(world.model);
  const ids = [...users, ...keys].map(({ id }) => id);
  return Promise.all(
    processes.map(async (process) => {
      const { nodes } = await read<{ nodes: State }>(world, process, STATES, { ids });
      return nodes;
    }),
  );
}

/** The very next request with it is refused, at both processes. */
async function isRefused(world: World, key: ModelKey): Promise<void> {
  for (const process of world.processes) {
    const { status } = await sendPatiently(world, process, useOf('use', key));
    expect({ key: key.id, status }).toEqual({ key: key.id, status: 401 });
  }
}
