import sql from 'sql-template-tag';
import type { AdminKey as Row } from '../database/generated/prisma/client.ts';

export const ADMIN_ACCESS = ['admin', 'analytics'] as const;
export type AdminAccess = (typeof ADMIN_ACCESS)[number];

/** A named operator key without its digest. */
export type AdminKey = Omit<Row, 'digest' | 'pepperId' | 'access'> & {
  readonly access: AdminAccess;
};

/** Its columns under the names of the Prisma model, from a table aliased `t`. */
export const ADMIN_KEY_COLUMNS = sql`t.id, t.name, t.hint, t.access, t.created_at as "createdAt",
  t.expires_at as "expiresAt", t.revoked_at as "revokedAt", t.generation, t.replaces_id as "replacesId",
  t.retires_at as "retiresAt"`;

/** What the trail keeps of one. */
export const ADMIN_KEY_SNAPSHOT = sql`jsonb_build_object('name', t.name, 'hint', t.hint, 'access', t.access,
  'generation', t.generation, 'replaces', t.replaces_id, 'expiresAt', t.expires_at,
  'retiresAt', t.retires_at, 'revokedAt', t.revoked_at)`;
