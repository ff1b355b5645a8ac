import { InvalidInputError, NotFoundError } from '../../core/errors.ts';
import { parseInput } from '../../core/input/issues.ts';
import { builder } from '../../kit/graphql/builder.ts';
import { readId } from '../../kit/graphql/ids.ts';
import { missingField } from '../../kit/graphql/older-field.ts';
import { readRequiredUser, UserBy } from '../users/graphql-by.ts';
import { LegalHoldRef } from './graphql.ts';
import { holdInput } from './input.ts';
import { type LegalHold, placeHold, releaseHold } from './service.ts';

const PlaceLegalHoldInput = builder.inputType('PlaceLegalHoldInput', {
  description: 'What to hold, and why. Either `user` or `meetingId`.',
  fields: (t) => ({
    user: t.field({ type: UserBy, description: 'The user, with everything that belongs to it.' }),
    meetingId: t.id({ description: 'One meeting.' }),
    reason: t.string({
      required: true,
      description: 'Why, such as the number of a case; at most 500 characters.',
    }),
  }),
});

const ReleaseLegalHoldInput = builder.inputType('ReleaseLegalHoldInput', {
  description: 'The hold to release.',
  fields: (t) => ({ id: t.id({ required: true, description: 'The hold.' }) }),
});

const HoldSuccess = builder.objectRef<{ readonly hold: LegalHold }>('LegalHoldSuccess').implement({
  description: 'The legal hold after the change.',
  fields: (t) => ({
    hold: t.expose('hold', { type: LegalHoldRef, description: 'The legal hold.' }),
  }),
});

const errors = [InvalidInputError, NotFoundError];

builder.mutationFields((t) => ({
  placeLegalHold: t.field({
    type: HoldSuccess,
    access: { requires: 'ADMIN' },
    description:
      'Protects a user, or one meeting, from deletion, erasure and retention until the hold is released.',
    errors: {
      types: errors,
      union: { name: 'PlaceLegalHoldResult', description: 'The result of `placeLegalHold`.' },
    },
    args: {
      input: t.arg({ type: PlaceLegalHoldInput, required: true, description: 'The hold.' }),
    },
    resolve: async (_root, { input: { user, meetingId, ...given } }, context) => {
      const { reason } = parseInput(holdInput, given);
      if (user != null && meetingId != null) throw both();
      const held =
        meetingId == null
          ? { userId: await readUserOf(context, user) }
          : { meetingId: readId('Meeting', meetingId, ['meetingId']) };
      return { hold: await placeHold(context.app, context, held, reason) };
    },
  }),
  releaseLegalHold: t.field({
    type: HoldSuccess,
    access: { requires: 'ADMIN' },
    description: 'Releases a legal hold. Releasing it again changes nothing.',
    errors: {
      types: errors,
      union: { name: 'ReleaseLegalHoldResult', description: 'The result of `releaseLegalHold`.' },
    },
    args: {
      input: t.arg({ type: ReleaseLegalHoldInput, required: true, description: 'The hold.' }),
    },
    resolve: async (_root, { input: { id } }, context) => ({
      hold: await releaseHold(context.app, context, readId('LegalHold', id, ['id'])),
    }),
  }),
}));

type Context = Parameters<typeof readRequiredUser>[0];
type By = Parameters<typeof readRequiredUser>[1]['user'];

function readUserOf(context: Context, user: By): Promise<bigint> {
  if (user == null) throw missingField('user');
  return readRequiredUser(context, { user, older: { name: 'meetingId', value: null } });
}

function both(): InvalidInputError {
  const message = 'must not be given together with meetingId';
  return new InvalidInputError([{ path: ['user'], message, type: 'value_error' }]);
}
