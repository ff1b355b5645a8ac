import { ConflictError, InvalidInputError, NotFoundError } from '../../core/errors.ts';
import { parseInput } from '../../core/input/issues.ts';
import { builder } from '../../kit/graphql/builder.ts';
import { encodeId, readId } from '../../kit/graphql/ids.ts';
import { askedBy } from '../../kit/graphql/selection.ts';
import { type ChangedUser, updateUser } from './changes.ts';
import { deleteUser } from './deletion.ts';
import { UserRef, UserRole } from './graphql.ts';
import { lostPowerFields } from './graphql-lost-power.ts';
import { createUserOnce } from './idempotency.ts';
import { createUserInput, userChanges } from './input.ts';
import type { CreatedUser } from './new-users.ts';

const CreateUserInput = builder.inputType('CreateUserInput', {
  description: 'A user to find or create.',
  fields: (t) => ({
    email: t.field({
      type: 'EmailAddress',
      required: true,
      description:
        'Who it is. Blanks around it and a display name are dropped, the domain is put in lower case.',
    }),
    name: t.string({ description: 'Display name, at most 100 characters.' }),
    imageUrl: t.field({
      type: 'URL',
      description: 'Where a picture is: an http or https address of at most 2,048 characters.',
    }),
    role: t.field({ type: UserRole, description: 'USER, if left out.' }),
    maxConcurrentBots: t.int({
      description:
        "How many bots may run at once, from 0. Left out or null: the installation's default.",
    }),
    data: t.field({
      type: 'JSONObject',
      description:
        'Free-form data, at most 64 KiB as JSON and 50 levels deep. `webhook_secret` at its top level is encrypted; a secret in any other place is refused.',
    }),
  }),
});

const CreateUserSuccess = builder.objectRef<CreatedUser>('CreateUserSuccess').implement({
  description: 'The user is there.',
  fields: (t) => ({
    user: t.expose('user', { type: UserRef, description: 'The user with this address.' }),
    created: t.exposeBoolean('created', {
      description: 'False when it was there before; then nothing of it was changed.',
    }),
  }),
});

const UpdateUserInput = builder.inputType('UpdateUserInput', {
  description: 'What to change of a user. What is left out stays as it is.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Which user.' }),
    email: t.field({
      type: 'EmailAddress',
      description: 'A new address; no other user may have it.',
    }),
    name: t.string({ description: 'Display name, at most 100 characters; null clears it.' }),
    imageUrl: t.field({ type: 'URL', description: 'Where a picture is; null clears it.' }),
    role: t.field({
      type: UserRole,
      description: 'What it may do in addition to using its own keys.',
    }),
    isActive: t.boolean({
      description: 'False suspends all its keys at once, true brings them back.',
    }),
    maxConcurrentBots: t.int({
      description: "How many bots may run at once, from 0; null: the installation's default.",
    }),
    data: t.field({
      type: 'JSONObject',
      description:
        'Merged into what is there, key by key at the top level; a key set to null is removed. The limits of `createUser` hold for the result.',
    }),
  }),
});

const UpdateUserSuccess = builder.objectRef<ChangedUser>('UpdateUserSuccess').implement({
  description: 'The user is changed.',
  fields: (t) => ({
    user: t.expose('user', { type: UserRef, description: 'The user as it is now.' }),
    ...lostPowerFields(t),
  }),
});

const DeleteUserInput = builder.inputType('DeleteUserInput', {
  description: 'Which user to delete.',
  fields: (t) => ({ id: t.id({ required: true, description: 'Which user.' }) }),
});

const DeleteUserSuccess = builder.objectRef<ChangedUser>('DeleteUserSuccess').implement({
  description: 'The user is gone, and no key of it works any longer.',
  fields: (t) => ({
    deletedUserId: t.id({
      description: 'The id that it had, for clients that keep a cache.',
      resolve: ({ user }) => encodeId('User', user.id),
    }),
    ...lostPowerFields(t),
  }),
});

builder.mutationFields((t) => ({
  createUser: t.field({
    type: CreateUserSuccess,
    honoursIdempotencyKey: true,
    access: { requires: 'ADMIN' },
    description:
      'Finds the user with this address or creates it; either way the answer is the same when it is repeated. With the header `Idempotency-Key`, a repetition within a day answers exactly what the first one did.',
    errors: {
      types: [InvalidInputError],
      union: { name: 'CreateUserResult', description: 'What `createUser` answers.' },
    },
    args: { input: t.arg({ type: CreateUserInput, required: true, description: 'The user.' }) },
    resolve: (_root, { input }, context, info) =>
      createUserOnce(askedBy(context, info, input), parseInput(createUserInput, input)),
  }),
  updateUser: t.field({
    type: UpdateUserSuccess,
    access: { requires: 'ADMIN' },
    description:
      'Changes a user. An administrator that is suspended or gets another role loses, for good, the admin keys that were made by its role.',
    errors: {
      types: [InvalidInputError, NotFoundError, ConflictError],
      union: { name: 'UpdateUserResult', description: 'What `updateUser` answers.' },
    },
    args: {
      input: t.arg({
        type: UpdateUserInput,
        required: true,
        description: 'Which user, and what to change.',
      }),
    },
    resolve: (_root, { input: { id, ...changes } }, context) =>
      updateUser(
        context.app,
        context,
        readId('User', id, ['id']),
        parseInput(userChanges, changes),
      ),
  }),
  deleteUser: t.field({
    type: DeleteUserSuccess,
    access: { requires: 'ADMIN' },
    description:
      'Deletes a user, ends all its keys at once, of an administrator also the admin keys that were made by its role, and drops the secret of its webhook. Its meetings stay for the figures; its address may be used again.',
    errors: {
      types: [InvalidInputError, NotFoundError],
      union: { name: 'DeleteUserResult', description: 'What `deleteUser` answers.' },
    },
    args: { input: t.arg({ type: DeleteUserInput, required: true, description: 'Which user.' }) },
    resolve: (_root, { input }, context) =>
      deleteUser(context.app, context, readId('User', input.id, ['id'])),
  }),
}));
