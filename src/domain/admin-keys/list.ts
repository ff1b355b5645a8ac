import sql from 'sql-template-tag';
import type { List } from '../../data/paging/list.ts';
import type { OrderColumn } from '../../data/paging/page.ts';
import { ADMIN_KEY, type AdminKey } from './rows.ts';

/** There are few: nothing to filter by. */
export const ADMIN_KEYS: List<AdminKey, Record<string, never>> = {
  table: sql`admin_keys t`,
  columns: ADMIN_KEY,
  id: sql`t.id`,
  where: () => sql`true`,
};

export const ADMIN_KEY_ORDER: OrderColumn<AdminKey> = {
  name: 'CREATED_AT',
  expression: sql`t.created_at`,
  cast: sql`timestamptz`,
  reads: ['id', 'createdAt'],
  valueOf: (key) => key.createdAt.toISOString(),
};
