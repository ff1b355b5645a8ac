import { expect } from 'vitest';
import { ask, type Processes, type Reply } from './clients.ts';
import { DOCUMENTS, type Result } from './documents.ts';
import type { Model, ModelKey, ModelUser } from './model.ts';
import type { Planned, Step } from './steps.ts';

export const INTERNAL_SECRET = 'an-internal-secret-for-the-simulation';
const ADDRESSES = 12;

export type World = {
  readonly model: Model;
  /** The one that is asked first stands first. */
  readonly processes: Processes;
};

/** Does a step with the service, and with the model what the answer says. */
export async function play(world: World, planned: Planned): Promise<void> {
  const { step } = planned;
  const { model } = world;
  switch (step.kind) {
    case 'createUser':
      return await createUser(world, planned, `user${step.address % ADDRESSES}@example.com`);
    case 'suspend':
    case 'restore':
      return await withUser(model, step.user, (user) => setActive(world, planned, user));
    case 'deleteUser':
      return await withUser(model, step.user, (user) => deleteUser(world, planned, user));
    case 'mint':
      return await withUser(model, step.user, (user) => mint(world, planned, user, step.seconds));
    case 'rotate':
      return await withKey(model, step.key, (key) => rotate(world, planned, key, step.overlap));
    case 'finish':
    case 'cancel':
      return await withKey(model, step.key, (key) => endRotation(world, planned, key, step.kind));
    case 'revoke':
    case 'revokeLineage':
      return await withKey(model, step.key, (key) => revoke(world, planned, key, step.kind));
    case 'use':
    case 'validate':
      return await withKey(model, step.key, (key) => use(world, planned, key));
    case 'passTime':
      model.now += step.seconds * 1_000;
      return;
    default:
      throw new Error(`${step.kind} is not done here`);
  }
}

async function withUser(
  { users }: Model,
  number: number,
  work: (user: ModelUser) => Promise<void>,
): Promise<void> {
  const user = users[number % users.length];
  if (user !== undefined) await work(user);
}

async function withKey(
  { keys }: Model,
  number: number,
  work: (key: ModelKey) => Promise<void>,
): Promise<void> {
  // The latest ones more often: the others are mostly over.
  const place = number % 3 === 0 ? number % keys.length : keys.length - 1 - (number % 20);
  const key = keys[place];
  if (key !== undefined) await work(key);
}

async function mutate(
  { processes }: World,
  { fault }: Planned,
  name: keyof typeof DOCUMENTS,
  input: object,
): Promise<Result> {
  const { body } = await ask(
    processes,
    {
      path: '/graphql',
      headers: { 'x-admin-api-key': processes[0].adminKey },
      body: { query: DOCUMENTS[name], variables: { input } },
      isRemembered: ['createUser', 'mintToken', 'rotateKey'].includes(name),
    },
    fault,
  );
  return (body as { data: { result: Result } }).data.result;
}

async function createUser(world: World, planned: Planned, email: string): Promise<void> {
  const { model } = world;
  const known = model.users.find((user) => user.email === email);
  const { user, created } = await mutate(world, planned, 'createUser', { email });
  expect({ email: user?.email, created }).toEqual({ email, created: known === undefined });
  if (known !== undefined) expect(user?.id).toBe(known.id);
  else if (user !== undefined) {
    model.users.push({ ...user, isActive: true });
    model.made.users += 1;
  }
}

async function setActive(world: World, planned: Planned, user: ModelUser): Promise<void> {
  const isActive = planned.step.kind === 'restore';
  const result = await mutate(world, planned, 'updateUser', { user: { id: user.id }, isActive });
  expect(result.code).toBeUndefined();
  user.isActive = isActive;
}

async function deleteUser(world: World, planned: Planned, user: ModelUser): Promise<void> {
  const { code } = await mutate(world, planned, 'deleteUser', { user: { id: user.id } });
  // Of two, the second one finds nobody.
  expect(code).toEqual(
    planned.fault === 'NONE' ? undefined : expect.toBeOneOf([undefined, 'NOT_FOUND']),
  );
  world.model.remove(user);
}

