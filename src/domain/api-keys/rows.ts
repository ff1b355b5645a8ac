import sql from 'sql-template-tag';
import type { ApiToken } from '../../data/generated/prisma/client.ts';
import { type Columns, columnsSql } from '../../data/sql/columns.ts';
import { KEY, lineageRateLimit, type WithReadAt } from '../../security/keys/columns.ts';

/** A key without its digest, which no answer needs, and without its usage, which is read apart. */
export type Token = Omit<
  ApiToken,
  'digest' | 'pepperId' | 'lastUsedAt' | 'livesFrom' | 'isOddForm' | 'isSelfMinted' | 'rootId'
> &
  WithReadAt & {
    /** Only of keys that were read in lists. */
    readonly lastUsedAt?: Date | null;
  };

/** A key's columns under the names of the Prisma model, from a table aliased `t`. */
export const TOKEN = {
  ...KEY,
  userId: sql`t.user_id`,
  scopes: sql`t.scopes`,
  isImported: sql`t.is_imported`,
  rateLimit: lineageRateLimit(sql`api_tokens`),
} as const satisfies Columns<Token>;

export const TOKEN_COLUMNS = columnsSql<Token>(TOKEN);

/** What the audit log keeps of a key. */
export const TOKEN_SNAPSHOT = sql`jsonb_build_object('userId', t.user_id, 'name', t.name, 'hint', t.hint,
  'scopes', t.scopes, 'generation', t.generation, 'replaces', t.replaces_id, 'expiresAt', t.expires_at,
  'retiresAt', t.retires_at, 'revokedAt', t.revoked_at, 'rateLimit', ${TOKEN.rateLimit})`;
