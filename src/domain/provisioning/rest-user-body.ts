import { z } from 'zod';
import type { App } from '../../core/app.ts';
import { SCIM_ROOT } from '../../core/http/scim.ts';
import { field } from '../../kit/rest/fields.ts';
import { type GroupOfUser, listGroupsOf } from './group-rows.ts';
import { given, schemas } from './rest-forms.ts';
import { isShown, type Projection, projected } from './scim/projection.ts';
import { USER_KIND } from './user-kind.ts';
import type { ProvisionedUser } from './user-rows.ts';

const text = (name: string | null, description: string) =>
  field(name, z.string().optional().describe(description));

export const scimUser = z
  .object({
    schemas,
    id: field('User.databaseId', z.string().describe('The id of the user.')),
    externalId: text('UserProvisioning.externalId', 'The id of the user at the provider.'),
    userName: text(null, 'What the provider calls the user; unique, case-insensitively.'),
    displayName: text('User.name', 'Display name.'),
    name: field(
      null,
      z
        .object({
          givenName: text('UserProvisioning.givenName', 'Given name.'),
          familyName: text('UserProvisioning.familyName', 'Family name.'),
        })
        .optional()
        .describe('The parts of the name.'),
    ),
    active: field(
      'User.isActive',
      z.boolean().optional().describe('False while all keys of the user are suspended.'),
    ),
    emails: field(
      null,
      z
        .array(
          z.object({
            value: text('User.email', 'The address; unique, case-insensitively.'),
            type: text(null, 'Always `work`.'),
            primary: field(null, z.boolean().optional().describe('Always true.')),
          }),
        )
        .optional()
        .describe('The address of the user.'),
    ),
    groups: field(
      null,
      z
        .array(
          z.object({
            value: text(null, 'The id of the group.'),
            display: text('UserGroup.displayName', 'The name of the group.'),
            type: text(null, 'Always `direct`.'),
            $ref: text(null, 'The path of the group.'),
          }),
        )
        .optional()
        .describe('The first hundred groups of the user.'),
    ),
    meta: field(
      null,
      z
        .object({
          resourceType: text(null, '`User`.'),
          created: field(
            'User.createdAt',
            z.iso.datetime().optional().describe('When it was created.'),
          ),
          lastModified: field(
            'User.updatedAt',
            z.iso.datetime().optional().describe('When it was last changed.'),
          ),
          location: text(null, 'The path of the resource.'),
        })
        .optional()
        .describe('About the resource.'),
    ),
  })
  .meta({ id: 'ScimUser', description: 'A user (RFC 7643, 4.1).' });

/** Other attributes are accepted and not stored. */
export const userInputBody = z
  .looseObject({
    schemas: given('array', `\`${USER_KIND.urn}\`.`),
    externalId: given('string', 'The id of the user at the provider.'),
    userName: given('string', 'What the provider calls the user. Required.'),
    displayName: given('string', 'Display name, at most 100 characters.'),
    name: given('object', '`givenName`, `familyName` and `formatted`.'),
    active: given('boolean', 'False suspends the user. Default: true.'),
    emails: given('array', 'The primary one is the address. Default: `userName`.'),
  })
  .meta({ description: 'A user (RFC 7643, 4.1).' });

export const USER_EXAMPLE = {
  schemas: [USER_KIND.urn],
  externalId: '00u1a2b3',
  userName: 'lin@example.com',
  displayName: 'Lin Chen',
  name: { givenName: 'Lin', familyName: 'Chen' },
  active: true,
  emails: [{ value: 'lin@example.com', type: 'work', primary: true }],
};

/** As clients reach it: also below a path of the host. */
export function pathOf({ config }: App, kind: 'Users' | 'Groups', id: bigint): string {
  return `${config.basePath}${SCIM_ROOT}/${kind}/${id}`;
}

/** Users as a provider sees them, with their groups if they are to be shown. */
export async function userBodies(
  app: App,
  users: readonly ProvisionedUser[],
  projection: Projection,
): Promise<readonly object[]> {
  const ids = users.map(({ id }) => id);
  const groups = isShown(projection, 'groups') ? await listGroupsOf(app, ids) : [];
  const byUser = Map.groupBy(groups, ({ userId }) => userId);
  return users.map((user) => projected(projection, bodyOf(app, user, byUser.get(user.id) ?? [])));
}

function bodyOf(
  app: App,
  user: ProvisionedUser,
  groups: readonly GroupOfUser[],
): z.input<typeof scimUser> {
  const { externalId, givenName, familyName, name } = user;
  const hasName = givenName !== null || familyName !== null;
  return {
    schemas: [USER_KIND.urn],
    id: String(user.id),
    ...(externalId !== null && { externalId }),
    userName: user.userName ?? user.email,
    ...(name !== null && { displayName: name }),
    ...(hasName && {
      name: {
        ...(givenName !== null && { givenName }),
        ...(familyName !== null && { familyName }),
      },
    }),
    active: user.isActive,
    emails: [{ value: user.email, type: 'work', primary: true }],
    groups: groups.map((group) => ({
      value: String(group.id),
      display: group.displayName,
      type: 'direct',
      $ref: pathOf(app, 'Groups', group.id),
    })),
    meta: {
      resourceType: 'User',
      created: user.createdAt.toISOString(),
      lastModified: user.updatedAt.toISOString(),
      location: pathOf(app, 'Users', user.id),
    },
  };
}
