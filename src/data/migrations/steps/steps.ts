import type pg from 'pg';
import { foldUsers } from './fold-users.ts';
import { indexImportedRows } from './imported-rows.ts';
import { indexListOrders } from './list-orders.ts';

/**
 * Work that prepares a migration while the service runs: outside of any transaction of the migration's,
 * in batches, with indexes built concurrently. Its migration makes sure of the result, so that a tool
 * that applies only the SQL comes to the same end. A step that was interrupted is run again, and finds
 * what it did before.
 * @returns what it did, for the log
 */
export type MigrationStep = (client: pg.Client) => Promise<readonly string[]>;

const STEPS: Readonly<Record<string, MigrationStep>> = {
  '20261126225000_one_text_order': foldUsers,
  '20261127130000_list_orders': indexListOrders,
  '20261128210000_imported_rows_by_number': indexImportedRows,
};

/** What has to be done before this migration is applied. */
export function stepBefore(migration: string): MigrationStep | undefined {
  return STEPS[migration];
}
