import sql, { type Sql } from 'sql-template-tag';
import type { Rows } from '../database.ts';

/** Runs a statement that deletes. @returns how many rows it deleted */
export async function deletedRows(rows: Rows, statement: Sql): Promise<number> {
  const [gone] = await rows<{ readonly count: number }>(
    sql`with gone as (${statement} returning 1) select count(*)::int as count from gone`,
  );
  return gone?.count ?? 0;
}
