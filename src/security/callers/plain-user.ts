import sql from 'sql-template-tag';
import type { User } from '../../data/generated/prisma/client.ts';
import { type Columns, columnsSql } from '../../data/sql/columns.ts';

/** A user without the free-form data, which can be large: read together with the key that proves it. */
export type UserRow = Omit<User, 'data'>;

/** Its columns under the names of the Prisma model, from a table aliased `u`. */
export const USER_ROW = {
  id: sql`u.id`,
  email: sql`u.email`,
  name: sql`u.name`,
  imageUrl: sql`u.image_url`,
  role: sql`u.role`,
  isActive: sql`u.is_active`,
  maxConcurrentBots: sql`u.max_concurrent_bots`,
  createdAt: sql`u.created_at`,
  updatedAt: sql`u.updated_at`,
  deletedAt: sql`u.deleted_at`,
} as const satisfies Columns<UserRow>;

export const USER_ROW_COLUMNS = columnsSql<UserRow>(USER_ROW);
