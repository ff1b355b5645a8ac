import sql, { join, raw, type Sql } from 'sql-template-tag';

/** How each property of a row is read; those that may be missing come from elsewhere. */
export type Columns<Row> = {
  readonly [Name in keyof Row & string as object extends Pick<Row, Name> ? never : Name]: Sql;
};

/**
 * What stands after `select`: columns under the names of their properties.
 * @param names which ones; all, if left out
 * @param prefix of each name, to tell several rows in one apart
 */
export function columnsSql<Row>(
  columns: Columns<Row>,
  names: readonly string[] = Object.keys(columns),
  prefix = '',
): Sql {
  const expressions = Object.entries<Sql>(columns).filter(([name]) => names.includes(name));
  return join(
    expressions.map(([name, expression]) => sql`${expression} as ${raw(`"${prefix}${name}"`)}`),
  );
}
