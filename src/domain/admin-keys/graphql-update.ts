import { ConflictError, InvalidInputError, NotFoundError } from '../../core/errors.ts';
import { parseInput } from '../../core/input/issues.ts';
import { builder } from '../../kit/graphql/builder.ts';
import { readId } from '../../kit/graphql/ids.ts';
import { changedKeyType } from './graphql-mutations.ts';
import { adminKeyChanges } from './input.ts';
import { updateAdminKey } from './update.ts';

const UpdateAdminKeyInput = builder.inputType('UpdateAdminKeyInput', {
  description: 'The changes to an admin key. Omitted fields stay as they are.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Which key.' }),
    name: t.string({ description: 'Who or what the key is for. At most 255 characters.' }),
    rateLimit: t.int({
      description:
        'How many requests per minute the key may send, together with the keys it replaced and its future replacements, from 1; null: the default from the settings. Only an admin key may set it.',
    }),
  }),
});

builder.mutationField('updateAdminKey', (t) =>
  t.field({
    type: changedKeyType('UpdateAdminKeySuccess', 'The admin key was changed.'),
    access: { requires: 'ADMIN' },
    description:
      "Changes an admin key's name or request limit. It applies from the key's next request, in every process.",
    errors: {
      types: [InvalidInputError, NotFoundError, ConflictError],
      union: { name: 'UpdateAdminKeyResult', description: 'The result of `updateAdminKey`.' },
    },
    args: {
      input: t.arg({
        type: UpdateAdminKeyInput,
        required: true,
        description: 'The key and its changes.',
      }),
    },
    resolve: async (_root, { input: { id, name, rateLimit } }, context) => {
      const changes = parseInput(adminKeyChanges, { name: name ?? undefined, rateLimit });
      const update = { id: readId('AdminKey', id, ['id']), changes };
      return { adminKey: await updateAdminKey(context.app, context, update) };
    },
  }),
);
