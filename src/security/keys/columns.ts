import sql, { type Sql } from 'sql-template-tag';

/** What both sorts of keys show, under the names of the Prisma models, from a table aliased `t`. */
export const KEY = {
  id: sql`t.id`,
  name: sql`t.name`,
  hint: sql`t.hint`,
  createdAt: sql`t.created_at`,
  expiresAt: sql`t.expires_at`,
  revokedAt: sql`t.revoked_at`,
  generation: sql`t.generation`,
  replacesId: sql`t.replaces_id`,
  retiresAt: sql`t.retires_at`,
  readAt: sql`now()`,
} as const;

/**
 * What an operator set for the lineage of a key, from a table aliased `t`. It stands at the first key of a
 * lineage, so that all have the same, whoever replaces one meanwhile.
 */
export function lineageRateLimit(table: Sql): Sql {
  return sql`case when t.root_id is null then t.rate_limit
    else (select first.rate_limit from ${table} first where first.id = t.root_id) end`;
}

/** When a key was read, by the database's clock: by it, and by no host's, its time is over or not. */
export type WithReadAt = { readonly readAt: Date };
