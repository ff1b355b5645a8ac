import { PATCH, refusalResponse } from './rest-forms.ts';
import { resourceRoutes } from './rest-resource.ts';
import { scimUser, USER_EXAMPLE, userBodies, userInputBody } from './rest-user-body.ts';
import { userFilterSql } from './user-filter.ts';
import { getProvisioned, listProvisioned } from './user-rows.ts';
import {
  createProvisioned,
  deleteProvisioned,
  patchProvisioned,
  replaceProvisioned,
} from './users.ts';

export const provisioningUserRoutes = resourceRoutes({
  name: 'User',
  exampleId: '2',
  schema: scimUser,
  input: userInputBody,
  examples: {
    create: USER_EXAMPLE,
    replace: { ...USER_EXAMPLE, userName: 'lin.chen@example.com', emails: [] },
    patch: {
      schemas: [PATCH],
      Operations: [{ op: 'replace', path: 'displayName', value: 'Lin C.' }],
    },
  },
  descriptions: {
    list: 'Users by id, with a filter or without. A filter that fits nobody returns an empty list.',
    create: 'Creates a user. Attributes that the service does not store are accepted and ignored.',
    read: 'One user.',
    replace:
      'Sets all attributes of a user; omitted ones are cleared, except `active`, which stays.',
    patch:
      'Adds, replaces and removes attributes of a user. `active: false` suspends all keys of the user at once; `true` restores them, unless an operator suspended the user. Then the address does not change, either.',
    remove:
      'Deletes a user as `deleteUser` does: its keys end at once, its meetings stay for figures. A user under a legal hold is suspended, and the answer is 409. A user whom an operator suspended is not deleted: 409.',
  },
  answersPatch: true,
  refusedRemoval: refusalResponse(
    'The user is under a legal hold, and was suspended, or an operator suspended it. It was not deleted.',
  ),
  list: (app, { filter, offset, limit }) =>
    listProvisioned(app, { where: userFilterSql(filter), offset, limit }),
  read: (app, id) => getProvisioned(app.db.rows, id),
  create: createProvisioned,
  replace: replaceProvisioned,
  patch: patchProvisioned,
  remove: deleteProvisioned,
  bodies: userBodies,
});
