import { builder } from '../../kit/graphql/builder.ts';
import { readSlice, rootConnection } from '../../kit/graphql/connection.ts';
import { encodeId } from '../../kit/graphql/ids.ts';
import { NodeRef } from '../../kit/graphql/node.ts';
import { open, restIs } from '../../kit/graphql/open-enums.ts';
import { ApiTokenRef, TokenStatus } from '../api-keys/graphql.ts';
import { statusOf } from '../api-keys/service.ts';
import { UserRef } from '../users/graphql.ts';
import { ADMIN_KEY_ORDER, ADMIN_KEYS } from './list.ts';
import type { AdminKey } from './rows.ts';

export const AdminAccess = open(
  builder.enumType('AdminAccess', {
    extensions: restIs('OTHER'),
    description: 'What an admin key opens.',
    values: {
      FULL: { value: 'admin', description: 'Everything.' },
      READ_ONLY: {
        value: 'analytics',
        description: 'Users, meetings and figures, and no keys; it changes nothing.',
      },
      OTHER: { value: 'other', description: 'An access that this version does not know.' },
    } as const,
  }),
);

export const AdminKeyRef = builder.objectRef<AdminKey>('AdminKey').implement({
  description:
    "A named operator's key, for `X-Admin-API-Key`, in addition to those of the environment. The audit log shows by its name who did what.",
  interfaces: [NodeRef],
  fields: (t) => ({
    id: t.id({
      description: 'Opaque id, unique among all things.',
      resolve: ({ id }) => encodeId('AdminKey', id),
    }),
    databaseId: t.expose('id', {
      type: 'BigInt',
      description: 'The id of this key in the audit log.',
    }),
    name: t.exposeString('name', { description: 'Whose it is, or what for.' }),
    hint: t.exposeString('hint', {
      description:
        'Its prefix and last four characters: enough to recognise it, useless to use it.',
    }),
    access: t.expose('access', { type: AdminAccess, description: 'What it opens.' }),
    status: t.field({
      type: TokenStatus,
      description: 'Whether it works.',
      resolve: (key, _args, { app }) => statusOf(key, app.clock),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it stops working; null is never.',
    }),
    revokedAt: t.expose('revokedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was ended; null while it was not.',
    }),
    retiresAt: t.expose('retiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it stops working because it was replaced; null while it was not.',
    }),
    generation: t.expose('generation', {
      type: 'PositiveInt',
      description: '1 for a first key; each rotation adds one.',
    }),
    rateLimit: t.expose('rateLimit', {
      type: 'PositiveInt',
      nullable: true,
      description:
        'How many requests it may send in a minute, together with all keys of its lineage, where an operator said so; null: what the settings say.',
    }),
  }),
});

builder.objectFields(AdminKeyRef, (t) => ({
  replaces: t.field({
    type: AdminKeyRef,
    nullable: true,
    description: 'The key that it took the place of; null for a first key.',
    resolve: ({ replacesId }, _args, { loaders }) =>
      replacesId === null ? null : loaders.adminKey.load(replacesId),
  }),
  replacedBy: t.field({
    type: AdminKeyRef,
    nullable: true,
    description: 'The key that took its place; null while none did, or when that was taken back.',
    resolve: ({ id, retiresAt }, _args, { loaders }) =>
      retiresAt === null ? null : loaders.adminKeySuccessor.load(id),
  }),
}));

const CreatorRef = builder.objectRef<AdminKey>('AdminKeyCreator').implement({
  description: 'With which key an admin key was made.',
  fields: (t) => ({
    user: t.field({
      type: UserRef,
      nullable: true,
      description: 'The administrator whose key it was; null where it was an admin key.',
      resolve: async ({ createdByTokenId }, _args, { loaders }) => {
        const token = createdByTokenId === null ? null : await loaders.token.load(createdByTokenId);
        return token && loaders.owner.load(token.userId);
      },
    }),
    token: t.field({
      type: ApiTokenRef,
      nullable: true,
      description: 'The key of an administrator; null where it was an admin key.',
      resolve: ({ createdByTokenId }, _args, { loaders }) =>
        createdByTokenId === null ? null : loaders.token.load(createdByTokenId),
    }),
    adminKey: t.field({
      type: AdminKeyRef,
      nullable: true,
      description: 'The admin key; null where it was the key of a user.',
      resolve: ({ createdByKeyId }, _args, { loaders }) =>
        createdByKeyId === null ? null : loaders.adminKey.load(createdByKeyId),
    }),
  }),
});

builder.objectFields(AdminKeyRef, (t) => ({
  createdBy: t.field({
    type: CreatorRef,
    nullable: true,
    description:
      'With which key it was made, or rotated into being; null for a key of the environment or a command on the host.',
    resolve: (key) => (key.createdByTokenId === null && key.createdByKeyId === null ? null : key),
  }),
  dependsOn: t.field({
    type: [UserRef],
    cost: { items: { about: 2 } },
    description:
      'The users by whose administrator role it was made, directly or through other admin keys. It works only while all of them are active administrators; empty for a key that operators made.',
    resolve: ({ dependsOnUserIds }, _args, { loaders }) =>
      Promise.all(dependsOnUserIds.map((id) => loaders.owner.load(id))),
  }),
}));

builder.queryField('adminKeys', (t) =>
  t.connection(
    {
      type: AdminKeyRef,
      access: { requires: 'ADMIN' },
      description:
        'All named admin keys, newest first, ended ones among them. Those of the environment are not here.',
      resolve: (_root, page, context) =>
        rootConnection(context, ADMIN_KEYS, {
          slice: readSlice(page),
          filter: {},
          order: { column: ADMIN_KEY_ORDER, direction: 'DESC' },
        }),
    },
    { name: 'AdminKeyConnection', description: 'A page of admin keys.' },
    { name: 'AdminKeyEdge' },
  ),
);
