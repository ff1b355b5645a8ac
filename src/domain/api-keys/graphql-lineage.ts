import { ConflictError, InvalidInputError, NotFoundError } from '../../core/errors.ts';
import { parseInput } from '../../core/input/issues.ts';
import { builder } from '../../kit/graphql/builder.ts';
import { readId } from '../../kit/graphql/ids.ts';
import { askedBy } from '../../kit/graphql/selection.ts';
import { changedTokenType, newTokenType, readOwnKey } from './graphql-answers.ts';
import { rotateTokenOnce } from './idempotency.ts';
import { rotateInput } from './input.ts';
import { cancelTokenRotation, finishTokenRotation, revokeToken } from './lineage.ts';

const OWN = 'The key; without an admin key it must be the one that you send.';

const NAMED =
  'The replaced key or its successor. Of a key that replaced one and was itself replaced, its own rotation; a successor that was taken back names none.';

const RotateKeyInput = builder.inputType('RotateKeyInput', {
  description: 'Which key to replace.',
  fields: (t) => ({
    id: t.id({ required: true, description: OWN }),
    overlap: t.int({
      description:
        'For how many seconds the old key still works with the new one, from 0 to 2,592,000 (30 days). Left out: 0, the old key ends at once.',
    }),
  }),
});

const FinishRotationInput = builder.inputType('FinishRotationInput', {
  description: 'Which rotation to bring to its end.',
  fields: (t) => ({
    id: t.id({
      required: true,
      description: `${NAMED} Without an admin key it must be the one that you send.`,
    }),
  }),
});

const CancelRotationInput = builder.inputType('CancelRotationInput', {
  description: 'Which rotation to take back.',
  fields: (t) => ({
    id: t.id({ required: true, description: NAMED }),
  }),
});

const RevokeTokenInput = builder.inputType('RevokeTokenInput', {
  description: 'Which key to end.',
  fields: (t) => ({ id: t.id({ required: true, description: OWN }) }),
});

const ERRORS = [InvalidInputError, NotFoundError, ConflictError];

builder.mutationFields((t) => ({
  rotateKey: t.field({
    type: newTokenType('RotateKeySuccess', 'The successor is made.'),
    honoursIdempotencyKey: true,
    access: { requires: 'USER' },
    description:
      'Replaces a key by a successor with the same name and, as far as the server still allows, the same scopes and the time to live that was granted last. The old key ends at once or works on for an overlap; each counts its own usage. A key may rotate itself, and then keeps the end that it has; an admin may rotate any, also of a user that has as many keys as it may have. While an earlier key of its lineage still works in its overlap, a key can be replaced without an overlap only. Of two rotations at once one wins. With the header `Idempotency-Key`, a repetition within a day answers the same successor; a key that rotates itself needs an overlap for that, as it is refused once it ended.',
    errors: {
      types: ERRORS,
      union: { name: 'RotateKeyResult', description: 'What `rotateKey` answers.' },
    },
    args: { input: t.arg({ type: RotateKeyInput, required: true, description: 'Which key.' }) },
    resolve: (_root, { input }, context, info) =>
      rotateTokenOnce(
        askedBy(context, info, input),
        readOwnKey(context, info, input.id),
        parseInput(rotateInput, { overlap: input.overlap }),
      ),
  }),
  finishRotation: t.field({
    type: changedTokenType('FinishRotationSuccess', 'The replaced key no longer works.'),
    access: { requires: 'USER' },
    description: 'Ends the overlap of a rotation early: the replaced key ends at once.',
    errors: {
      types: ERRORS,
      union: { name: 'FinishRotationResult', description: 'What `finishRotation` answers.' },
    },
    args: {
      input: t.arg({ type: FinishRotationInput, required: true, description: 'Which rotation.' }),
    },
    resolve: async (_root, { input }, context, info) => ({
      token: await finishTokenRotation(context.app, context, readOwnKey(context, info, input.id)),
    }),
  }),
  cancelRotation: t.field({
    type: changedTokenType('CancelRotationSuccess', 'The replaced key works on, as before.'),
    access: { requires: 'ADMIN' },
    description:
      'Takes a rotation back while its overlap lasts: the successor, and whatever replaced that, ends at once, and the old key lives on.',
    errors: {
      types: ERRORS,
      union: { name: 'CancelRotationResult', description: 'What `cancelRotation` answers.' },
    },
    args: {
      input: t.arg({ type: CancelRotationInput, required: true, description: 'Which rotation.' }),
    },
    resolve: async (_root, { input }, context) => ({
      token: await cancelTokenRotation(context.app, context, readId('ApiToken', input.id, ['id'])),
    }),
  }),
  revokeToken: t.field({
    type: changedTokenType('RevokeTokenSuccess', 'The key no longer works.'),
    access: { requires: 'USER' },
    description:
      'Ends a key at once, in every process. It cannot be undone. A key may revoke itself; an admin any.',
    errors: {
      types: [InvalidInputError, NotFoundError],
      union: { name: 'RevokeTokenResult', description: 'What `revokeToken` answers.' },
    },
    args: { input: t.arg({ type: RevokeTokenInput, required: true, description: 'Which key.' }) },
    resolve: async (_root, { input }, context, info) => ({
      token: await revokeToken(context.app, context, readOwnKey(context, info, input.id)),
    }),
  }),
}));