async function mint(
  world: World,
  planned: Planned,
  user: ModelUser,
  seconds: number | null,
): Promise<void> {
  const input = { user: { id: user.id }, ...(seconds !== null && { expiresIn: seconds }) };
  const key = added(world, await mutate(world, planned, 'mintToken', input), user, null);
  expect(key.expiresAt).toBe(seconds === null ? null : world.model.now + seconds * 1_000);
}

async function rotate(
  world: World,
  planned: Planned,
  key: ModelKey,
  overlap: number,
): Promise<void> {
  const { model } = world;
  const isAllowed = model.mayRotate(key, overlap);
  const result = await mutate(world, planned, 'rotateKey', { token: { id: key.id }, overlap });
  if (!model.users.includes(key.user)) return expect(result.code).toBeDefined();
  expect({ code: result.code, message: result.message }).toEqual(
    isAllowed ? {} : { code: 'CONFLICT', message: expect.any(String) },
  );
  if (isAllowed) model.replace(key, added(world, result, key.user, key), overlap);
}

function added({ model }: World, result: Result, user: ModelUser, before: ModelKey | null) {
  const { token, secret } = result;
  expect(result).toMatchObject({ token: { id: expect.any(String) }, secret: expect.any(String) });
  if (token === undefined || !secret) throw new Error('no key');
  if (before === null) model.made.keys += 1;
  const expiresAt = token.expiresAt === null ? null : Date.parse(token.expiresAt);
  return model.add({ ...token, secret, user, before, expiresAt });
}

async function endRotation(
  world: World,
  planned: Planned,
  key: ModelKey,
  how: 'finish' | 'cancel',
): Promise<void> {
  const { model } = world;
  // The key may be the successor as well; which rotation is meant then is not the matter here.
  if (key.before !== null && key.replacedBy === null) return;
  const isAllowed = model.isRetiring(key) && model.users.includes(key.user);
  const { code } = await mutate(
    world,
    planned,
    how === 'finish' ? 'finishRotation' : 'cancelRotation',
    { token: { id: key.id } },
  );
  const isTwice = planned.fault !== 'NONE';
  if (isAllowed && !isTwice) expect(code).toBeUndefined();
  if (!isAllowed) return expect(code).toBeDefined();
  if (how === 'cancel') model.cancel(key);
  else key.isRevoked = true;
}

async function revoke(
  world: World,
  planned: Planned,
  key: ModelKey,
  how: 'revoke' | 'revokeLineage',
): Promise<void> {
  const wasThere = world.model.users.includes(key.user) && world.model.lasts(key);
  const name = how === 'revoke' ? 'revokeToken' : 'revokeLineage';
  const { code } = await mutate(world, planned, name, { token: { id: key.id } });
  // What has ended may be unknown.
  if (wasThere)
    expect(code).toEqual(
      planned.fault === 'NONE' ? undefined : expect.toBeOneOf([undefined, 'NOT_FOUND']),
    );
  for (const one of how === 'revoke' ? [key] : world.model.lineage(key)) one.isRevoked = true;
}

async function use(world: World, { step, fault }: Planned, key: ModelKey): Promise<void> {
  const { model, processes } = world;
  const works = model.works(key);
  const sent = useOf(step, key);
  const reply = await ask(processes, sent, fault);
  expect({ status: reply.status, ...ownerOf(reply) }).toEqual(
    works ? { status: 200, email: key.user.email } : { status: 401 },
  );
  if (!works) return;
  key.accepted += 1;
  key.unknown += reply.unknown;
}

function useOf(step: Step, { secret }: ModelKey) {
  return step.kind === 'validate'
    ? {
        path: '/internal/validate',
        headers: { 'x-internal-secret': INTERNAL_SECRET },
        body: { token: secret },
      }
    : { path: '/auth/me', headers: { 'x-api-key': secret } };
}

function ownerOf({ body }: Reply): { readonly email?: string } {
  const { email } = body as { email?: string };
  return email === undefined ? {} : { email };
}
