import sql, { type Sql } from 'sql-template-tag';
import type { User } from '../database/generated/prisma/client.ts';
import type { JsonObject } from '../input/json.ts';

export type { User };

/** All but the free-form data, which can be large. */
export type PlainUser = Omit<User, 'data'>;

export const PLAIN_USER_COLUMNS = sql`u.id, u.email, u.name, u.image_url as "imageUrl", u.role,
  u.is_active as "isActive", u.max_concurrent_bots as "maxConcurrentBots",
  u.created_at as "createdAt", u.updated_at as "updatedAt", u.deleted_at as "deletedAt"`;

/** A user's columns under the names of the Prisma model, from a table aliased `u`. */
export const USER_COLUMNS = sql`${PLAIN_USER_COLUMNS}, u.data`;

/** What the trail keeps of a user: of the free-form data, which may hold secrets of others, the names. */
export const USER_SNAPSHOT = sql`jsonb_build_object('email', u.email, 'name', u.name, 'imageUrl', u.image_url,
  'role', u.role, 'isActive', u.is_active, 'maxConcurrentBots', u.max_concurrent_bots,
  'dataKeys', (select coalesce(jsonb_agg(k order by k), '[]') from jsonb_object_keys(u.data) k))`;

/** Sets keys at the top level of a user's data, from a table aliased `old`; those that are null are removed. */
export function mergeData(patch: JsonObject): Sql {
  const removed = Object.keys(patch).filter((key) => patch[key] === null);
  return sql`data = (old.data || ${JSON.stringify(patch)}::jsonb) - ${removed}::text[]`;
}
