import { z } from 'zod';
import { jsonAnswer } from '../../core/http/exchange.ts';
import { field } from '../../kit/rest/fields.ts';
import { rowLimit, rowOffset } from '../../kit/rest/parameters.ts';
import { route } from '../../kit/rest/route.ts';
import { getUser, listUserRows } from '../users/service.ts';
import { createAccount, rotateAccountKey } from './account.ts';
import { updateUser } from './changes.ts';
import { deleteUser } from './deletion.ts';
import {
  accountBodies,
  accountBody,
  accountSchema,
  keyBody,
  lostPowerBody,
  lostPowerProperties,
  newKeyFields,
} from './rest-account-body.ts';
import { accountChanges, accountPath, newAccount } from './rest-account-input.ts';

const tag = 'Accounts';
const access = { requires: 'ADMIN' } as const;
const success = field(null, z.literal(true).describe('Always true.'));
const UNKNOWN = { description: 'The user does not exist: `User not found`.' };
const REPEATED =
  'With the header `Idempotency-Key`, repeating the request within a day creates no second key; it returns `api_key` again for a minute, then null.';

const list = route({
  method: 'GET',
  path: '/users',
  operationId: 'listAccounts',
  tag,
  access,
  summary: 'List users',
  description: 'Users with their usage, oldest first.',
  query: z.object({
    skip: rowOffset('How many users to skip.'),
    limit: rowLimit(100, 'The maximum number of users.'),
  }),
  responses: {
    200: { description: 'The users, as a plain list.', schema: z.array(accountSchema) },
  },
  handle: async ({ app }, { query }) => {
    const users = await listUserRows(app, { limit: query.limit, offset: query.skip });
    return jsonAnswer(200, await accountBodies(app, users));
  },
});

const create = route({
  method: 'POST',
  path: '/users',
  operationId: 'createAccount',
  tag,
  access,
  summary: 'Create a user with a key',
  description: `Creates a user and a key. Only this response contains the key's secret. ${REPEATED}`,
  body: newAccount,
  bodyExample: { email: 'grace@example.com', name: 'Grace', role: 'user' },
  idempotencyKey: 'HONOURED',
  responses: {
    201: {
      description: 'The user and its key.',
      schema: z.object({ user: field('Query.user', accountSchema), ...newKeyFields }),
    },
    409: { description: 'Another user has this email address.' },
  },
  handle: async (context, { body }) => {
    const ask = { operation: 'POST /users', request: body };
    const { user, secret } = await createAccount({ app: context.app, caller: context, ask }, body);
    return jsonAnswer(201, {
      user: await accountBody(context.app, user),
      ...keyBody(secret),
    });
  },
});

const read = route({
  method: 'GET',
  path: '/users/{user_id}',
  operationId: 'getAccount',
  tag,
  access,
  summary: 'Read a user',
  description: 'One user with its usage.',
  pathParameters: accountPath,
  responses: { 200: { description: 'The user.', schema: accountSchema }, 404: UNKNOWN },
  handle: async ({ app }, { path }) =>
    jsonAnswer(200, await accountBody(app, await getUser(app, path.user_id))),
});

const update = route({
  method: 'PATCH',
  path: '/users/{user_id}',
  operationId: 'updateAccount',
  tag,
  access,
  summary: 'Change a user',
  description:
    "Changes the given fields. `is_active: false` suspends all of the user's keys at once, `true` restores them. An administrator who is suspended or loses the role permanently loses the admin keys that depend on it.",
  pathParameters: accountPath,
  body: accountChanges,
  bodyExample: { name: 'Ada Byron', role: 'user', is_active: true },
  responses: {
    200: {
      description: 'The user in its current state.',
      schema: accountSchema.extend(lostPowerProperties).meta({
        id: 'ChangedAccount',
        description: 'A user, with the access that ended with its administrator role.',
      }),
    },
    404: UNKNOWN,
    409: { description: 'Another user has this email address.' },
  },
  handle: async (context, { path, body }) => {
    const { is_active: isActive, ...changes } = body;
    const { app } = context;
    const { user, ...lost } = await updateUser(app, context, path.user_id, {
      ...changes,
      isActive,
    });
    return jsonAnswer(200, { ...(await accountBody(app, user)), ...lostPowerBody(lost) });
  },
});

const remove = route({
  method: 'DELETE',
  path: '/users/{user_id}',
  operationId: 'deleteAccount',
  tag,
  access,
  summary: 'Delete a user',
  description:
    'Deletes a user, revokes all its keys at once and deletes the secret of its webhook.',
  pathParameters: accountPath,
  responses: {
    200: {
      description: 'The user is deleted.',
      schema: z.object({
        success,
        deleted: field('User.databaseId', z.string().describe('The id of the deleted user.')),
        ...lostPowerProperties,
      }),
    },
    404: UNKNOWN,
    409: { description: 'The user is under a legal hold.' },
  },
  handle: async (context, { path }) => {
    const { user, ...lost } = await deleteUser(context.app, context, path.user_id);
    return jsonAnswer(200, { success: true, deleted: String(user.id), ...lostPowerBody(lost) });
  },
});

const rotateKey = route({
  method: 'POST',
  path: '/users/{user_id}/rotate-key',
  operationId: 'rotateAccountKey',
  tag,
  access,
  summary: "Replace a user's key",
  description: `Creates a new key with the same scopes and lifetime, and revokes the old key and any key still in an overlap at once; a user without a working key gets its first. ${REPEATED} An admin who replaces the key of the request itself cannot repeat the request, because that key is then refused.`,
  pathParameters: accountPath,
  idempotencyKey: 'HONOURED',
  responses: {
    200: {
      description: 'The new key.',
      schema: z.object({ success, ...newKeyFields }),
    },
    404: UNKNOWN,
    409: {
      description:
        'The user has several working keys, or another request rotated it at the same time.',
    },
  },
  handle: async (context, { path }) => {
    const ask = { operation: `POST /users/${path.user_id}/rotate-key`, request: null };
    const { secret } = await rotateAccountKey(
      { app: context.app, caller: context, ask },
      path.user_id,
    );
    return jsonAnswer(200, { success: true, ...keyBody(secret) });
  },
});

export const accountRoutes = [list, create, read, update, remove, rotateKey];
