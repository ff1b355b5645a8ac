import { expect } from 'vitest';
import type { Result } from './documents.ts';
import type { Model, ModelKey, ModelUser } from './model.ts';
import type { Write } from './writes.ts';

/** An answer, and whether requests before it may have done the same already. */
export type Answered = { readonly result: Result; readonly isRepeated: boolean };

/**
 * Does a write with the model, as the service did it.
 * @throws AssertionError where the answer is none to such a write in this state
 */
export function judge(model: Model, write: Write, answer: Answered): void {
  const { result } = answer;
  switch (write.kind) {
    case 'createUser':
      judgeCreation(model, write.email, result);
      break;
    case 'mint':
      judgeMint(model, write, result);
      break;
    case 'rotate':
      judgeRotation(model, write, result);
      break;
    case 'suspend':
    case 'restore':
      judgeChange(model, { kind: write.kind, userId: write.userId }, result);
      break;
    case 'deleteUser':
      judgeDeletion(model, write.userId, answer);
      break;
    case 'finish':
    case 'cancel':
      judgeEndOfRotation(model, write.kind, endOf(model, write, answer));
      break;
    case 'revoke':
      judgeRevocation(model, endOf(model, write, answer));
      break;
    case 'revokeLineage':
      judgeEndOfLineage(model, endOf(model, write, answer));
      break;
  }
}

/** Whether a second request is refused because the first one acted. */
function expectRefusal(
  code: string | undefined,
  { isAllowed, isRepeated }: { readonly isAllowed: boolean; readonly isRepeated: boolean },
): void {
  if (!isAllowed) expect(code).toBeDefined();
  else if (!isRepeated) expect(code).toBeUndefined();
}

function judgeCreation(model: Model, email: string, { user, created }: Result): void {
  const known = model.users.find((one) => one.email === email);
  expect({ email: user?.email, created }).toEqual({ email, created: known === undefined });
  if (known !== undefined) expect(user?.id).toBe(known.id);
  else if (user !== undefined) {
    model.users.push({ ...user, isActive: true });
    model.made.USER_CREATED += 1;
  }
}

function judgeMint(
  model: Model,
  { userId, seconds }: Write & { readonly kind: 'mint' },
  result: Result,
): void {
  const user = model.user(userId);
  expect(result.code).toBe(user === undefined ? 'NOT_FOUND' : undefined);
  if (user === undefined) return;
  const key = addKey(model, result, user, null);
  expect(key.expiresAt).toBe(seconds === null ? null : model.now + seconds * 1_000);
  model.made.TOKEN_MINTED += 1;
}

function judgeRotation(
  model: Model,
  { keyId, overlap }: Write & { readonly kind: 'rotate' },
  result: Result,
): void {
  const key = model.key(keyId);
  const hasOwner = model.hasOwner(key);
  const isAllowed = hasOwner && model.mayRotate(key, overlap);
  const refusal = hasOwner ? 'CONFLICT' : expect.any(String);
  expect(result.code).toEqual(isAllowed ? undefined : refusal);
  if (!isAllowed) return;
  model.replace(key, overlap);
  addKey(model, result, key.user, key);
  model.made.TOKEN_ROTATED += 1;
}

function addKey(
  model: Model,
  { token, secret }: Result,
  user: ModelUser,
  before: ModelKey | null,
): Pick<ModelKey, 'expiresAt'> {
  expect({ token, secret }).toEqual({ token: expect.anything(), secret: expect.any(String) });
  if (token === undefined || !secret) throw new Error('no key');
  const expiresAt = token.expiresAt === null ? null : Date.parse(token.expiresAt);
  const key = { ...token, secret, user, before, expiresAt };
  model.add(key);
  return key;
}

function judgeChange(
  model: Model,
  { kind, userId }: { readonly kind: 'suspend' | 'restore'; readonly userId: string },
  { code }: Result,
): void {
  const user = model.user(userId);
  expect(code).toBe(user === undefined ? 'NOT_FOUND' : undefined);
  if (user !== undefined) user.isActive = kind === 'restore';
}

function judgeDeletion(model: Model, userId: string, { result, isRepeated }: Answered): void {
  const user = model.user(userId);
  expectRefusal(result.code, { isAllowed: user !== undefined, isRepeated });
  if (user === undefined) return;
  model.remove(user);
  model.made.USER_DELETED += 1;
}

type End = {
  readonly key: ModelKey;
  readonly code: string | undefined;
  readonly isRepeated: boolean;
};

function endOf(
  model: Model,
  { keyId }: { readonly keyId: string },
  { result: { code }, isRepeated }: Answered,
): End {
  return { key: model.key(keyId), code, isRepeated };
}

function judgeEndOfRotation(model: Model, how: 'finish' | 'cancel', end: End): void {
  const { key, code, isRepeated } = end;
  const replaced = model.hasOwner(key) ? model.rotationOf(key) : null;
  expectRefusal(code, { isAllowed: replaced !== null, isRepeated });
  if (replaced === null) return;
  if (how === 'cancel') model.cancel(replaced);
  else model.replace(replaced, 0);
}

/** Exactly one call ends a key. */
function judgeRevocation(model: Model, { key, code, isRepeated }: End): void {
  expectRefusal(code, { isAllowed: model.hasOwner(key) && !key.isRevoked, isRepeated });
  key.isRevoked = true;
}

function judgeEndOfLineage(model: Model, { key, code, isRepeated }: End): void {
  // Whether a lineage is known of which nothing lasts is not the matter here.
  if (model.hasOwner(key) && model.lasts(key)) expectRefusal(code, { isAllowed: true, isRepeated });
  for (const one of model.lineage(key)) one.isRevoked = true;
}
