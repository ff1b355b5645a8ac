import type pg from 'pg';
import { buildIndexes } from './indexes.ts';

const INDEXES = {
  imported_rows_local_id_idx:
    'index concurrently imported_rows_local_id_idx on imported_rows (local_id)',
};

/** Builds the index by which retention and erasures find what was imported of a meeting. */
export async function indexImportedRows(client: pg.Client): Promise<readonly string[]> {
  await buildIndexes(client, INDEXES);
  return [];
}
