import { DOCUMENTS } from './documents.ts';
import type { Model, ModelKey, ModelUser } from './model.ts';
import { ADMIN_KEY } from './processes.ts';
import type { Sent } from './send.ts';
import type { WriteStep } from './steps.ts';

/** A write, and whom it concerns. */
export type Write =
  | { readonly kind: 'createUser'; readonly email: string }
  | { readonly kind: 'suspend' | 'restore' | 'deleteUser'; readonly userId: string }
  | { readonly kind: 'mint'; readonly userId: string; readonly seconds: number | null }
  | { readonly kind: 'rotate'; readonly keyId: string; readonly overlap: number }
  | {
      readonly kind: 'finish' | 'cancel' | 'revoke' | 'revokeLineage';
      readonly keyId: string;
    };

const ADDRESSES = 12;

/** @returns null where there is no such user or key yet */
export function writeFor(model: Model, step: WriteStep, subject: number): Write | null {
  switch (step.kind) {
    case 'createUser':
      return { kind: step.kind, email: `user${subject % ADDRESSES}@example.com` };
    case 'suspend':
    case 'restore':
    case 'deleteUser':
    case 'mint': {
      const user = userFor(model, subject);
      return user === undefined ? null : { ...step, userId: user.id };
    }
    default: {
      const key = keyFor(model, subject);
      return key === undefined ? null : { ...step, keyId: key.id };
    }
  }
}

/** The latest ones more often: the others are mostly over. */
export function keyFor({ keys }: Model, subject: number): ModelKey | undefined {
  return keys[subject % 3 === 0 ? subject % keys.length : keys.length - 1 - (subject % 20)];
}

/** Every other time the owner of the key with this number: so two writes at once concern each other. */
function userFor(model: Model, subject: number): ModelUser | undefined {
  const owner = keyFor(model, subject)?.user;
  const { users } = model;
  if (owner !== undefined && subject % 2 === 0 && users.includes(owner)) return owner;
  return users[subject % users.length];
}

/** Those that make something take an idempotency key. */
const REMEMBERED: ReadonlySet<Write['kind']> = new Set(['createUser', 'mint', 'rotate']);
const SHOW_SECRETS: ReadonlySet<Write['kind']> = new Set(['mint', 'rotate']);

export function requestFor(write: Write): Sent {
  const { name, input } = mutationFor(write);
  return {
    path: '/graphql',
    headers: { 'x-admin-api-key': ADMIN_KEY },
    body: { query: DOCUMENTS[name], variables: { input } },
    isRemembered: REMEMBERED.has(write.kind),
    showsSecret: SHOW_SECRETS.has(write.kind),
  };
}

type Mutation = { readonly name: keyof typeof DOCUMENTS; readonly input: object };

function mutationFor(write: Write): Mutation {
  switch (write.kind) {
    case 'createUser':
      return { name: 'createUser', input: { email: write.email } };
    case 'suspend':
    case 'restore':
      return {
        name: 'updateUser',
        input: { user: { id: write.userId }, isActive: write.kind === 'restore' },
      };
    case 'deleteUser':
      return { name: 'deleteUser', input: { user: { id: write.userId } } };
    case 'mint': {
      const { userId, seconds } = write;
      const lifetime = seconds !== null && { expiresIn: seconds };
      return { name: 'mintToken', input: { user: { id: userId }, ...lifetime } };
    }
    case 'rotate':
      return {
        name: 'rotateKey',
        input: { token: { id: write.keyId }, overlap: write.overlap },
      };
    default:
      return { name: OF_KEYS[write.kind], input: { token: { id: write.keyId } } };
  }
}

const OF_KEYS = {
  finish: 'finishRotation',
  cancel: 'cancelRotation',
  revoke: 'revokeToken',
  revokeLineage: 'revokeLineage',
} as const;
