import { z } from 'zod';
import { NO_CONTENT } from '../../core/http/exchange.ts';
import { scimAnswer } from '../../core/http/scim.ts';
import { route } from '../../kit/rest/route.ts';
import { groupFilterSql } from './group-filter.ts';
import { getGroup, listGroups } from './group-rows.ts';
import { createGroup, deleteGroup, patchGroup, replaceGroup } from './groups.ts';
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
  GROUP_EXAMPLE,
  groupBodies,
  groupBody,
  groupInputBody,
  scimGroup,
} from './rest-group-body.ts';
import { groupLocation } from './rest-user-body.ts';
import { readOperations } from './scim/operations.ts';
import { isShown } from './scim/projection.ts';

const common = { tag, access, protocol } as const;
const pathParameters = z.object({ group_id: idParameter('The id of the group.', '1') });

const list = route({
  ...common,
  method: 'GET',
  path: '/scim/v2/Groups',
  operationId: 'scimListGroups',
  summary: 'List groups',
  description:
    'Groups by id. A page ends earlier if its groups have more than 10,000 members together, unless `members` is omitted.',
  query: listQuery,
  responses: { ...REFUSALS, 200: success('The groups.', listSchema('ScimGroupList', scimGroup)) },
  handle: async ({ app }, { query }) => {
    const { first, offset, limit } = windowOf(query);
    const projection = projectionOf(query);
    const withMembers = isShown(projection, 'members');
    const where = groupFilterSql(query.filter);
    const { rows, total } = await listGroups(app, { where, offset, limit, withMembers });
    return scimAnswer(200, listBody(total, first, await groupBodies(app, rows, projection)));
  },
});

const create = route({
  ...common,
  method: 'POST',
  path: '/scim/v2/Groups',
  operationId: 'scimCreateGroup',
  summary: 'Create a group',
  description: 'Creates a group. It grants nothing.',
  query: oneQuery,
  body: groupInputBody,
  needsBody: true,
  bodyExample: GROUP_EXAMPLE,
  responses: { ...REFUSALS, 201: success('The group was created.', scimGroup), ...TAKEN },
  handle: async (context, { query, body }) => {
    const projection = projectionOf(query);
    const group = await createGroup(context.app, context, body);
    const headers = { location: groupLocation(group) };
    return scimAnswer(201, await groupBody(context.app, group, projection), headers);
  },
});

const read = route({
  ...common,
  method: 'GET',
  path: '/scim/v2/Groups/{group_id}',
  operationId: 'scimGetGroup',
  summary: 'Read a group',
  description: 'One group.',
  pathParameters,
  query: oneQuery,
  responses: { ...REFUSALS, 200: success('The group.', scimGroup), ...UNKNOWN },
  handle: async ({ app }, { path, query }) => {
    const projection = projectionOf(query);
    const group = await getGroup(app.db.rows, path.group_id);
    return scimAnswer(200, await groupBody(app, group, projection));
  },
});

const replace = route({
  ...common,
  method: 'PUT',
  path: '/scim/v2/Groups/{group_id}',
  operationId: 'scimReplaceGroup',
  summary: 'Replace a group',
  description: 'Sets the name and all members of a group.',
  pathParameters,
  query: oneQuery,
  body: groupInputBody,
  needsBody: true,
  bodyExample: GROUP_EXAMPLE,
  responses: {
    ...REFUSALS,
    200: success('The group in its current state.', scimGroup),
    ...UNKNOWN,
    ...TAKEN,
  },
  handle: async (context, { path, query, body }) => {
    const projection = projectionOf(query);
    const group = await replaceGroup(context.app, context, path.group_id, body);
    return scimAnswer(200, await groupBody(context.app, group, projection));
  },
});

const patch = route({
  ...common,
  method: 'PATCH',
  path: '/scim/v2/Groups/{group_id}',
  operationId: 'scimPatchGroup',
  summary: 'Change a group',
  description: 'Adds and removes members, or changes the name of a group.',
  pathParameters,
  body: patchBody,
  needsBody: true,
  bodyExample: {
    schemas: [PATCH],
    Operations: [{ op: 'add', path: 'members', value: [{ value: '2' }] }],
  },
  responses: {
    ...REFUSALS,
    204: { description: 'The group is changed.' },
    ...UNKNOWN,
    ...TAKEN,
    413: refusal('There are more than 500 operations. None was carried out.'),
  },
  handle: async (context, { path, body }) => {
    await patchGroup(context.app, context, path.group_id, readOperations(body));
    return NO_CONTENT;
  },
});

const remove = route({
  ...common,
  method: 'DELETE',
  path: '/scim/v2/Groups/{group_id}',
  operationId: 'scimDeleteGroup',
  summary: 'Delete a group',
  description: 'Deletes a group. Its users stay.',
  pathParameters,
  responses: { ...REFUSALS, 204: { description: 'The group is deleted.' }, ...UNKNOWN },
  handle: async (context, { path }) => {
    await deleteGroup(context.app, context, path.group_id);
    return NO_CONTENT;
  },
});

export const groupRoutes = [list, create, read, replace, patch, remove];
