import {
  ConflictError,
  InvalidInputError,
  LimitReachedError,
  NotFoundError,
} from '../../core/errors.ts';
import { parseInput } from '../../core/input/issues.ts';
import { builder } from '../../kit/graphql/builder.ts';
import { useInstead } from '../../kit/graphql/older-field.ts';
import { idempotentCall } from '../../kit/graphql/selection.ts';
import { readRequiredUser, UserBy } from '../users/graphql-by.ts';
import { TokenScope } from './graphql.ts';
import { changedTokenType, newTokenType } from './graphql-answers.ts';
import { keyFields, readToken } from './graphql-by.ts';
import { checkNewKey } from './graphql-own.ts';
import { mintTokenIdempotently } from './idempotency.ts';
import { mintInput, tokenChanges } from './input.ts';
import { updateToken } from './update.ts';

const MintTokenInput = builder.inputType('MintTokenInput', {
  description: 'The key to create.',
  fields: (t) => ({
    user: t.field({ type: UserBy, description: 'The user who will own the key. Required.' }),
    userId: t.id({
      deprecationReason: useInstead('user'),
      description: 'The id of the user who will own the key.',
    }),
    scopes: t.field({
      type: [TokenScope],
      description: 'The scopes of the key; the first one is part of its text. Default: BOT.',
    }),
    name: t.string({ description: 'The name of the key, at most 255 characters.' }),
    expiresIn: t.field({
      type: 'BigInt',
      description:
        "The lifetime in seconds, from 1 to 3,153,600,000 (a hundred years). Without it and `expiresAt`: the installation's default, which is until it is revoked unless the operator set one.",
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description:
        'When it expires, in place of `expiresIn`; in the future, and within the maximum lifetime of the installation.',
    }),
  }),
});

const UpdateTokenInput = builder.inputType('UpdateTokenInput', {
  description: 'The changes to a key. Omitted fields stay as they are.',
  fields: (t) => ({
    ...keyFields(t, 'Which key.'),
    name: t.string({
      description: 'The name of the key, at most 255 characters; null removes it.',
    }),
    scopes: t.field({
      type: [TokenScope],
      description: 'The remaining scopes: some or all of the current ones.',
    }),
    expiresIn: t.field({
      type: 'BigInt',
      description: 'The lifetime in seconds from now; null: until it is revoked.',
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description:
        'When it expires, in place of `expiresIn`; in the future, and within the maximum lifetime of the installation. Null: until it is revoked.',
    }),
    rateLimit: t.int({
      description:
        'How many requests per minute the key may send, together with the keys it replaced and its future replacements, from 1; null: the default from the settings. Only an admin key may set it.',
    }),
  }),
});

const asNumber = (seconds: bigint | null | undefined) =>
  seconds == null ? seconds : Number(seconds);

builder.mutationFields((t) => ({
  mintToken: t.field({
    type: newTokenType('MintTokenSuccess', 'The key was created.'),
    honoursIdempotencyKey: true,
    access: { requires: 'ADMIN', signedIn: true },
    description:
      'Creates a key for a user who is below the limit of working keys; a key and its replacements count as one. A signed-in user creates keys for itself, with scopes that the sign-in has. Only this response contains its secret. With the header `Idempotency-Key`, repeating the request within a day returns the same key and creates no other.',
    errors: {
      types: [InvalidInputError, NotFoundError, LimitReachedError],
      union: { name: 'MintTokenResult', description: 'The result of `mintToken`.' },
    },
    args: { input: t.arg({ type: MintTokenInput, required: true, description: 'The key.' }) },
    resolve: async (_root, { input }, context, info) => {
      const { user, userId, expiresIn, ...rest } = input;
      const older = { name: 'userId', value: userId };
      const owner = await readRequiredUser(context, { user, older });
      const key = parseInput(mintInput, { ...rest, expiresIn: asNumber(expiresIn) });
      checkNewKey(context, info, { userId: owner, scopes: key.scopes });
      return await mintTokenIdempotently(idempotentCall(context, info, input), owner, key);
    },
  }),
  updateToken: t.field({
    type: changedTokenType('UpdateTokenSuccess', 'The key was changed.'),
    access: { requires: 'ADMIN' },
    description:
      "Changes a key's name, expiry, request limit or scopes; scopes can only be removed. A new expiry makes an expired key work again, if the user is below the limit of working keys and the key was not replaced. The user's own keys, and admin keys that depend on the user, can only bring the expiry forward. It applies from the key's next request, in every process.",
    errors: {
      types: [InvalidInputError, NotFoundError, ConflictError, LimitReachedError],
      union: { name: 'UpdateTokenResult', description: 'The result of `updateToken`.' },
    },
    args: {
      input: t.arg({
        type: UpdateTokenInput,
        required: true,
        description: 'The key and its changes.',
      }),
    },
    resolve: async (_root, { input: { token, id, expiresIn, ...rest } }, context) => {
      const changes = parseInput(tokenChanges, {
        ...rest,
        scopes: rest.scopes ?? undefined,
        expiresIn: asNumber(expiresIn),
      });
      const update = { id: readToken({ token, id }), changes };
      return { token: await updateToken(context.app, context, update) };
    },
  }),
}));
