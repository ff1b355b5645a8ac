import { z } from 'zod';
import type { App } from '../../core/app.ts';
import { field } from '../../kit/rest/fields.ts';
import type { UserRow } from '../../security/callers/plain-user.ts';
import { loadUsage, type Usage } from '../usage/service.ts';
import type { LostPower } from './lost-power.ts';

const instant = z.iso.datetime();

export const accountSchema = z
  .object({
    user_id: field('User.databaseId', z.string().describe('The id, as a string.')),
    name: field('User.name', z.string().nullable().describe('Display name.')),
    email: field('User.email', z.string().describe('Email address, unique case-insensitively.')),
    role: field(
      'User.role',
      z
        .string()
        .describe(
          '`user`, or `admin`: its keys count as admin keys here. Newer versions may add values.',
        ),
    ),
    is_active: field(
      'User.isActive',
      z.boolean().describe('False while all its keys are suspended.'),
    ),
    created_at: field('User.createdAt', instant.describe('When it was created, in UTC.')),
    updated_at: field('User.updatedAt', instant.describe('When it last changed, in UTC.')),
    usage: field(
      'User.usage',
      z
        .object({
          total_requests: field(
            'Usage.totalRequests',
            z.int().describe('The total number of requests with all its keys.'),
          ),
          last_used_at: field(
            'Usage.lastUsedAt',
            instant
              .optional()
              .describe('When the last request was made; omitted before the first.'),
          ),
          first_used_at: field(
            'Usage.firstUsedAt',
            instant.optional().describe('When the first request was made; omitted before that.'),
          ),
          requests_today: field(
            'Usage.requestsToday',
            z.int().describe('Requests since `last_reset`.'),
          ),
          last_reset: field(
            'Usage.lastReset',
            instant.describe('The start of today: the last UTC midnight.'),
          ),
        })
        .describe("The usage of the user's keys. Refused requests do not count."),
    ),
  })
  .meta({ id: 'Account', description: 'A user of the API, with the usage of its keys.' });

/** Users as the routes below `/users` show them, all usage in one statement. */
export async function accountBodies(app: App, users: readonly UserRow[]) {
  const usage = await loadUsage(
    app,
    'user',
    users.map(({ id }) => id),
  );
  const byUser = new Map(usage.map((own) => [own.id, own]));
  return users.map((user) => bodyOf(user, byUser.get(user.id)));
}

export async function accountBody(app: App, user: UserRow) {
  const [body] = await accountBodies(app, [user]);
  return body;
}

function bodyOf(user: UserRow, usage: Usage | undefined) {
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

const OPERATORS = { rule: { requires: 'ADMIN' } } as const;
const count = (text: string) => field(null, z.int().describe(text), OPERATORS);
const numbers = (text: string) => field(null, z.array(z.int()).describe(text), OPERATORS);
const ids = (text: string) => field(null, z.array(z.string()).describe(text), OPERATORS);

/** What of the administrator role a change ended; only where it ended it. */
export const lostPowerProperties = {
  ended_admin_keys: field(
    null,
    z
      .array(
        z.object({
          id: field('AdminKey.databaseId', z.int().describe('The id of the key.')),
          name: field('AdminKey.name', z.string().describe('The name of the key.')),
        }),
      )
      .optional()
      .describe(
        "The admin keys that this revoked because they depended on this user's administrator role; omitted unless this removed the role.",
      ),
    OPERATORS,
  ),
  remaining_access: field(
    null,
    z
      .object({
        keys: count('Keys of other users that it minted or rotated.'),
        token_ids: numbers('Their ids, the first hundred.'),
        admins: count('Active administrators that it promoted.'),
        admin_user_ids: ids('Their ids, the first hundred.'),
        webhooks: count('Other users with a webhook that it set.'),
        webhook_user_ids: ids('Their ids, the first hundred.'),
      })
      .optional()
      .describe('What the user granted to others as an administrator and what still works.'),
    OPERATORS,
  ),
};

export function lostPowerBody({ endedAdminKeys, remainingAccess }: LostPower) {
  if (remainingAccess === null) return {};
  const { keys, admins, webhooks } = remainingAccess;
  return {
    ended_admin_keys: endedAdminKeys.map(({ id, name }) => ({ id: Number(id), name })),
    remaining_access: {
      keys: keys.count,
      token_ids: keys.first.map(({ id }) => Number(id)),
      admins: admins.count,
      admin_user_ids: admins.first.map(({ id }) => String(id)),
      webhooks: webhooks.count,
      webhook_user_ids: webhooks.first.map(({ id }) => String(id)),
    },
  };
}

const WARNING = 'Save this API key now. It cannot be retrieved again.';

/** The new key of an account in the answer that made it. */
export const newKeyFields = {
  api_key: field(
    'MintTokenSuccess.secret',
    z.string().nullable().describe('The secret, shown once.'),
  ),
  warning: field(null, z.string().optional().describe('A notice that the secret is shown once.')),
};

export function keyBody(secret: string | null) {
  return { api_key: secret, ...(secret !== null && { warning: WARNING }) };
}
