import { builder } from '../../kit/graphql/builder.ts';
import { readSlice, toConnection } from '../../kit/graphql/connection.ts';
import { encodeId } from '../../kit/graphql/ids.ts';
import { NodeRef } from '../../kit/graphql/node.ts';
import { open, restIs } from '../../kit/graphql/open-enums.ts';
import { keyStatus } from '../../security/keys/working.ts';
import { ApiTokenRef, TokenStatus } from '../api-keys/graphql.ts';
import { UserRef } from '../users/graphql.ts';
import { listAdminKeys, NEWEST_KEYS } from './read.ts';
import type { AdminKey } from './rows.ts';

export const AdminAccessRef = open(
  builder.enumType('AdminAccess', {
    extensions: restIs('OTHER'),
    description: 'What an admin key gives access to.',
    values: {
      FULL: { value: 'admin', description: 'Everything.' },
      READ_ONLY: {
        value: 'analytics',
        description: 'Read-only: users, meetings and figures, but no keys.',
      },
      PROVISIONING: {
        value: 'provisioning',
        description: 'Provisioning by SCIM below `/scim/v2`, and nothing else.',
      },
      OTHER: { value: 'other', description: 'An access level that this version does not support.' },
    } as const,
  }),
);

export const AdminKeyRef = builder.objectRef<AdminKey>('AdminKey').implement({
  description:
    "A named operator's key for `X-Admin-API-Key`, in addition to the keys from the settings. The audit log shows its name with every change.",
  interfaces: [NodeRef],
  fields: (t) => ({
    id: t.id({
      description: 'Opaque id, unique across all types.',
      resolve: ({ id }) => encodeId('AdminKey', id),
    }),
    databaseId: t.expose('id', {
      type: 'BigInt',
      description: 'The numeric id that the audit log shows.',
    }),
    name: t.exposeString('name', { description: 'Who or what the key is for.' }),
    hint: t.exposeString('hint', {
      description:
        'Its prefix and last four characters: enough to recognise the key, not to use it.',
    }),
    access: t.expose('access', {
      type: AdminAccessRef,
      description: 'What the key gives access to.',
    }),
    status: t.field({
      type: TokenStatus,
      description: 'Whether it works.',
      resolve: (key, _args, { app }) => keyStatus(key, app.clock),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it expires; null if never.',
    }),
    revokedAt: t.expose('revokedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was revoked; null if it was not.',
    }),
    retiresAt: t.expose('retiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it stops working after its rotation; null if it was not rotated.',
    }),
    generation: t.expose('generation', {
      type: 'PositiveInt',
      description: '1 for the first key; each rotation adds one.',
    }),
    rateLimit: t.expose('rateLimit', {
      type: 'PositiveInt',
      nullable: true,
      description:
        'How many requests per minute the key may send, together with all keys of its lineage, if an operator set a limit; null: the default from the settings. All admin keys that depend on a user count together.',
    }),
  }),
});

builder.objectFields(AdminKeyRef, (t) => ({
  replaces: t.field({
    type: AdminKeyRef,
    nullable: true,
    description: 'The key that it replaced; null for the first key.',
    resolve: ({ replacesId }, _args, { loaders }) =>
      replacesId === null ? null : loaders.adminKey.load(replacesId),
  }),
  replacedBy: t.field({
    type: AdminKeyRef,
    nullable: true,
    description: 'The key that replaced it; null if none did, or if the rotation was cancelled.',
    resolve: ({ id, retiresAt }, _args, { loaders }) =>
      retiresAt === null ? null : loaders.adminKeySuccessor.load(id),
  }),
}));

const CreatorRef = builder.objectRef<AdminKey>('AdminKeyCreator').implement({
  description: 'The key that created an admin key.',
  fields: (t) => ({
    user: t.field({
      type: UserRef,
      nullable: true,
      description: 'The administrator who owned the key; null for an admin key.',
      resolve: async ({ createdByTokenId }, _args, { loaders }) => {
        const token = createdByTokenId === null ? null : await loaders.token.load(createdByTokenId);
        return token && loaders.owner.load(token.userId);
      },
    }),
    token: t.field({
      type: ApiTokenRef,
      nullable: true,
      description: "The administrator's key; null for an admin key.",
      resolve: ({ createdByTokenId }, _args, { loaders }) =>
        createdByTokenId === null ? null : loaders.token.load(createdByTokenId),
    }),
    adminKey: t.field({
      type: AdminKeyRef,
      nullable: true,
      description: "The admin key; null for a user's key.",
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
      'The key that created or rotated it; null for a key from the settings or a command on the host.',
    resolve: (key) => (key.createdByTokenId === null && key.createdByKeyId === null ? null : key),
  }),
  dependsOn: t.field({
    type: [UserRef],
    cost: { items: { about: 2 } },
    description:
      'The users whose administrator role it depends on, directly or through other admin keys. It works only while all of them are active administrators. Empty for a key that operators created.',
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
        'All named admin keys, newest first, including revoked ones. Keys from the settings are not listed.',
      resolve: async (_root, page, { app }) =>
        toConnection(await listAdminKeys(app, readSlice(page)), NEWEST_KEYS, () =>
          app.db.prisma.adminKey.count(),
        ),
    },
    { name: 'AdminKeyConnection', description: 'A page of admin keys.' },
    { name: 'AdminKeyEdge' },
  ),
);
