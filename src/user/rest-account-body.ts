import { z } from 'zod';
import type { App } from '../app.ts';
import { findUsage, type Usage } from '../usage/service.ts';
import type { User } from './rows.ts';

const moment = z.iso.datetime();

export const accountSchema = z
  .object({
    user_id: z.string().describe('The id, as text.'),
    name: z.string().nullable().describe('Display name.'),
    email: z.string().describe('Address, unique without regard to case.'),
    role: z.enum(['user', 'admin']).describe('`admin`: its keys count as admin keys here.'),
    is_active: z.boolean().describe('False while all its keys are suspended.'),
    created_at: moment.describe('When it was created, in UTC.'),
    updated_at: moment.describe('When it last changed, in UTC.'),
    usage: z
      .object({
        total_requests: z.int().describe('Requests with all its keys so far.'),
        last_used_at: moment.optional().describe('When the last was; left out before the first.'),
        first_used_at: moment.optional().describe('When the first was; left out before it.'),
        requests_today: z.int().describe('Requests since `last_reset`.'),
        last_reset: moment.describe('The UTC midnight at which today began.'),
      })
      .describe('How much its keys were used. Refused requests do not count.'),
  })
  .meta({ id: 'Account', description: 'A user of the API, with what its keys were used for.' });

export const newKeySchema = z.object({
  api_key: z.string().nullable().describe('The text of the key, this once.'),
  warning: z.string().describe('Says so.'),
});

/** Users as the routes below `/users` show them, all usage in one statement. */
export async function accountBodies(app: App, users: readonly User[]) {
  const usage = await findUsage(
    app,
    'user',
    users.map(({ id }) => id),
  );
  const byUser = new Map(usage.map((own) => [own.id, own]));
  return users.map((user) => bodyOf(user, byUser.get(user.id)));
}

export async function accountBody(app: App, user: User) {
  const [body] = await accountBodies(app, [user]);
  return body;
}

function bodyOf(user: User, usage: Usage | undefined) {
  return {
    user_id: String(user.id),
    name: user.name,
    email: user.email,
    role: user.role,
    is_active: user.isActive,
    created_at: user.createdAt,
    updated_at: user.updatedAt,
    usage: {
      total_requests: Number(usage?.totalRequests ?? 0),
      ...(usage?.lastUsedAt && { last_used_at: usage.lastUsedAt }),
      ...(usage?.firstUsedAt && { first_used_at: usage.firstUsedAt }),
      requests_today: Number(usage?.requestsToday ?? 0),
      last_reset: usage?.lastReset,
    },
  };
}
