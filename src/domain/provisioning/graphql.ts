import { builder } from '../../kit/graphql/builder.ts';
import { UserRef } from '../users/graphql.ts';
import { type GroupOfUser, MOST_GROUPS_SHOWN } from './group-rows.ts';
import type { Provisioning } from './user-rows.ts';

const ProvisioningRef = builder.objectRef<Provisioning>('UserProvisioning').implement({
  description: 'What an identity provider says of a user that it keeps by SCIM.',
  fields: (t) => ({
    userName: t.exposeString('userName', {
      description: 'What the provider calls the user; often the email address.',
    }),
    externalId: t.exposeString('externalId', {
      nullable: true,
      description: 'The id of the user at the provider.',
    }),
    givenName: t.exposeString('givenName', { nullable: true, description: 'Given name.' }),
    familyName: t.exposeString('familyName', { nullable: true, description: 'Family name.' }),
    isSuspended: t.exposeBoolean('isSuspended', {
      description:
        'Whether the provider suspended the user. It can end only a suspension of its own.',
    }),
  }),
});

const GroupRef = builder.objectRef<GroupOfUser>('UserGroup').implement({
  description: 'A group of an identity provider. It grants nothing.',
  fields: (t) => ({
    databaseId: t.expose('id', { type: 'BigInt', description: 'The id of the group in SCIM.' }),
    displayName: t.exposeString('displayName', { description: 'The name.' }),
    externalId: t.exposeString('externalId', {
      nullable: true,
      description: 'The id of the group at the provider.',
    }),
  }),
});

builder.objectFields(UserRef, (t) => ({
  provisioning: t.field({
    type: ProvisioningRef,
    nullable: true,
    description: 'What an identity provider says of the user; null unless one keeps it by SCIM.',
    resolve: ({ id }, _args, { loaders }) => loaders.provisioning.load(id),
  }),
  groups: t.field({
    type: [GroupRef],
    cost: { items: { about: 5 } },
    description: `The first ${MOST_GROUPS_SHOWN} groups of the user at its identity provider, by id.`,
    resolve: async ({ id }, _args, { loaders }) => [...(await loaders.groupsOfUser.load(id))],
  }),
}));
