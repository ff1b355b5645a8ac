import { visibleJson } from '../../core/input/visible-data.ts';
import { builder } from '../../kit/graphql/builder.ts';
import { writes } from '../../kit/graphql/column-selection.ts';
import { DATA_COST } from '../../kit/graphql/cost.ts';
import { encodeId } from '../../kit/graphql/ids.ts';
import { NodeRef } from '../../kit/graphql/node.ts';
import { open, restIs } from '../../kit/graphql/open-enums.ts';
import { USER_ACCESS } from './access.ts';
import type { User } from './rows.ts';
import { maxConcurrentBots } from './service.ts';

export const UserRole = open(
  builder.enumType('UserRole', {
    extensions: restIs('OTHER'),
    description: 'What a user may do in addition to using its own keys.',
    values: {
      USER: { value: 'user', description: 'Only what its keys allow.' },
      ADMIN: {
        value: 'admin',
        description: 'Its keys count as admin keys here and on the `/users` routes.',
      },
      OTHER: {
        value: 'other',
        description:
          'A role that this version does not support. Its keys keep their own permissions.',
      },
    } as const,
  }),
);

export const UserRef = builder.prismaObject('User', {
  description: 'A person or machine that owns keys and meetings.',
  interfaces: [NodeRef],
  fields: (t) => ({
    id: t.id({
      description: 'Opaque id, unique across all types.',
      ...writes<User>(['id'], (_context, id) => `"${encodeId('User', id ?? '')}"`),
      resolve: ({ id }) => encodeId('User', id),
    }),
    databaseId: t.expose('id', {
      type: 'BigInt',
      description: 'The numeric id of this user in the REST API.',
    }),
    email: t.expose('email', {
      type: 'EmailAddress',
      description: 'Unique, case-insensitively.',
    }),
    name: t.exposeString('name', { nullable: true, description: 'Display name.' }),
    imageUrl: t.expose('imageUrl', {
      type: 'URL',
      nullable: true,
      description: "The URL of the user's picture.",
    }),
    role: t.expose('role', {
      type: UserRole,
      description: 'What the user may do in addition to using its own keys.',
    }),
    isActive: t.exposeBoolean('isActive', {
      description: 'False while all keys of the user are suspended.',
    }),
    maxConcurrentBots: t.field({
      type: 'NonNegativeInt',
      description:
        "How many bots the user may run at once: its own limit, or the installation's default. 0 means none.",
      ...writes<User>(
        ['maxConcurrentBots'],
        ({ app }, own) => own ?? String(app.config.defaultMaxConcurrentBots),
      ),
      resolve: (user, _args, { app }) => maxConcurrentBots(app, user),
    }),
    data: t.field({
      type: 'JSONObject',
      cost: DATA_COST,
      access: USER_ACCESS.data,
      description:
        'Free-form data that operators and other services store with the user, without secrets.',
      ...writes<User>(['data', 'id'], (_context, data) => visibleJson(data)),
      resolve: ({ id, data }, _args, { loaders }) =>
        // Null where it was not read with the rest.
        data ?? loaders.user.load(id).then((user) => user?.data ?? {}),
    }),
    createdAt: t.expose('createdAt', {
      type: 'DateTime',
      description: 'When the user was created.',
    }),
    deletedAt: t.expose('deletedAt', {
      type: 'DateTime',
      nullable: true,
      description:
        'When the user was deleted; shown only where other objects refer to a deleted user.',
    }),
    updatedAt: t.expose('updatedAt', {
      type: 'DateTime',
      description: 'When one of its own fields was last changed.',
    }),
  }),
});
