import sql, { type Sql } from 'sql-template-tag';

/** Whether the user with this number was erased: its row stays, and nothing is added to it. */
export function erasedSql(userId: Sql): Sql {
  return sql`exists (select from erasures x where x.user_id = ${userId})`;
}
