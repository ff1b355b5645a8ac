import sql from 'sql-template-tag';
import type { ApiToken } from '../database/generated/prisma/client.ts';

/** A key without its digest, which no answer needs. */
export type Token = Omit<ApiToken, 'digest' | 'pepperId'>;

/** A key's columns under the names of the Prisma model, from a table aliased `t`. */
export const TOKEN_COLUMNS = sql`t.id, t.user_id as "userId", t.hint, t.name, t.scopes,
  t.created_at as "createdAt", t.expires_at as "expiresAt", t.revoked_at as "revokedAt",
  t.last_used_at as "lastUsedAt", t.last_used_ip as "lastUsedIp", t.generation,
  t.replaces_id as "replacesId", t.retires_at as "retiresAt"`;
