import { ConflictError, InvalidInputError, NotFoundError } from '../../core/errors.ts';
import { parseInput } from '../../core/input/issues.ts';
import { builder, type InputFields } from '../../kit/graphql/builder.ts';
import { encodeId } from '../../kit/graphql/ids.ts';
import { useInstead } from '../../kit/graphql/older-field.ts';
import { idempotentCall } from '../../kit/graphql/selection.ts';
import { UserRef, UserRole } from '../users/graphql.ts';
import { readRequiredUser, UserBy } from '../users/graphql-by.ts';
import { type ChangedUser, updateUser } from './changes.ts';
import { deleteUser } from './deletion.ts';
import { lostPowerFields } from './graphql-lost-power.ts';
import { createUserIdempotently } from './idempotency.ts';
import { createUserInput, userChanges } from './input.ts';
import type { CreatedUser } from './new-users.ts';

const CreateUserInput = builder.inputType('CreateUserInput', {
  description: 'The user to find or create.',
  fields: (t) => ({
    email: t.field({
      type: 'EmailAddress',
      required: true,
      description:
        'The email address. Surrounding whitespace and a display name are removed, and the domain is lower-cased.',
    }),
    name: t.string({ description: 'Display name, at most 100 characters.' }),
    imageUrl: t.field({
      type: 'URL',
      description: 'The URL of a picture: http or https, at most 2,048 characters.',
    }),
    role: t.field({ type: UserRole, description: 'Default: USER.' }),
    maxConcurrentBots: t.int({
      description:
        "How many bots may run at once, from 0. Omitted or null: the installation's default.",
    }),
    data: t.field({
      type: 'JSONObject',
      description:
        'Free-form data, at most 64 KiB as JSON and 50 levels deep. A top-level `webhook_secret` is encrypted; a secret anywhere else is refused.',
    }),
  }),
});

const CreateUserSuccess = builder.objectRef<CreatedUser>('CreateUserSuccess').implement({
  description: 'The user exists.',
  fields: (t) => ({
    user: t.expose('user', { type: UserRef, description: 'The user with this address.' }),
    created: t.exposeBoolean('created', {
      description: 'False if the user already existed; it was then not changed.',
    }),
  }),
});

function userFields(t: InputFields) {
  return {
    user: t.field({ type: UserBy, description: 'The user. Required.' }),
    id: t.id({ deprecationReason: useInstead('user'), description: 'The id of the user.' }),
  };
}

const UpdateUserInput = builder.inputType('UpdateUserInput', {
  description: 'The changes to a user. Omitted fields stay as they are.',
  fields: (t) => ({
    ...userFields(t),
    email: t.field({
      type: 'EmailAddress',
      description: 'A new email address; no other user may have it.',
    }),
    name: t.string({ description: 'Display name, at most 100 characters; null clears it.' }),
    imageUrl: t.field({ type: 'URL', description: 'The URL of a picture; null clears it.' }),
    role: t.field({
      type: UserRole,
      description: 'The role, in addition to what its keys allow.',
    }),
    isActive: t.boolean({
      description: "False suspends all of the user's keys at once, true restores them.",
    }),
    maxConcurrentBots: t.int({
      description: "How many bots may run at once, from 0; null: the installation's default.",
    }),
    data: t.field({
      type: 'JSONObject',
      description:
        'Merged into the stored data, key by key at the top level; null removes a key. The limits of `createUser` apply to the result.',
    }),
  }),
});

const UpdateUserSuccess = builder.objectRef<ChangedUser>('UpdateUserSuccess').implement({
  description: 'The user was changed.',
  fields: (t) => ({
    user: t.expose('user', { type: UserRef, description: 'The user in its current state.' }),
    ...lostPowerFields(t),
  }),
});

const DeleteUserInput = builder.inputType('DeleteUserInput', {
  description: 'The user to delete.',
  fields: userFields,
});

const DeleteUserSuccess = builder.objectRef<ChangedUser>('DeleteUserSuccess').implement({
  description: 'The user is deleted and its keys are revoked.',
  fields: (t) => ({
    deletedUserId: t.id({
      description: 'The id of the deleted user, for client caches.',
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
      'Finds the user with this address or creates it; repeating it returns the same user. With the header `Idempotency-Key`, repeating the request within a day returns exactly the first response.',
    errors: {
      types: [InvalidInputError],
      union: { name: 'CreateUserResult', description: 'The result of `createUser`.' },
    },
    args: { input: t.arg({ type: CreateUserInput, required: true, description: 'The user.' }) },
    resolve: (_root, { input }, context, info) =>
      createUserIdempotently(
        idempotentCall(context, info, input),
        parseInput(createUserInput, input),
      ),
  }),
  updateUser: t.field({
    type: UpdateUserSuccess,
    access: { requires: 'ADMIN' },
    description:
      'Changes a user. An administrator who is suspended or loses the role permanently loses the admin keys that depend on it.',
    errors: {
      types: [InvalidInputError, NotFoundError, ConflictError],
      union: { name: 'UpdateUserResult', description: 'The result of `updateUser`.' },
    },
    args: {
      input: t.arg({
        type: UpdateUserInput,
        required: true,
        description: 'The user and its changes.',
      }),
    },
    resolve: async (_root, { input: { user, id, ...changes } }, context) =>
      updateUser(
        context.app,
        context,
        await readRequiredUser(context, { user, older: { name: 'id', value: id } }),
        parseInput(userChanges, changes),
      ),
  }),
  deleteUser: t.field({
    type: DeleteUserSuccess,
    access: { requires: 'ADMIN' },
    description:
      'Deletes a user, revokes all its keys at once (and for an administrator the admin keys that depend on the role), and deletes the secret of its webhook. Its meetings stay for statistics; its address can be used again. A user under a legal hold is not deleted.',
    errors: {
      types: [InvalidInputError, NotFoundError, ConflictError],
      union: { name: 'DeleteUserResult', description: 'The result of `deleteUser`.' },
    },
    args: { input: t.arg({ type: DeleteUserInput, required: true, description: 'The user.' }) },
    resolve: async (_root, { input: { user, id } }, context) => {
      const older = { name: 'id', value: id };
      return await deleteUser(
        context.app,
        context,
        await readRequiredUser(context, { user, older }),
      );
    },
  }),
}));
