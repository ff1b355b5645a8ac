import { isAdmin, type Viewer } from '../auth/viewer.ts';
import { ConflictError, InvalidInputError, NotFoundError } from '../errors.ts';
import { builder } from '../graphql/builder.ts';
import { readId } from '../graphql/ids.ts';
import { parseInput } from '../input/issues.ts';
import { ApiTokenRef, TokenScope } from './graphql.ts';
import { mintInput } from './input.ts';
import type { Token } from './rows.ts';
import { type MintedToken, mintToken, revokeToken, rotateToken } from './service.ts';

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
        'How many seconds it works, from 1 to 3,153,600,000 (a hundred years). Left out or null: until it is revoked.',
    }),
  }),
});

function secretType(name: 'MintTokenSuccess' | 'RotateKeySuccess', description: string) {
  return builder.objectRef<MintedToken>(name).implement({
    description,
    fields: (t) => ({
      token: t.expose('token', {
        type: ApiTokenRef,
        description: 'The new key, without its text.',
      }),
      secret: t.exposeString('secret', {
        description:
          'The text of the key, for the header `X-API-Key`. Save it now: it is never shown again.',
      }),
    }),
  });
}

const RotateKeyInput = builder.inputType('RotateKeyInput', {
  description: 'Which key to replace.',
  fields: (t) => ({
    id: t.id({
      required: true,
      description: 'The key; without an admin key it must be the one that you send.',
    }),
  }),
});

const RevokeTokenInput = builder.inputType('RevokeTokenInput', {
  description: 'Which key to end.',
  fields: (t) => ({
    id: t.id({
      required: true,
      description: 'The key; without an admin key it must be the one that you send.',
    }),
  }),
});

const RevokeTokenSuccess = builder
  .objectRef<{ readonly token: Token }>('RevokeTokenSuccess')
  .implement({
    description: 'The key no longer works.',
    fields: (t) => ({
      token: t.expose('token', { type: ApiTokenRef, description: 'The key as it is now.' }),
    }),
  });

/**
 * An admin may name any key, anybody else only the key in its own hand.
 * @throws NotFoundError for a key of others: whether it exists is not told
 */
function readOwnKey(viewer: Viewer, text: string): bigint {
  const id = readId('ApiToken', text, ['id']);
  if (!isAdmin(viewer) && viewer.holder?.tokenId !== id) throw new NotFoundError('Token');
  return id;
}

const rotateErrors = [InvalidInputError, NotFoundError, ConflictError];

builder.mutationFields((t) => ({
  mintToken: t.field({
    type: secretType('MintTokenSuccess', 'The key is made.'),
    access: { requires: 'ADMIN' },
    description: 'Makes a key for a user. Its text is in the answer and nowhere else.',
    errors: {
      types: [InvalidInputError, NotFoundError],
      union: { name: 'MintTokenResult', description: 'What `mintToken` answers.' },
    },
    args: { input: t.arg({ type: MintTokenInput, required: true, description: 'The key.' }) },
    resolve: (_root, { input: { userId, expiresIn, ...rest } }, { app }) => {
      const seconds = expiresIn == null ? expiresIn : Number(expiresIn);
      return mintToken(
        app,
        readId('User', userId, ['userId']),
        parseInput(mintInput, { ...rest, expiresIn: seconds }),
      );
    },
  }),
  rotateKey: t.field({
    type: secretType('RotateKeySuccess', 'The old key is ended, its successor is made.'),
    access: { requires: 'USER' },
    description:
      'Replaces a key by a successor with the same name, scopes and time to live, and ends the old one at once. A key may rotate itself; an admin any.',
    errors: {
      types: rotateErrors,
      union: { name: 'RotateKeyResult', description: 'What `rotateKey` answers.' },
    },
    args: { input: t.arg({ type: RotateKeyInput, required: true, description: 'Which key.' }) },
    resolve: (_root, { input }, { app, viewer }) => rotateToken(app, readOwnKey(viewer, input.id)),
  }),
  revokeToken: t.field({
    type: RevokeTokenSuccess,
    access: { requires: 'USER' },
    description:
      'Ends a key at once, in every process; it cannot be undone. A key may revoke itself; an admin any.',
    errors: {
      types: [InvalidInputError, NotFoundError],
      union: { name: 'RevokeTokenResult', description: 'What `revokeToken` answers.' },
    },
    args: { input: t.arg({ type: RevokeTokenInput, required: true, description: 'Which key.' }) },
    resolve: async (_root, { input }, { app, viewer }) => ({
      token: await revokeToken(app, readOwnKey(viewer, input.id)),
    }),
  }),
}));
