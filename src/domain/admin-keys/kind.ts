import sql from 'sql-template-tag';
import type { KeyKind } from '../../security/keys/kind.ts';
import { ADMIN_KEY_COLUMNS, ADMIN_KEY_SNAPSHOT } from './rows.ts';

/** Named operator keys, as what happens to all keys sees them. */
export const ADMIN_KEY_KIND: KeyKind = {
  target: 'AdminKey',
  table: sql`admin_keys`,
  inherited: sql`name, access, depends_on_user_ids, created_by_token_id, created_by_key_id`,
  columns: ADMIN_KEY_COLUMNS,
  snapshot: ADMIN_KEY_SNAPSHOT,
  actions: {
    rotated: 'ADMIN_KEY_ROTATED',
    finished: 'ADMIN_KEY_ROTATION_FINISHED',
    cancelled: 'ADMIN_KEY_ROTATION_CANCELLED',
    revoked: 'ADMIN_KEY_REVOKED',
  },
};
