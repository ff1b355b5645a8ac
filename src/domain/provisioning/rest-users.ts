import { z } from 'zod';
import { NO_CONTENT } from '../../core/http/exchange.ts';
import { scimAnswer } from '../../core/http/scim.ts';
import { route } from '../../kit/rest/route.ts';
import {
  access,
  idParameter,
  listBody,
  listQuery,
  listSchema,
  oneQuery,
  PATCH,
  patchBody,
  projectionOf,
  protocol,
  REFUSALS,
  refusal,
  success,
  TAKEN,
  tag,
  UNKNOWN,
  windowOf,
} from './rest-forms.ts';
import {
  scimUser,
  USER_EXAMPLE,
  userBodies,
  userBody,
  userInputBody,
  userLocation,
} from './rest-user-body.ts';
import { readOperations } from './scim/operations.ts';
import { userFilterSql } from './user-filter.ts';
import { getProvisioned, listProvisioned } from './user-rows.ts';
import {
  createProvisioned,
  deleteProvisioned,
  patchProvisioned,
  replaceProvisioned,
} from './users.ts';

const common = { tag, access, protocol } as const;
const pathParameters = z.object({ user_id: idParameter('The id of the user.', '2') });
const CURRENT = success('The user in its current state.', scimUser);

const list = route({
  ...common,
  method: 'GET',
  path: '/scim/v2/Users',
  operationId: 'scimListUsers',
  summary: 'List users',
  description:
    'Users by id, with a filter or without. A filter that fits nobody returns an empty list.',
  query: listQuery,
  responses: { ...REFUSALS, 200: success('The users.', listSchema('ScimUserList', scimUser)) },
  handle: async ({ app }, { query }) => {
    const { first, offset, limit } = windowOf(query);
    const projection = projectionOf(query);
    const where = userFilterSql(query.filter);
    const { rows, total } = await listProvisioned(app, { where, offset, limit });
    return scimAnswer(200, listBody(total, first, await userBodies(app, rows, projection)));
  },
});

const create = route({
  ...common,
  method: 'POST',
  path: '/scim/v2/Users',
  operationId: 'scimCreateUser',
  summary: 'Create a user',
  description:
    'Creates a user. Attributes that the service does not store are accepted and ignored.',
  query: oneQuery,
  body: userInputBody,
  needsBody: true,
  bodyExample: USER_EXAMPLE,
  responses: { ...REFUSALS, 201: success('The user was created.', scimUser), ...TAKEN },
  handle: async (context, { query, body }) => {
    const projection = projectionOf(query);
    const user = await createProvisioned(context.app, context, body);
    const headers = { location: userLocation(user) };
    return scimAnswer(201, await userBody(context.app, user, projection), headers);
  },
});

const read = route({
  ...common,
  method: 'GET',
  path: '/scim/v2/Users/{user_id}',
  operationId: 'scimGetUser',
  summary: 'Read a user',
  description: 'One user.',
  pathParameters,
  query: oneQuery,
  responses: { ...REFUSALS, 200: success('The user.', scimUser), ...UNKNOWN },
  handle: async ({ app }, { path, query }) => {
    const projection = projectionOf(query);
    const user = await getProvisioned(app.db.rows, path.user_id);
    return scimAnswer(200, await userBody(app, user, projection));
  },
});

const replace = route({
  ...common,
  method: 'PUT',
  path: '/scim/v2/Users/{user_id}',
  operationId: 'scimReplaceUser',
  summary: 'Replace a user',
  description:
    'Sets all attributes of a user; omitted ones are cleared, except `active`, which stays.',
  pathParameters,
  query: oneQuery,
  body: userInputBody,
  needsBody: true,
  bodyExample: { ...USER_EXAMPLE, userName: 'lin.chen@example.com', emails: [] },
  responses: { ...REFUSALS, 200: CURRENT, ...UNKNOWN, ...TAKEN },
  handle: async (context, { path, query, body }) => {
    const projection = projectionOf(query);
    const user = await replaceProvisioned(context.app, context, path.user_id, body);
    return scimAnswer(200, await userBody(context.app, user, projection));
  },
});

const patch = route({
  ...common,
  method: 'PATCH',
  path: '/scim/v2/Users/{user_id}',
  operationId: 'scimPatchUser',
  summary: 'Change a user',
  description:
    'Adds, replaces and removes attributes of a user. `active: false` suspends all keys of the user at once; `true` restores them, unless an operator suspended the user.',
  pathParameters,
  query: oneQuery,
  body: patchBody,
  needsBody: true,
  bodyExample: {
    schemas: [PATCH],
    Operations: [{ op: 'replace', path: 'displayName', value: 'Lin C.' }],
  },
  responses: {
    ...REFUSALS,
    200: CURRENT,
    ...UNKNOWN,
    ...TAKEN,
    413: refusal('There are more than 500 operations. None was carried out.'),
  },
  handle: async (context, { path, query, body }) => {
    const projection = projectionOf(query);
    const operations = readOperations(body);
    const user = await patchProvisioned(context.app, context, path.user_id, operations);
    return scimAnswer(200, await userBody(context.app, user, projection));
  },
});

const remove = route({
  ...common,
  method: 'DELETE',
  path: '/scim/v2/Users/{user_id}',
  operationId: 'scimDeleteUser',
  summary: 'Delete a user',
  description:
    'Deletes a user as `deleteUser` does: its keys end at once, its meetings stay for figures. A user under a legal hold is suspended, and the answer is 409.',
  pathParameters,
  responses: {
    ...REFUSALS,
    204: { description: 'The user is deleted.' },
    ...UNKNOWN,
    409: refusal('The user is under a legal hold. It was suspended, and not deleted.'),
  },
  handle: async (context, { path }) => {
    await deleteProvisioned(context.app, context, path.user_id);
    return NO_CONTENT;
  },
});

export const userRoutes = [list, create, read, replace, patch, remove];
