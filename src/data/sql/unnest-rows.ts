import sql, { join, raw, type Sql } from 'sql-template-tag';
import { opaque } from './opaque.ts';

type ColumnType = 'text' | 'bigint' | 'integer' | 'float8' | 'timestamptz' | 'bytea';

/** One value for each item. */
export type Column = { readonly type: ColumnType; readonly values: readonly unknown[] };

/**
 * What a statement is to do, as rows: `place`, from 1, is the item's own. One text for any number of
 * items, so that one of them is done by the same rules as many.
 * @param columns under the names that the rows have
 */
export function unnestRows(columns: Readonly<Record<string, Column>>): Sql {
  const arrays = Object.values(columns).map(({ type, values }) => opaque(values, raw(type)));
  const names = raw(Object.keys(columns).join(', '));
  return sql`unnest(${join(arrays)}) with ordinality as i(${names}, place)`;
}

/** What came of each item, in order; undefined where nothing did. */
export function restoreOrder<Row extends { readonly place: number }>(
  items: readonly unknown[],
  rows: readonly Row[],
): (Row | undefined)[] {
  const byPlace = new Map(rows.map((row) => [row.place, row]));
  return items.map((_item, index) => byPlace.get(index + 1));
}
