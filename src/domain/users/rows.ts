import sql, { type Sql } from 'sql-template-tag';
import type { JsonObject } from '../../core/input/json.ts';
import type { User } from '../../data/generated/prisma/client.ts';
import { type Columns, columnsSql } from '../../data/sql/columns.ts';
import { USER_ROW } from '../../security/callers/plain-user.ts';

export type { User };

/** A user's columns under the names of the Prisma model, from a table aliased `u`. */
export const USER = { ...USER_ROW, data: sql`u.data` } as const satisfies Columns<User>;

export const USER_COLUMNS = columnsSql<User>(USER);

/** What the audit log keeps of a user: of the free-form data, which may hold secrets of others, the names. */
export const USER_SNAPSHOT = sql`jsonb_build_object('email', u.email, 'name', u.name, 'imageUrl', u.image_url,
  'role', u.role, 'isActive', u.is_active, 'maxConcurrentBots', u.max_concurrent_bots,
  'dataKeys', (select coalesce(jsonb_agg(k order by k collate "C"), '[]') from jsonb_object_keys(u.data) k))`;

/** Sets keys at the top level of a user's data, from a table aliased `old`; those that are null are removed. */
export function mergeData(patch: JsonObject): Sql {
  const removed = Object.keys(patch).filter((key) => patch[key] === null);
  return sql`data = (old.data || ${JSON.stringify(patch)}::jsonb) - ${removed}::text[]`;
}
