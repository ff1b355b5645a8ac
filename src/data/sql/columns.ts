import sql, { join, raw, type Sql } from 'sql-template-tag';

/** How each property of a row is read; those that may be missing come from elsewhere. */
export type Columns<Row> = {
  readonly [Name in keyof Row & string as object extends Pick<Row, Name> ? never : Name]: Sql;
};

/** What is read, and the name that it gets. */
export type Named = { readonly name: string; readonly expression: Sql };

/**
 * @param wanted which properties; all, if left out
 * @param prefix of each name, to tell several rows in one apart
 */
export function namedColumns<Row>(
  columns: Columns<Row>,
  wanted: readonly string[] = Object.keys(columns),
  prefix = '',
): Named[] {
  return Object.entries<Sql>(columns)
    .filter(([name]) => wanted.includes(name))
    .map(([name, expression]) => ({ name: `${prefix}${name}`, expression }));
}

/** What stands after `select`. */
export function selectedSql(named: readonly Named[]): Sql {
  return join(named.map(({ name, expression }) => sql`${expression} as ${quoted(name)}`));
}

/** The same columns of a subquery with this alias. */
export function selectedFrom(alias: Sql, named: readonly Named[]): Sql {
  return join(named.map(({ name }) => sql`${alias}.${quoted(name)}`));
}

/** All columns of a row, under the names of its properties. */
export function columnsSql<Row>(columns: Columns<Row>): Sql {
  return selectedSql(namedColumns(columns));
}

function quoted(name: string): Sql {
  return raw(`"${name}"`);
}
