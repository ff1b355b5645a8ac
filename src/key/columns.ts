import sql from 'sql-template-tag';

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
} as const;
