import sql, { type Sql } from 'sql-template-tag';

/** The one definition of last use: what was counted here or, where that is later, what an import brought. */
export function lastUse(counted: Sql, imported: Sql): Sql {
  return sql`greatest(${counted}, ${imported})`;
}
