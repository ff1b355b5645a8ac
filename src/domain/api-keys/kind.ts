import sql from 'sql-template-tag';
import type { KeyKind } from '../../security/keys/kind.ts';
import { TOKEN_COLUMNS, TOKEN_SNAPSHOT } from './rows.ts';

/** Keys of users, as what happens to all keys sees them. */
export const TOKEN_KIND: KeyKind = {
  target: 'ApiToken',
  table: sql`api_tokens`,
  inherited: sql`user_id, name, scopes, is_self_minted`,
  columns: TOKEN_COLUMNS,
  snapshot: TOKEN_SNAPSHOT,
  actions: {
    rotated: 'TOKEN_ROTATED',
    finished: 'TOKEN_ROTATION_FINISHED',
    cancelled: 'TOKEN_ROTATION_CANCELLED',
    revoked: 'TOKEN_REVOKED',
  },
};
