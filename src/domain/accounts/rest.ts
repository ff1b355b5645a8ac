import { z } from 'zod';
import type { App } from '../../core/app.ts';
import { NotFoundError } from '../../core/errors.ts';
import { detailAnswer, jsonAnswer } from '../../core/http/exchange.ts';
import { text } from '../../core/input/rules.ts';
import { field, readable } from '../../kit/rest/fields.ts';
import { rowId, rowLimit, rowOffset } from '../../kit/rest/parameters.ts';
import { route } from '../../kit/rest/route.ts';
import { tokenBody, tokenSchema } from '../api-keys/rest-body.ts';
import { listLiveTokens } from '../api-keys/service.ts';
import { USER_ACCESS } from '../users/access.ts';
import { userBody, userSchema } from '../users/rest-body.ts';
import type { User } from '../users/rows.ts';
import { findUserByEmail, getUser, listUsers } from '../users/service.ts';
import { updateUser } from './changes.ts';
import { createUserIdempotently } from './idempotency.ts';
import { userRules } from './input.ts';

const tag = 'Users';
const access = { requires: 'OPERATOR' } as const;
const pathParameters = z.object({ user_id: rowId('The id of the user.') });

const changeable = {
  name: userRules.name.nullish().describe('Display name, at most 100 characters; null for none.'),
  image_url: userRules.imageUrl
    .nullish()
    .describe('The URL of a picture, http or https; null for none.'),
  max_concurrent_bots: userRules.maxConcurrentBots
    .nullish()
    .describe(
      "How many bots the user may run at once; 0 means none, null the installation's default.",
    ),
  data: userRules.data.nullish().describe('Free-form data, at most 64 KiB as JSON.'),
};

const create = route({
  method: 'POST',
  path: '/admin/users',
  operationId: 'createUser',
  tag,
  access,
  summary: 'Create or find a user',
  description:
    'Creates a user, or returns the existing user with this email address, unchanged. Addresses are compared case-insensitively.',
  body: z.object({
    email: userRules.email.describe(
      'The email address. Surrounding whitespace and a display name are removed.',
    ),
    ...changeable,
  }),
  bodyExample: {
    email: 'ada@example.com',
    name: 'Ada',
    image_url: 'https://example.com/ada.png',
    max_concurrent_bots: 2,
    data: { team: 'research' },
  },
  idempotencyKey: 'HONOURED',
  responses: {
    200: {
      description: 'The user already existed and was not changed.',
      schema: userSchema,
    },
    201: { description: 'The user was created.', schema: userSchema },
  },
  handle: async (context, { body }) => {
    const { email, name, data } = body;
    const input = {
      email,
      name,
      data,
      imageUrl: body.image_url,
      maxConcurrentBots: body.max_concurrent_bots,
    };
    const ask = { operation: 'POST /admin/users', request: input };
    const { user, created } = await createUserIdempotently(
      { app: context.app, caller: context, ask },
      input,
    );
    return jsonAnswer(created ? 201 : 200, userBody(context, user));
  },
});

const list = route({
  method: 'GET',
  path: '/admin/users',
  operationId: 'listUsers',
  tag,
  access: { requires: 'OPERATOR', analytics: true },
  summary: 'List users',
  description: 'Users by id, ascending. The read-only analytics key may call it.',
  query: z.object({
    skip: rowOffset('How many users to skip.'),
    limit: rowLimit(100, 'The maximum number of users.'),
  }),
  responses: { 200: { description: 'The users, as a plain list.', schema: z.array(userSchema) } },
  handle: async (context, { query }) => {
    const users = await listUsers(context.app, { limit: query.limit, offset: query.skip });
    return jsonAnswer(
      200,
      users.map((user) => userBody(context, user)),
    );
  },
});

const byEmail = route({
  method: 'GET',
  path: '/admin/users/email/{email}',
  operationId: 'findUserByEmail',
  tag,
  access,
  summary: 'Find a user by email address',
  description: 'The user with this email address, compared case-insensitively.',
  pathParameters: z.object({
    email: text({ max: 2_048 }).meta({
      description: 'The email address, percent-encoded or not.',
      param: { example: 'ada@example.com' },
    }),
  }),
  responses: {
    200: { description: 'The user.', schema: userSchema },
    404: { description: 'No user has this address: `User not found`.' },
  },
  handle: async (context, { path }) => {
    const user = await findUserByEmail(context.app, path.email);
    if (user === null) throw new NotFoundError('User');
    return jsonAnswer(200, userBody(context, user));
  },
});

const userWithKeys = userSchema.extend({
  api_tokens: field(
    'User.apiTokens',
    z.array(tokenSchema).describe("The user's keys that are not revoked, oldest first."),
    { rule: USER_ACCESS.apiTokens },
  ),
});

const byId = route({
  method: 'GET',
  path: '/admin/users/{user_id}',
  operationId: 'getUser',
  tag,
  access,
  summary: 'Read a user and its keys',
  description: 'One user with its keys. Secrets are never shown again: `token` is masked.',
  pathParameters,
  responses: {
    200: {
      description: 'The user.',
      schema: userWithKeys,
    },
    404: { description: 'The user does not exist: `User not found`.' },
  },
  handle: async (context, { path }) => {
    const { app, viewer } = context;
    const user = await getUser(app, path.user_id);
    const tokens = await listLiveTokens(app, user.id);
    const body = { ...userBody(context, user), api_tokens: tokens.map(tokenBody) };
    return jsonAnswer(200, readable(userWithKeys, { viewer, parent: user }, body));
  },
});

const update = route({
  method: 'PATCH',
  path: '/admin/users/{user_id}',
  operationId: 'updateUser',
  tag,
  access,
  summary: 'Change a user',
  description:
    'Changes the given fields. `data` is merged key by key at the top level; null removes a key. The email address cannot be changed here.',
  pathParameters,
  body: z.object({
    email: z.unknown().optional().describe("The user's current email address, or omitted."),
    ...changeable,
  }),
  bodyExample: { name: 'Ada Lovelace', max_concurrent_bots: 3, data: { team: 'engines' } },
  responses: {
    200: { description: 'The user in its current state.', schema: userSchema },
    400: { description: '`Cannot change user email via this endpoint.`' },
    404: { description: 'The user does not exist: `User not found`.' },
  },
  handle: async (context, { path, body }) => {
    const { app } = context;
    if ('email' in body && !(await isOwnEmail(app, path.user_id, body.email))) {
      return detailAnswer(400, 'Cannot change user email via this endpoint.');
    }
    const { name, data } = body;
    const changes = {
      name,
      data,
      imageUrl: body.image_url,
      maxConcurrentBots: body.max_concurrent_bots,
    };
    const { user } = await updateUser(app, context, path.user_id, changes);
    return jsonAnswer(200, userBody(context, user));
  },
});

async function isOwnEmail(app: App, id: bigint, email: unknown): Promise<boolean> {
  const user: User = await getUser(app, id);
  const parsed = userRules.email.safeParse(email);
  return parsed.success && (await findUserByEmail(app, parsed.data))?.id === user.id;
}

export const userRoutes = [create, list, byEmail, byId, update];
