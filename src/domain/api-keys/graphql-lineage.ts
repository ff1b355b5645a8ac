import { ConflictError, InvalidInputError, NotFoundError } from '../../core/errors.ts';
import { parseInput } from '../../core/input/issues.ts';
import { builder } from '../../kit/graphql/builder.ts';
import { idempotentCall } from '../../kit/graphql/selection.ts';
import { changedTokenType, newTokenType } from './graphql-answers.ts';
import { keyFields } from './graphql-by.ts';
import { readOwnKey, readRenewedKey, readRevivedKey } from './graphql-own.ts';
import { rotateTokenIdempotently } from './idempotency.ts';
import { rotateInput } from './input.ts';
import { cancelTokenRotation, finishTokenRotation, revokeToken } from './lineage.ts';

const OWN =
  'The key; without an admin key it must be the key you send, or yours if you are signed in.';

const NAMED =
  'The replaced key or its successor. A key that is both means its own rotation, where it was replaced. A cancelled successor matches no rotation.';

const RotateKeyInput = builder.inputType('RotateKeyInput', {
  description: 'The key to replace.',
  fields: (t) => ({
    ...keyFields(t, OWN),
    overlap: t.int({
      description:
        'How many seconds the old key keeps working alongside the new one, from 0 to 2,592,000 (30 days). Default: 0, the old key is revoked at once.',
    }),
  }),
});

const FinishRotationInput = builder.inputType('FinishRotationInput', {
  description: 'The rotation to finish.',
  fields: (t) =>
    keyFields(
      t,
      `${NAMED} Without an admin key it must be the key you send, or yours if you are signed in.`,
    ),
});

const CancelRotationInput = builder.inputType('CancelRotationInput', {
  description: 'The rotation to cancel.',
  fields: (t) => keyFields(t, NAMED),
});

const RevokeTokenInput = builder.inputType('RevokeTokenInput', {
  description: 'The key to revoke.',
  fields: (t) => keyFields(t, OWN),
});

const ERRORS = [InvalidInputError, NotFoundError, ConflictError];

builder.mutationFields((t) => ({
  rotateKey: t.field({
    type: newTokenType('RotateKeySuccess', 'The successor was created.'),
    honoursIdempotencyKey: true,
    access: { requires: 'USER' },
    description:
      'Replaces a key with a successor that has the same name, the scopes that the server still allows, and the lifetime that was last granted. The old key is revoked at once or keeps working for an overlap; each key counts its own usage. A key may rotate itself, and a signed-in user its own keys; they keep their expiry then. An admin may rotate any key, even for a user at the key limit. While an earlier key of its lineage still works in its overlap, a key can only be replaced without an overlap. If two rotations run at once, one succeeds. With the header `Idempotency-Key`, repeating the request within a day returns the same successor; a key that rotates itself needs an overlap for this, because a revoked key is refused.',
    errors: {
      types: ERRORS,
      union: { name: 'RotateKeyResult', description: 'The result of `rotateKey`.' },
    },
    args: { input: t.arg({ type: RotateKeyInput, required: true, description: 'Which key.' }) },
    resolve: async (_root, { input }, context, info) =>
      rotateTokenIdempotently(
        idempotentCall(context, info, input),
        await readRenewedKey(context, info, input),
        parseInput(rotateInput, { overlap: input.overlap }),
      ),
  }),
  finishRotation: t.field({
    type: changedTokenType('FinishRotationSuccess', 'The replaced key no longer works.'),
    access: { requires: 'USER' },
    description: 'Ends the overlap of a rotation early: the replaced key is revoked at once.',
    errors: {
      types: ERRORS,
      union: { name: 'FinishRotationResult', description: 'The result of `finishRotation`.' },
    },
    args: {
      input: t.arg({ type: FinishRotationInput, required: true, description: 'The rotation.' }),
    },
    resolve: async (_root, { input }, context, info) => ({
      token: await finishTokenRotation(
        context.app,
        context,
        await readOwnKey(context, info, input),
      ),
    }),
  }),
  cancelRotation: t.field({
    type: changedTokenType('CancelRotationSuccess', 'The replaced key keeps working, as before.'),
    access: { requires: 'ADMIN', signedIn: true },
    description:
      'Cancels a rotation while its overlap lasts: the successor, and any key that replaced it, is revoked at once, and the old key keeps working. A signed-in user cancels only rotations that it began itself, of keys whose scopes its sign-in has.',
    errors: {
      types: ERRORS,
      union: { name: 'CancelRotationResult', description: 'The result of `cancelRotation`.' },
    },
    args: {
      input: t.arg({ type: CancelRotationInput, required: true, description: 'The rotation.' }),
    },
    resolve: async (_root, { input }, context, info) => ({
      token: await cancelTokenRotation(
        context.app,
        context,
        await readRevivedKey(context, info, input),
      ),
    }),
  }),
  revokeToken: t.field({
    type: changedTokenType('RevokeTokenSuccess', 'The key no longer works.'),
    access: { requires: 'USER' },
    description:
      'Revokes a key at once, in every process. This cannot be undone. A key may revoke itself, a signed-in user its own keys, an admin any key.',
    errors: {
      types: [InvalidInputError, NotFoundError],
      union: { name: 'RevokeTokenResult', description: 'The result of `revokeToken`.' },
    },
    args: { input: t.arg({ type: RevokeTokenInput, required: true, description: 'Which key.' }) },
    resolve: async (_root, { input }, context, info) => ({
      token: await revokeToken(context.app, context, await readOwnKey(context, info, input)),
    }),
  }),
}));
