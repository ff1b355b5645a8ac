import { InvalidInputError, NotFoundError } from '../../core/errors.ts';
import { builder } from '../../kit/graphql/builder.ts';
import { encodeId, readId } from '../../kit/graphql/ids.ts';
import { revokeAllTokens, revokeTokenLineage } from './families.ts';
import { readOwnKey } from './graphql-answers.ts';
import type { Token } from './rows.ts';

const RevokeLineageInput = builder.inputType('RevokeLineageInput', {
  description: 'Which lineage to end.',
  fields: (t) => ({
    id: t.id({
      required: true,
      description: 'Any key of the lineage; without an admin key it must be the one that you send.',
    }),
  }),
});

const RevokeAllTokensInput = builder.inputType('RevokeAllTokensInput', {
  description: 'Whose keys to end.',
  fields: (t) => ({ userId: t.id({ required: true, description: 'The user.' }) }),
});

type Revoked = { readonly tokens: readonly Token[] };

function revokedType(name: string, description: string) {
  return builder.objectRef<Revoked>(name).implement({
    description,
    fields: (t) => ({
      count: t.int({
        description: 'How many keys this call ended; 0 when there were none left.',
        resolve: ({ tokens }) => tokens.length,
      }),
      revokedIds: t.idList({
        description: 'The keys that this call ended, oldest first.',
        resolve: ({ tokens }) => tokens.map(({ id }) => encodeId('ApiToken', id)),
      }),
    }),
  });
}

const ERRORS = [InvalidInputError, NotFoundError];

builder.mutationFields((t) => ({
  revokeLineage: t.field({
    type: revokedType('RevokeLineageSuccess', 'No key of the lineage works any longer.'),
    access: { requires: 'USER' },
    description:
      'Ends a key together with all keys that it replaced and that replaced it, at once, in every process. It cannot be undone, and a repetition ends nothing more. A key may end its own lineage; an admin any.',
    errors: {
      types: ERRORS,
      union: { name: 'RevokeLineageResult', description: 'What `revokeLineage` answers.' },
    },
    args: {
      input: t.arg({ type: RevokeLineageInput, required: true, description: 'Which lineage.' }),
    },
    resolve: async (_root, { input }, context, info) => ({
      tokens: await revokeTokenLineage(context.app, context, readOwnKey(context, info, input.id)),
    }),
  }),
  revokeAllTokens: t.field({
    type: revokedType('RevokeAllTokensSuccess', 'No key of the user works any longer.'),
    access: { requires: 'ADMIN' },
    description:
      'Ends all keys of a user at once, in every process, and the admin keys that depend on its administrator role. It cannot be undone, and a repetition ends nothing more. The user stays, and may get new keys.',
    errors: {
      types: ERRORS,
      union: { name: 'RevokeAllTokensResult', description: 'What `revokeAllTokens` answers.' },
    },
    args: {
      input: t.arg({ type: RevokeAllTokensInput, required: true, description: 'Whose keys.' }),
    },
    resolve: async (_root, { input }, context) => ({
      tokens: await revokeAllTokens(context.app, context, readId('User', input.userId, ['userId'])),
    }),
  }),
}));
