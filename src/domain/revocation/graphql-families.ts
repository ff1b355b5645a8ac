import { InvalidInputError, NotFoundError } from '../../core/errors.ts';
import { builder } from '../../kit/graphql/builder.ts';
import { encodeId } from '../../kit/graphql/ids.ts';
import { useInstead } from '../../kit/graphql/older-field.ts';
import { keyFields } from '../api-keys/graphql-by.ts';
import { readOwnKey } from '../api-keys/graphql-own.ts';
import type { Token } from '../api-keys/rows.ts';
import { readRequiredUser, UserBy } from '../users/graphql-by.ts';
import { revokeAllTokens, revokeTokenLineage } from './families.ts';

const RevokeLineageInput = builder.inputType('RevokeLineageInput', {
  description: 'The lineage to revoke.',
  fields: (t) =>
    keyFields(
      t,
      'Any key of the lineage; without an admin key it must be the key you send, or yours if you are signed in.',
    ),
});

const RevokeAllTokensInput = builder.inputType('RevokeAllTokensInput', {
  description: 'The user whose keys to revoke.',
  fields: (t) => ({
    user: t.field({ type: UserBy, description: 'The user. Required.' }),
    userId: t.id({ deprecationReason: useInstead('user'), description: 'The id of the user.' }),
  }),
});

type Revoked = { readonly tokens: readonly Token[] };

function revokedType(name: string, description: string) {
  return builder.objectRef<Revoked>(name).implement({
    description,
    fields: (t) => ({
      count: t.int({
        description: 'How many keys this call revoked; 0 if none were left.',
        resolve: ({ tokens }) => tokens.length,
      }),
      revokedIds: t.idList({
        description: 'The keys that this call revoked, oldest first.',
        resolve: ({ tokens }) => tokens.map(({ id }) => encodeId('ApiToken', id)),
      }),
    }),
  });
}

const ERRORS = [InvalidInputError, NotFoundError];

builder.mutationFields((t) => ({
  revokeLineage: t.field({
    type: revokedType('RevokeLineageSuccess', 'All keys of the lineage are revoked.'),
    access: { requires: 'USER' },
    description:
      'Revokes a key together with all keys that it replaced and that replaced it, at once, in every process. This cannot be undone; repeating it has no further effect. A key may revoke its own lineage, a signed-in user those of its own keys, an admin any.',
    errors: {
      types: ERRORS,
      union: { name: 'RevokeLineageResult', description: 'The result of `revokeLineage`.' },
    },
    args: {
      input: t.arg({ type: RevokeLineageInput, required: true, description: 'The lineage.' }),
    },
    resolve: async (_root, { input }, context, info) => ({
      tokens: await revokeTokenLineage(
        context.app,
        context,
        await readOwnKey(context, info, input),
      ),
    }),
  }),
  revokeAllTokens: t.field({
    type: revokedType('RevokeAllTokensSuccess', 'All keys of the user are revoked.'),
    access: { requires: 'ADMIN' },
    description:
      'Revokes all keys of a user at once, in every process, and the admin keys that depend on its administrator role, and ends its sessions of browsers and its sign-in link. This cannot be undone; repeating it has no further effect. The user stays and can get new keys.',
    errors: {
      types: ERRORS,
      union: { name: 'RevokeAllTokensResult', description: 'The result of `revokeAllTokens`.' },
    },
    args: {
      input: t.arg({ type: RevokeAllTokensInput, required: true, description: 'The user.' }),
    },
    resolve: async (_root, { input: { user, userId } }, context) => {
      const older = { name: 'userId', value: userId };
      const id = await readRequiredUser(context, { user, older });
      return { tokens: await revokeAllTokens(context.app, context, id) };
    },
  }),
}));
