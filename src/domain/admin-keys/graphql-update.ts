import { ConflictError, InvalidInputError, NotFoundError } from '../../core/errors.ts';
import { parseInput } from '../../core/input/issues.ts';
import { builder } from '../../kit/graphql/builder.ts';
import { readId } from '../../kit/graphql/ids.ts';
import { changedKeyType } from './graphql-mutations.ts';
import { adminKeyChanges } from './input.ts';
import { updateAdminKey } from './update.ts';

const UpdateAdminKeyInput = builder.inputType('UpdateAdminKeyInput', {
  description: 'What to change of an admin key. What is left out stays as it is.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Which key.' }),
    name: t.string({ description: 'Whose it is, or what for. At most 255 characters.' }),
    rateLimit: t.int({
      description:
        'How many requests it may send in a minute, together with the keys that it replaced and those that will replace it, from 1; null: what the settings say. Only an admin key may set it.',
    }),
  }),
});

builder.mutationField('updateAdminKey', (t) =>
  t.field({
    type: changedKeyType('UpdateAdminKeySuccess', 'The admin key is changed.'),
    access: { requires: 'ADMIN' },
    description:
      "Changes an admin key's name or its request limit. It counts from the key's next request on, in every process.",
    errors: {
      types: [InvalidInputError, NotFoundError, ConflictError],
      union: { name: 'UpdateAdminKeyResult', description: 'What `updateAdminKey` answers.' },
    },
    args: {
      input: t.arg({
        type: UpdateAdminKeyInput,
        required: true,
        description: 'Which key, and what to change.',
      }),
    },
    resolve: async (_root, { input: { id, name, rateLimit } }, context) => {
      const changes = parseInput(adminKeyChanges, { name: name ?? undefined, rateLimit });
      const update = { id: readId('AdminKey', id, ['id']), changes };
      return { adminKey: await updateAdminKey(context.app, context, update) };
    },
  }),
);
