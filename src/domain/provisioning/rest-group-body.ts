import { z } from 'zod';
import type { App } from '../../core/app.ts';
import { field } from '../../kit/rest/fields.ts';
import { GROUP_KIND } from './group-kind.ts';
import { type Group, listMembers, type Member } from './group-rows.ts';
import { given, schemas } from './rest-forms.ts';
import { pathOf } from './rest-user-body.ts';
import { isShown, type Projection, projected } from './scim/projection.ts';

const text = (name: string | null, description: string) =>
  field(name, z.string().optional().describe(description));

export const scimGroup = z
  .object({
    schemas,
    id: field('UserGroup.databaseId', z.string().describe('The id of the group.')),
    externalId: text('UserGroup.externalId', 'The id of the group at the provider.'),
    displayName: text('UserGroup.displayName', 'The name; unique, case-insensitively.'),
    members: field(
      null,
      z
        .array(
          z.object({
            value: text('User.databaseId', 'The id of the user.'),
            display: text(null, 'The name of the user, or else the address.'),
            type: text(null, 'Always `User`.'),
            $ref: text(null, 'The path of the user.'),
          }),
        )
        .optional()
        .describe('The users in the group, by id.'),
    ),
    meta: field(
      null,
      z
        .object({
          resourceType: text(null, '`Group`.'),
          created: field(null, z.iso.datetime().optional().describe('When it was created.')),
          lastModified: field(
            null,
            z.iso.datetime().optional().describe('When it was last changed.'),
          ),
          location: text(null, 'The path of the resource.'),
        })
        .optional()
        .describe('About the resource.'),
    ),
  })
  .meta({ id: 'ScimGroup', description: 'A group (RFC 7643, 4.2). It grants nothing.' });

export const groupInputBody = z
  .looseObject({
    schemas: given('array', `\`${GROUP_KIND.urn}\`.`),
    externalId: given('string', 'The id of the group at the provider.'),
    displayName: given('string', 'The name. Required.'),
    members: given('array', 'The users in the group, each with its id as `value`.'),
  })
  .meta({ description: 'A group (RFC 7643, 4.2).' });

export const GROUP_EXAMPLE = {
  schemas: [GROUP_KIND.urn],
  externalId: '00g1a2b3',
  displayName: 'Research',
  members: [],
};

/** Groups as a provider sees them, with their members if they are to be shown. */
export async function groupBodies(
  app: App,
  groups: readonly Group[],
  projection: Projection,
): Promise<readonly object[]> {
  const ids = groups.map(({ id }) => id);
  const withMembers = isShown(projection, 'members');
  const members = withMembers ? await listMembers(app.db.rows, ids) : [];
  const byGroup = Map.groupBy(members, ({ groupId }) => groupId);
  return groups.map((group) =>
    projected(projection, bodyOf(app, group, byGroup.get(group.id) ?? [])),
  );
}

function bodyOf(app: App, group: Group, members: readonly Member[]): z.input<typeof scimGroup> {
  return {
    schemas: [GROUP_KIND.urn],
    id: String(group.id),
    ...(group.externalId !== null && { externalId: group.externalId }),
    displayName: group.displayName,
    members: members.map(({ userId, name }) => ({
      value: String(userId),
      display: name,
      type: 'User',
      $ref: pathOf(app, 'Users', userId),
    })),
    meta: {
      resourceType: 'Group',
      created: group.createdAt.toISOString(),
      lastModified: group.updatedAt.toISOString(),
      location: pathOf(app, 'Groups', group.id),
    },
  };
}
