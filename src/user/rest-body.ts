import { z } from 'zod';
import type { App } from '../app.ts';
import { visibleData } from '../input/visible-data.ts';
import type { User } from './rows.ts';
import { maxConcurrentBots } from './service.ts';

export const userSchema = z
  .object({
    email: z.string().describe('Unique without regard to case.'),
    name: z.string().nullable().describe('Display name.'),
    image_url: z.string().nullable().describe('Where a picture is.'),
    max_concurrent_bots: z
      .int()
      .describe(
        "How many bots may run at once: the user's own limit, or the installation's default. 0 is none.",
      ),
    data: z.record(z.string(), z.unknown()).describe('Free-form data, without its secrets.'),
    id: z.int().describe('The number of the user.'),
    created_at: z.iso.datetime().describe('When it was created, in UTC.'),
  })
  .meta({ id: 'User', description: 'A person or machine that owns keys and meetings.' });

/** A user as the older admin API shows it. */
export function userBody(app: App, user: User) {
  return {
    email: user.email,
    name: user.name,
    image_url: user.imageUrl,
    max_concurrent_bots: maxConcurrentBots(app, user),
    data: visibleData(user.data),
    id: Number(user.id),
    created_at: user.createdAt,
  };
}
