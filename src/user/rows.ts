import sql from 'sql-template-tag';
import type { User } from '../database/generated/prisma/client.ts';

export type { User };

/** A user's columns under the names of the Prisma model, from a table aliased `u`. */
export const USER_COLUMNS = sql`u.id, u.email, u.name, u.image_url as "imageUrl", u.role,
  u.is_active as "isActive", u.max_concurrent_bots as "maxConcurrentBots", u.data,
  u.created_at as "createdAt", u.updated_at as "updatedAt", u.deleted_at as "deletedAt"`;
