import { groupFilterSql } from './group-filter.ts';
import { getGroup, listGroups } from './group-rows.ts';
import { createGroup, deleteGroup, patchGroup, replaceGroup } from './groups.ts';
import { PATCH } from './rest-forms.ts';
import { GROUP_EXAMPLE, groupBodies, groupInputBody, scimGroup } from './rest-group-body.ts';
import { resourceRoutes } from './rest-resource.ts';
import { isShown } from './scim/projection.ts';

export const groupRoutes = resourceRoutes({
  name: 'Group',
  exampleId: '1',
  schema: scimGroup,
  input: groupInputBody,
  examples: {
    create: GROUP_EXAMPLE,
    replace: GROUP_EXAMPLE,
    patch: {
      schemas: [PATCH],
      Operations: [{ op: 'add', path: 'members', value: [{ value: '2' }] }],
    },
  },
  descriptions: {
    list: 'Groups by id. A page ends earlier if its groups have more than 10,000 members together, unless `members` is omitted.',
    create: 'Creates a group. It grants nothing.',
    read: 'One group.',
    replace: 'Sets the name and all members of a group.',
    patch: 'Adds and removes members, or changes the name of a group.',
    remove: 'Deletes a group. Its users stay.',
  },
  answersPatch: false,
  list: (app, { filter, offset, limit, projection }) =>
    listGroups(app, {
      where: groupFilterSql(filter),
      offset,
      limit,
      withMembers: isShown(projection, 'members'),
    }),
  read: (app, id) => getGroup(app.db.rows, id),
  create: createGroup,
  replace: replaceGroup,
  patch: patchGroup,
  remove: deleteGroup,
  bodies: groupBodies,
});
