import { z } from 'zod';
import { jsonAnswer } from '../../core/http/exchange.ts';
import { field } from '../../kit/rest/fields.ts';
import { rowLimit, rowOffset } from '../../kit/rest/parameters.ts';
import { route } from '../../kit/rest/route.ts';
import { createAccount, rotateAccountKey } from './account.ts';
import { updateUser } from './changes.ts';
import { deleteUser } from './deletion.ts';
import {
  accountBodies,
  accountBody,
  accountSchema,
  keyBody,
  keyFields,
  lostPowerBody,
  lostPowerFields,
} from './rest-account-body.ts';
import { accountChanges, accountPath, newAccount } from './rest-account-input.ts';
import { getUser, listPlainUsers } from './service.ts';

const tag = 'Accounts';
const access = { requires: 'ADMIN' } as const;
const success = field(null, z.literal(true).describe('Always true.'));
const UNKNOWN = { description: 'There is none: `User not found`.' };
const REPEATED =
  'With the header `Idempotency-Key`, a repetition within a day makes no second key; it shows `api_key` again for a minute, then null.';

const list = route({
  method: 'GET',
  path: '/users',
  tag,
  access,
  summary: 'List users',
  description: 'Users with their usage, oldest first.',
  query: z.object({
    skip: rowOffset('How many users to leave out at the start.'),
    limit: rowLimit(100, 'How many users at most.'),
  }),
  responses: { 200: { description: 'The users; the bare list.', schema: z.array(accountSchema) } },
  handle: async ({ app }, { query }) => {
    const users = await listPlainUsers(app, { limit: query.limit, offset: query.skip });
    return jsonAnswer(200, await accountBodies(app, users));
  },
});

const create = route({
  method: 'POST',
  path: '/users',
  tag,
  access,
  summary: 'Create a user with a key',
  description: `Creates a user and its key, whose text is in this answer and nowhere else. ${REPEATED}`,
  body: newAccount,
  idempotencyKey: 'HONOURED',
  responses: {
    201: {
      description: 'The user and its key.',
      schema: z.object({ user: field('Query.user', accountSchema), ...keyFields }),
    },
    409: { description: 'Another user has this address.' },
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
  tag,
  access,
  summary: 'Change a user',
  description:
    'Changes what is given. `is_active: false` suspends all its keys at once, `true` brings them back. An administrator that is suspended or gets another role loses, for good, the admin keys that were made by its role.',
  pathParameters: accountPath,
  body: accountChanges,
  responses: {
    200: {
      description: 'The user as it is now.',
      schema: accountSchema.extend(lostPowerFields).meta({
        id: 'ChangedAccount',
        description: 'A user, with what ended together with its administrator role.',
      }),
    },
    404: UNKNOWN,
    409: { description: 'Another user has this address.' },
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
  tag,
  access,
  summary: 'Delete a user',
  description: 'Deletes a user, ends all its keys at once and drops the secret of its webhook.',
  pathParameters: accountPath,
  responses: {
    200: {
      description: 'The user is gone.',
      schema: z.object({
        success,
        deleted: field('User.databaseId', z.string().describe('The id that it had.')),
        ...lostPowerFields,
      }),
    },
    404: UNKNOWN,
  },
  handle: async (context, { path }) => {
    const { user, ...lost } = await deleteUser(context.app, context, path.user_id);
    return jsonAnswer(200, { success: true, deleted: String(user.id), ...lostPowerBody(lost) });
  },
});

const rotateKey = route({
  method: 'POST',
  path: '/users/{user_id}/rotate-key',
  tag,
  access,
  summary: "Replace a user's key",
  description: `Makes a new key with the same scopes and time to live, and ends the old one at once, and whatever still works in an overlap; a user without a working key gets its first. ${REPEATED} An admin who replaces the very key that it sends cannot repeat: that key is refused from then on.`,
  pathParameters: accountPath,
  idempotencyKey: 'HONOURED',
  responses: {
    200: {
      description: 'The new key.',
      schema: z.object({ success, ...keyFields }),
    },
    404: UNKNOWN,
    409: {
      description:
        'The user has several working keys, or somebody else rotated it at the same moment.',
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
