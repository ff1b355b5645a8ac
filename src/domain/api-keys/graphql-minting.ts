import {
  ConflictError,
  InvalidInputError,
  LimitReachedError,
  NotFoundError,
} from '../../core/errors.ts';
import { parseInput } from '../../core/input/issues.ts';
import { builder } from '../../kit/graphql/builder.ts';
import { readId } from '../../kit/graphql/ids.ts';
import { askedBy } from '../../kit/graphql/selection.ts';
import { TokenScope } from './graphql.ts';
import { changedTokenType, newTokenType } from './graphql-answers.ts';
import { mintTokenOnce } from './idempotency.ts';
import { mintInput, tokenChanges } from './input.ts';
import { updateToken } from './update.ts';

const MintTokenInput = builder.inputType('MintTokenInput', {
  description: 'A key to make.',
  fields: (t) => ({
    userId: t.id({ required: true, description: 'Whose key it will be.' }),
    scopes: t.field({
      type: [TokenScope],
      description: 'What it may be used for; the first one shows in its text. Left out: BOT.',
    }),
    name: t.string({ description: 'What to call it, at most 255 characters.' }),
    expiresIn: t.field({
      type: 'BigInt',
      description:
        "How many seconds it works, from 1 to 3,153,600,000 (a hundred years). Left out or null: the installation's default, which is until it is revoked unless the operator set one.",
    }),
  }),
});

const UpdateTokenInput = builder.inputType('UpdateTokenInput', {
  description: 'What to change of a key. What is left out stays as it is.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Which key.' }),
    name: t.string({ description: 'What to call it, at most 255 characters; null: nothing.' }),
    scopes: t.field({
      type: [TokenScope],
      description: 'What it may still be used for: scopes that it has, some or all.',
    }),
    expiresIn: t.field({
      type: 'BigInt',
      description: 'How many seconds it works from now on; null: until it is revoked.',
    }),
    rateLimit: t.int({
      description:
        'How many requests it may send in a minute, together with the keys that it replaced and those that will replace it, from 1; null: what the settings say. Only an admin key may set it.',
    }),
  }),
});

const asNumber = (seconds: bigint | null | undefined) =>
  seconds == null ? seconds : Number(seconds);

builder.mutationFields((t) => ({
  mintToken: t.field({
    type: newTokenType('MintTokenSuccess', 'The key is made.'),
    honoursIdempotencyKey: true,
    access: { requires: 'ADMIN' },
    description:
      'Makes a key for a user, if it has room for one more working key: keys that replaced one another count as one. Its text is in the answer and nowhere else. With the header `Idempotency-Key`, a repetition within a day answers the same key and makes none.',
    errors: {
      types: [InvalidInputError, NotFoundError, LimitReachedError],
      union: { name: 'MintTokenResult', description: 'What `mintToken` answers.' },
    },
    args: { input: t.arg({ type: MintTokenInput, required: true, description: 'The key.' }) },
    resolve: (_root, { input }, context, info) => {
      const { userId, expiresIn, ...rest } = input;
      return mintTokenOnce(
        askedBy(context, info, input),
        readId('User', userId, ['userId']),
        parseInput(mintInput, { ...rest, expiresIn: asNumber(expiresIn) }),
      );
    },
  }),
  updateToken: t.field({
    type: changedTokenType('UpdateTokenSuccess', 'The key is changed.'),
    access: { requires: 'ADMIN' },
    description:
      "Changes a key's name, when it expires, its request limit, or its scopes, which can only become fewer. A key whose time is over works again with a new end, if the user has room for one more working key and nothing replaced it. By the power of the key's own user (another of its keys, or an admin key that depends on it) the end can only come nearer. It counts from the key's next request on, in every process.",
    errors: {
      types: [InvalidInputError, NotFoundError, ConflictError, LimitReachedError],
      union: { name: 'UpdateTokenResult', description: 'What `updateToken` answers.' },
    },
    args: {
      input: t.arg({
        type: UpdateTokenInput,
        required: true,
        description: 'Which key, and what to change.',
      }),
    },
    resolve: async (_root, { input: { id, expiresIn, ...rest } }, context) => {
      const changes = parseInput(tokenChanges, {
        ...rest,
        scopes: rest.scopes ?? undefined,
        expiresIn: asNumber(expiresIn),
      });
      const update = { id: readId('ApiToken', id, ['id']), changes };
      return { token: await updateToken(context.app, context, update) };
    },
  }),
}));
