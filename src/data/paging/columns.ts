import sql, { type Sql } from 'sql-template-tag';
import { type Columns, type Named, namedColumns } from '../sql/columns.ts';

/** The one row beside each row of a list that can be read with it, such as the user whose it is. */
export type JoinedRow = {
  readonly name: string;
  /** Ties its table to that of the list, as after the latter. */
  readonly join: Sql;
  readonly columns: Columns<Record<string, unknown>>;
};

/** What is read of each row. Rows then lack the rest, whatever their type says: it is for those who know what follows. */
export type ColumnSelection = {
  /** All of them, if left out. */
  readonly columns?: readonly string[] | undefined;
  /** Those of the row beside; it is not read, if left out. */
  readonly joined?: readonly string[] | undefined;
};

type Readable<Row> = {
  readonly table: Sql;
  readonly columns: Columns<Row>;
  readonly joined?: JoinedRow;
};

type Selected = { readonly columns: readonly Named[]; readonly table: Sql };

/** @param always what is read in any case */
export function selectionOf<Row>(
  { table, columns, joined }: Readable<Row>,
  selection: ColumnSelection,
  always: readonly string[],
): Selected {
  const own = namedColumns(columns, selection.columns && [...always, ...selection.columns]);
  if (joined === undefined || selection.joined === undefined) return { columns: own, table };
  const others = namedColumns(joined.columns, selection.joined, `${joined.name}.`);
  return { columns: [...own, ...others], table: sql`${table} ${joined.join}` };
}

/**
 * Puts what was read of the row beside into an object of its own, under its name. Rows that several requests
 * share are changed once: their statement says which columns there are.
 */
export function nestJoinedRow<Row>(
  rows: readonly Row[],
  joined: JoinedRow | undefined,
  selection: ColumnSelection,
): void {
  if (joined === undefined || selection.joined === undefined) return;
  const { name } = joined;
  if (rows[0] && Object.hasOwn(rows[0], name)) return;
  const names = selection.joined.map((column) => [column, `${name}.${column}`] as const);
  for (const row of rows as Record<string, unknown>[]) {
    const other: Record<string, unknown> = {};
    for (const [column, flat] of names) other[column] = row[flat];
    row[name] = other;
  }
}
