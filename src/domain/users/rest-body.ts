import { z } from 'zod';
import { visibleData } from '../../core/input/visible-data.ts';
import { field, readable } from '../../kit/rest/fields.ts';
import type { RestContext } from '../../kit/rest/route.ts';
import { USER_ACCESS } from './access.ts';
import type { User } from './rows.ts';
import { maxConcurrentBots } from './service.ts';

export const userSchema = z
  .object({
    email: field('User.email', z.string().describe('Unique, case-insensitively.')),
    name: field('User.name', z.string().nullable().describe('Display name.')),
    image_url: field('User.imageUrl', z.string().nullable().describe('The URL of a picture.')),
    max_concurrent_bots: field(
      'User.maxConcurrentBots',
      z
        .int()
        .describe(
          "How many bots the user may run at once: its own limit, or the installation's default. 0 means none.",
        ),
    ),
    data: field(
      'User.data',
      z
        .record(z.string(), z.unknown())
        .describe('Free-form data, without secrets; empty unless the caller is an admin.'),
      { rule: USER_ACCESS.data, masked: {} },
    ),
    id: field('User.databaseId', z.int().describe('The id of the user.')),
    created_at: field('User.createdAt', z.iso.datetime().describe('When it was created, in UTC.')),
  })
  .meta({ id: 'User', description: 'A person or machine that owns keys and meetings.' });

type Requester = Pick<RestContext, 'app' | 'viewer'>;

/** A user as the older admin API shows it, as far as the viewer may read it. */
export function userBody({ app, viewer }: Requester, user: User) {
  return readable(
    userSchema,
    { viewer, parent: user },
    {
      email: user.email,
      name: user.name,
      image_url: user.imageUrl,
      max_concurrent_bots: maxConcurrentBots(app, user),
      data: visibleData(user.data),
      id: Number(user.id),
      created_at: user.createdAt,
    },
  );
}
