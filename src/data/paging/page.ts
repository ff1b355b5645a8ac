import sql, { type Sql } from 'sql-template-tag';
import { literalLimit } from '../sql/opaque.ts';
import { timestampSqlText } from '../sql/timestamp.ts';
import { type Cursor, readCursor } from './cursor.ts';

export type Direction = 'ASC' | 'DESC';

/** A column to sort by. Rows that are equal in it are sorted by id. */
export type OrderColumn<Row> = {
  /** Its name in the API and in cursors. */
  readonly name: string;
  readonly expression: Sql;
  /** The type to which a cursor's text is cast back. */
  readonly cast: Sql;
  /** Ties a table that the expression needs to that of the list, as after the latter. */
  readonly join?: Sql;
  /** The columns that make a cursor. */
  readonly reads: readonly (keyof Row & string)[];
  /** A row's own value, as a cursor holds it. */
  readonly valueOf: (row: Row) => string;
};

/** What makes a cursor of a row. */
export type CursorColumn<Row> = Pick<OrderColumn<Row>, 'name' | 'valueOf'>;

export type Order<Row> = { readonly column: OrderColumn<Row>; readonly direction: Direction };

/** Which part of a list is wanted, already checked. */
export type Slice = {
  readonly limit: number;
  /** How many rows are left out at the start, for the older API; none, if left out. */
  readonly offset?: number;
  /** True for the last rows before `before`; they still come in the list's order. */
  readonly backwards: boolean;
  readonly after: string | null;
  readonly before: string | null;
};

/** Pages of more rows than this are read apart from the others, where the rows hold free-form data. */
export const SMALL_PAGE = 100;

/** A part of a list by its number of rows, as the older API asks for it. */
export type OffsetWindow = { readonly limit: number; readonly offset: number };

export function sliceOf({ limit, offset }: OffsetWindow): Slice {
  return { limit, offset, backwards: false, after: null, before: null };
}

export type Page<Row> = {
  readonly rows: readonly Row[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
};

/** A value as the database writes it. */
export type Text = string | null;

/** A row of which nothing is read yet, by the names of its columns. */
export type TextRow = Readonly<Record<string, Text>>;

export type PageSql = {
  readonly within: Sql;
  readonly orderBy: Sql;
  /** The way in which rows are read, backwards or not. */
  readonly direction: Sql;
};

/**
 * The clauses that cut one page out of a list by key, not by offset: rows that come and go
 * elsewhere never repeat or skip one here.
 * @throws InvalidInputError for a cursor that is not of this list
 */
export function pageSql<Row>(id: Sql, order: Order<Row>, slice: Slice): PageSql {
  const { expression } = order.column;
  const ascending = (order.direction === 'ASC') !== slice.backwards;
  const direction = ascending ? sql`asc` : sql`desc`;
  const after = readCursor('after', slice.after, order.column);
  const before = readCursor('before', slice.before, order.column);
  return {
    within: sql`${beyond(id, order, after, order.direction === 'ASC')} and ${beyond(id, order, before, order.direction !== 'ASC')}`,
    direction,
    orderBy: sql`${expression} ${direction}, ${id} ${direction}`,
  };
}

/** What selects and orders the rows of one page, from `where` on. */
export type PageSource = { readonly id: Sql; readonly table: Sql; readonly where: Sql };

/** So many rows cost more to skip with all that is read of each than to look the page up by its ids. */
const MANY_SKIPPED = 1_000;

/**
 * Ends a statement that reads one page and one row more, to know if more follow. Where an offset skips
 * many rows, they are only counted: columns, and what is joined, are read for the page alone.
 */
export function pageEnd(
  { id, table, where }: PageSource,
  orderBy: Sql,
  { limit, offset }: Pick<Slice, 'limit' | 'offset'>,
): Sql {
  const most = literalLimit(limit + 1);
  const first = sql`where ${where} order by ${orderBy} limit ${most}`;
  if (!offset) return first;
  // The offset can be any number: as a part of the text, each would be a statement of its own.
  const page = sql`${first} offset ${offset}`;
  if (offset < MANY_SKIPPED) return page;
  const ids = sql`select ${id} from ${table} ${page}`;
  return sql`where ${id} = any(array(${ids})) order by ${orderBy} limit ${most}`;
}

function beyond<Row>(
  id: Sql,
  { column }: Order<Row>,
  cursor: Cursor | null,
  greater: boolean,
): Sql {
  if (cursor === null) return sql`true`;
  const value = column.cast.sql === 'timestamptz' ? timestampSqlText(cursor.value) : cursor.value;
  const position = sql`(${value}::${column.cast}, ${cursor.id}::bigint)`;
  return greater
    ? sql`(${column.expression}, ${id}) > ${position}`
    : sql`(${column.expression}, ${id}) < ${position}`;
}

/** Drops the row that only told of more, and turns a backward read round again. */
export function toPage<Row>(
  found: readonly Row[],
  slice: Slice,
): Page<Row> & { readonly rows: Row[] } {
  const hasMore = found.length > slice.limit;
  const rows = found.slice(0, slice.limit);
  return slice.backwards
    ? { rows: rows.reverse(), hasNextPage: slice.before !== null, hasPreviousPage: hasMore }
    : { rows, hasNextPage: hasMore, hasPreviousPage: slice.after !== null };
}
