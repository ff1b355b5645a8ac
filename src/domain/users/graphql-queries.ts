import { ForbiddenError } from '../../core/errors.ts';
import { builder } from '../../kit/graphql/builder.ts';
import { columnSelection } from '../../kit/graphql/column-selection.ts';
import { readSlice, rootConnection } from '../../kit/graphql/connection.ts';
import {
  DateTimeFilter,
  IDFilter,
  orderInput,
  readIdFilter,
  StringFilter,
} from '../../kit/graphql/filters.ts';
import { CAN_WRITE_ROWS, jsonRowsOf } from '../../kit/graphql/json-rows.ts';
import { refused } from '../../kit/graphql/refused.ts';
import { isAdmin } from '../../security/callers/viewer.ts';
import { UserRef, UserRole } from './graphql.ts';
import { readUserName, UserBy } from './graphql-by.ts';
import { USER_ORDERS, USERS } from './list.ts';
import { findUserByEmail } from './service.ts';

builder.queryField('user', (t) =>
  t.field({
    type: UserRef,
    nullable: true,
    access: { requires: 'ANALYTICS' },
    description: 'One user, or null if it does not exist.',
    args: { by: t.arg({ type: UserBy, required: true, description: 'The user.' }) },
    resolve: (_root, { by }, { app, loaders }) => {
      const name = readUserName(by, ['by']);
      return 'id' in name ? loaders.user.load(name.id) : findUserByEmail(app, name.email);
    },
  }),
);

const UserRoleFilter = builder.inputType('UserRoleFilter', {
  description: 'Conditions on a role; all must hold.',
  fields: (t) => ({
    eq: t.field({ type: UserRole, description: 'Equal to this role.' }),
    in: t.field({ type: [UserRole], description: 'One of these; an empty list matches nothing.' }),
  }),
});

const UserFilterInput = builder.inputType('UserFilter', {
  description: 'Which users: all conditions must hold.',
  fields: (t) => ({
    id: t.field({ type: IDFilter, description: 'By id.' }),
    email: t.field({ type: StringFilter, description: 'By email address.' }),
    name: t.field({
      type: StringFilter,
      description: 'By display name; users without one never match.',
    }),
    search: t.string({
      description:
        'By a part of the email address or of the display name, compared as in `StringFilter`.',
    }),
    role: t.field({ type: UserRoleFilter, description: 'By role.' }),
    isActive: t.boolean({ description: 'By whether the user is active, that is, not suspended.' }),
    hasWebhook: t.boolean({
      description: 'By whether events are sent somewhere. Only an admin may filter by it.',
    }),
    createdAt: t.field({ type: DateTimeFilter, description: 'By creation time.' }),
  }),
});

const WEBHOOKS_OF_ADMINS = 'Only an admin key may filter by webhooks';

const UserOrderField = builder.enumType('UserOrderField', {
  description: 'Sort fields of users. Ties are sorted by id.',
  values: {
    CREATED_AT: { description: 'When they were created.' },
    UPDATED_AT: { description: 'When they last changed.' },
    EMAIL: {
      description:
        'Email address, case-insensitively (Unicode case folding of its NFC), by Unicode code point.',
    },
    NAME: {
      description: 'Display name, in the same order as addresses. Users without one come first.',
    },
  } as const,
});

const UserOrder = orderInput('UserOrder', { plural: 'users', sortField: UserOrderField });

builder.queryField('users', (t) =>
  t.connection(
    {
      type: UserRef,
      access: { requires: 'ANALYTICS' },
      extensions: CAN_WRITE_ROWS,
      description: 'All users; newest first by default.',
      args: {
        filter: t.arg({ type: UserFilterInput, description: 'Filter; default: all.' }),
        orderBy: t.arg({
          type: UserOrder,
          description: 'Sort order; default: newest first.',
        }),
      },
      resolve: (_root, { filter, orderBy, ...page }, context, info) => {
        if (filter?.hasWebhook != null && !isAdmin(context.viewer))
          throw refused(context, info, new ForbiddenError(WEBHOOKS_OF_ADMINS));
        return rootConnection(context, USERS, {
          wanted: columnSelection(context, info),
          jsonRows: jsonRowsOf(info),
          slice: readSlice(page),
          filter: { ...filter, id: readIdFilter('User', filter?.id, ['filter', 'id']) },
          order: {
            column: USER_ORDERS[orderBy?.field ?? 'CREATED_AT'],
            direction: orderBy?.direction ?? 'DESC',
          },
        });
      },
    },
    { name: 'UserConnection', description: 'A page of users.' },
    { name: 'UserEdge' },
  ),
);
