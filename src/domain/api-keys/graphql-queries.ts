import { untilOver } from '../../core/request/shared.ts';
import { builder } from '../../kit/graphql/builder.ts';
import { columnSelection } from '../../kit/graphql/column-selection.ts';
import { childConnection, readSlice, rootConnection } from '../../kit/graphql/connection.ts';
import type { Context } from '../../kit/graphql/context.ts';
import {
  DateTimeFilter,
  IDFilter,
  orderInput,
  readIdFilter,
  StringFilter,
} from '../../kit/graphql/filters.ts';
import { USER_ACCESS } from '../users/access.ts';
import { UserRef } from '../users/graphql.ts';
import { readUserName, UserBy } from '../users/graphql-by.ts';
import { ApiTokenRef, TokenStatus } from './graphql.ts';
import { ApiTokenBy, readTokenBy } from './graphql-by.ts';
import { concernsUse, TOKEN_ORDERS, TOKENS, type TokenFilter } from './list.ts';

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
    lastUsedAt: t.field({
      type: DateTimeFilter,
      description: 'By last use; keys that were never used do not match.',
    }),
    isUsed: t.boolean({ description: 'By whether the key was ever used.' }),
    unusedSince: t.field({
      type: 'DateTime',
      description: 'Not used at or after this time; keys that were never used match.',
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

const ApiTokenOrderField = builder.enumType('ApiTokenOrderField', {
  description: 'Sort fields of keys. Ties are sorted by id.',
  values: {
    CREATED_AT: { description: 'When they were minted.' },
    EXPIRES_AT: { description: 'When they expire. Keys that never expire sort as the latest.' },
    LAST_USED_AT: {
      description: 'When they were last used. Keys that were never used sort as the earliest.',
    },
  } as const,
});

const ApiTokenOrder = orderInput('ApiTokenOrder', {
  plural: 'keys',
  sortField: ApiTokenOrderField,
});

type Given = {
  readonly filter?: typeof ApiTokenFilter.$inferInput | null | undefined;
  readonly orderBy?: typeof ApiTokenOrder.$inferInput | null | undefined;
};

/** What a list is made of. Requests that were counted and not yet written are, where they decide. */
async function readListed({ app }: Context, { filter: sent, orderBy }: Given) {
  const filter = readFilter(sent);
  const field = orderBy?.field ?? 'CREATED_AT';
  if (concernsUse(filter, field)) await untilOver(app.usage.flush());
  const order = { column: TOKEN_ORDERS[field], direction: orderBy?.direction ?? 'DESC' } as const;
  return { filter, order };
}

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
      description: 'All keys, including revoked ones; newest first by default.',
      args: {
        filter: t.arg({ type: ApiTokenFilter, description: 'Filter; default: all.' }),
        orderBy: t.arg({
          type: ApiTokenOrder,
          description: 'Sort order; default: newest first.',
        }),
      },
      resolve: async (_root, { filter, orderBy, ...page }, context, info) =>
        rootConnection(context, TOKENS, {
          wanted: columnSelection(context, info),
          slice: readSlice(page),
          ...(await readListed(context, { filter, orderBy })),
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
      description: "The user's keys, including revoked ones; newest first by default.",
      args: {
        filter: t.arg({ type: ApiTokenFilter, description: 'Filter; default: all.' }),
        orderBy: t.arg({
          type: ApiTokenOrder,
          description: 'Sort order; default: newest first.',
        }),
      },
      resolve: async ({ id }, { filter, orderBy, ...page }, context, info) =>
        childConnection(context, TOKENS, {
          wanted: columnSelection(context, info),
          parentId: id,
          slice: readSlice(page),
          ...(await readListed(context, { filter, orderBy })),
        }),
    },
    ApiTokenConnection,
  ),
);
