import sql from 'sql-template-tag';
import type { AdminKey as Row } from '../../data/generated/prisma/client.ts';
import { type Columns, columnsSql } from '../../data/sql/columns.ts';
import type { AdminAccess } from '../../security/callers/viewer.ts';
import { KEY, lineageRateLimit, type WithReadAt } from '../../security/keys/columns.ts';

/** A named operator key without its digest. */
export type AdminKey = Omit<Row, 'digest' | 'pepperId' | 'access' | 'livesFrom' | 'rootId'> &
  WithReadAt & { readonly access: AdminAccess };

/** Its columns under the names of the Prisma model, from a table aliased `t`. */
const ADMIN_KEY = {
  ...KEY,
  access: sql`t.access`,
  rateLimit: lineageRateLimit(sql`admin_keys`),
  dependsOnUserIds: sql`t.depends_on_user_ids`,
  createdByTokenId: sql`t.created_by_token_id`,
  createdByKeyId: sql`t.created_by_key_id`,
} as const satisfies Columns<AdminKey>;

export const ADMIN_KEY_COLUMNS = columnsSql<AdminKey>(ADMIN_KEY);

/** What the audit log keeps of one. */
export const ADMIN_KEY_SNAPSHOT = sql`jsonb_build_object('name', t.name, 'hint', t.hint, 'access', t.access,
  'generation', t.generation, 'replaces', t.replaces_id, 'expiresAt', t.expires_at,
  'retiresAt', t.retires_at, 'revokedAt', t.revoked_at, 'dependsOn', t.depends_on_user_ids,
  'rateLimit', ${ADMIN_KEY.rateLimit})`;
