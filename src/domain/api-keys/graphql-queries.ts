import { builder } from '../../kit/graphql/builder.ts';
import { columnSelection } from '../../kit/graphql/column-selection.ts';
import { childConnection, readSlice, rootConnection } from '../../kit/graphql/connection.ts';
import { DateTimeFilter, IDFilter, readIdFilter, StringFilter } from '../../kit/graphql/filters.ts';
import { USER_ACCESS } from '../users/access.ts';
import { UserRef } from '../users/graphql.ts';
import { readUserName, UserBy } from '../users/graphql-by.ts';
import { ApiTokenRef, TokenStatus } from './graphql.ts';
import { ApiTokenBy, readTokenBy } from './graphql-by.ts';
import { TOKEN_ORDER, TOKENS, type TokenFilter } from './list.ts';

const TokenStatusFilter = builder.inputType('TokenStatusFilter', {
  description: 'Conditions on whether a key works; all must hold.',
  fields: (t) => ({
    eq: t.field({ type: TokenStatus, description: 'Equal to this status.' }),
    in: t.field({
      type: [TokenStatus],
      description: 'One of these; an empty list matches nothing.',
    }),
  }),
});

const ApiTokenFilter = builder.inputType('ApiTokenFilter', {
  description: 'Which keys: all conditions must hold.',
  fields: (t) => ({
    id: t.field({ type: IDFilter, description: 'By id.' }),
    userId: t.field({ type: IDFilter, description: 'By the id of the user who owns the key.' }),
    user: t.field({ type: UserBy, description: 'By the user who owns the key.' }),
    name: t.field({ type: StringFilter, description: 'By name; keys without a name never match.' }),
    status: t.field({ type: TokenStatusFilter, description: 'By status.' }),
    createdAt: t.field({ type: DateTimeFilter, description: 'By creation time.' }),
    expiresAt: t.field({
      type: DateTimeFilter,
      description: 'By expiry; keys that never expire do not match.',
    }),
  }),
});

function readFilter(filter: typeof ApiTokenFilter.$inferInput | null | undefined): TokenFilter {
  return {
    ...filter,
    id: readIdFilter('ApiToken', filter?.id, ['filter', 'id']),
    userId: readIdFilter('User', filter?.userId, ['filter', 'userId']),
    user: filter?.user && readUserName(filter.user, ['filter', 'user']),
  };
}

const ORDER = { column: TOKEN_ORDER, direction: 'DESC' } as const;

const ApiTokenConnection = builder.connectionObject(
  { type: ApiTokenRef, name: 'ApiTokenConnection', description: 'A page of keys.' },
  { name: 'ApiTokenEdge' },
);

builder.queryFields((t) => ({
  apiToken: t.field({
    type: ApiTokenRef,
    nullable: true,
    access: { requires: 'ADMIN' },
    description: 'One key, or null if it does not exist. Revoked keys are included.',
    args: { by: t.arg({ type: ApiTokenBy, required: true, description: 'The key.' }) },
    resolve: (_root, { by }, { loaders }) => loaders.token.load(readTokenBy(by, ['by'])),
  }),
  apiTokens: t.connection(
    {
      type: ApiTokenRef,
      access: { requires: 'ADMIN' },
      description: 'All keys, newest first, including revoked ones.',
      args: {
        filter: t.arg({ type: ApiTokenFilter, description: 'Filter; default: all.' }),
      },
      resolve: (_root, { filter, ...page }, context, info) =>
        rootConnection(context, TOKENS, {
          wanted: columnSelection(context, info),
          slice: readSlice(page),
          filter: readFilter(filter),
          order: ORDER,
        }),
    },
    ApiTokenConnection,
  ),
}));

builder.prismaObjectField(UserRef, 'apiTokens', (t) =>
  t.connection(
    {
      type: ApiTokenRef,
      access: USER_ACCESS.apiTokens,
      description: "The user's keys, newest first, including revoked ones.",
      args: {
        filter: t.arg({ type: ApiTokenFilter, description: 'Filter; default: all.' }),
      },
      resolve: ({ id }, { filter, ...page }, context, info) =>
        childConnection(context, TOKENS, {
          wanted: columnSelection(context, info),
          parentId: id,
          slice: readSlice(page),
          filter: readFilter(filter),
          order: ORDER,
        }),
    },
    ApiTokenConnection,
  ),
);
