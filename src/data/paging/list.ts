import sql, { type Sql } from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import type { Rows } from '../database.ts';
import { type Columns, selectedFrom, selectedSql } from '../sql/columns.ts';
import { opaqueIds } from '../sql/opaque.ts';
import { type ColumnSelection, type JoinedRow, nestJoinedRow, selectionOf } from './columns.ts';
import {
  type Order,
  type Page,
  pageEnd,
  pageSql,
  type Slice,
  SMALL_PAGE,
  type TextRow,
  toPage,
} from './page.ts';
import { enoughOf, orTooLarge } from './too-large.ts';

/** A list that can be read whole or below each of many parents, always with one statement. */
export type List<Row, Filter> = {
  /** The table with its alias, as after `from`. */
  readonly table: Sql;
  readonly columns: Columns<Row>;
  /** What may be read with each row. */
  readonly joined?: JoinedRow;
  readonly id: Sql;
  /** The column that names the parent, for lists below a parent. */
  readonly parent?: Sql;
  readonly where: (app: App, filter: Filter) => Sql;
  /** Called before rows are read; adds to each what only this process knows. */
  readonly complete?: (app: App) => (row: Row) => void;
  /** The table's name in `row_counts`, where its length is kept: the whole list is not counted then. */
  readonly keptCount?: string;
  /** A page reads and sorts all rows below its parent, which may be many: few such statements run at once. */
  readonly isHeavy?: true;
  /** A replica may answer it, where there is one. Never for what decides about rights: keys, their limits. */
  readonly mayUseReplica?: true;
  /** What is counted, where the table is joined with others that each row has at most once. */
  readonly counted?: Sql;
};

export type ListArgs<Row, Filter> = {
  readonly filter: Filter;
  readonly order: Order<Row>;
  readonly slice: Slice;
  /** All columns, if left out. */
  readonly wanted?: ColumnSelection | undefined;
};

/** One page of the whole list. */
export async function readPage<Row, Filter>(
  app: App,
  list: List<Row, Filter>,
  args: ListArgs<Row, Filter>,
): Promise<Page<Row>> {
  const { slice, wanted = {} } = args;
  const { columns, statement } = pageStatement(app, list, args);
  const isLarge = slice.limit > SMALL_PAGE && columns.some(({ name }) => FREE_FORM.test(name));
  const read: Rows = isLarge ? app.db.largePages : sharedRowsFor(app, list);
  const complete = list.complete?.(app);
  const found = await orTooLarge(slice, () =>
    read<Row>(statement).catch(enoughOf<Row>(slice.limit)),
  );
  nestJoinedRow(found, list.joined, wanted);
  if (complete) found.forEach(complete);
  return toPage(found, slice);
}

/**
 * The same with each value as a text; those of the joined row have its name before theirs.
 * @param use makes something of the page, which is emptied afterwards: V8 keeps what promises of a long wait
 *   hold until a full collection, even when all of it is over
 */
export async function readTextPage<Row, Filter, Result>(
  app: App,
  list: List<Row, Filter>,
  args: ListArgs<Row, Filter>,
  use: (page: Page<TextRow>) => Result,
): Promise<Result> {
  const { slice } = args;
  const { statement } = pageStatement(app, list, args);
  const found = await orTooLarge(slice, () =>
    databaseFor(app, list).textRows<TextRow>(statement).catch(enoughOf<TextRow>(slice.limit)),
  );
  const page = toPage(found, slice);
  try {
    return use(page);
  } finally {
    for (const rows of [found, page.rows]) rows.length = 0;
  }
}

function pageStatement<Row, Filter>(
  app: App,
  list: List<Row, Filter>,
  { filter, order, slice, wanted = {} }: ListArgs<Row, Filter>,
) {
  const { within, orderBy } = pageSql(list.id, order, slice);
  const source = orderedSource(list, order);
  const { columns, table } = selectionOf(source, wanted, order.column.reads);
  const where = sql`${list.where(app, filter)} and ${within}`;
  const statement = sql`
    select ${selectedSql(columns)} from ${table} ${pageEnd({ ...source, where }, orderBy, slice)}`;
  return { columns, statement };
}

/** The list with what it is sorted by. */
function orderedSource<Row, Filter>(list: List<Row, Filter>, { column: { join } }: Order<Row>) {
  return join === undefined ? list : { ...list, table: sql`${list.table} ${join}` };
}

/** Free-form data, of the row or of the one beside it. */
const FREE_FORM = /^(\w+\.)?data$/;

type Total = { readonly total: bigint };
type Below = { readonly parentId: bigint };
type Placed = { readonly parent: number };

type PagesArgs<Row, Filter> = ListArgs<Row, Filter> & { readonly parentIds: readonly bigint[] };

/** The same page below each parent: one statement, however many parents. @throws ResultTooLargeError */
export async function readPages<Row, Filter>(
  app: App,
  list: List<Row, Filter>,
  { read = rowsFor(app, list), ...args }: PagesArgs<Row, Filter> & { readonly read?: Rows },
): Promise<Page<Row>[]> {
  const { parentIds, slice, wanted = {} } = args;
  const complete = list.complete?.(app);
  const found = await readBelow<Row & Placed, Row, Filter>(app, list, { ...args, read });
  nestJoinedRow(found, list.joined, wanted);
  if (complete) found.forEach(complete);
  const byParent = Map.groupBy(found, ({ parent }) => parent);
  return parentIds.map((_id, place) => toPage(byParent.get(place + 1) ?? [], slice));
}

/** The same with each value as a text, as `readTextPage`. */
export async function readTextPages<Row, Filter>(
  app: App,
  list: List<Row, Filter>,
  args: PagesArgs<Row, Filter>,
): Promise<Page<TextRow>[]> {
  const { parentIds, slice } = args;
  const found = await readBelow<TextRow, Row, Filter>(app, list, {
    ...args,
    read: databaseFor(app, list).textRows,
  });
  const byParent = Map.groupBy(found, (row) => Number(row['parent']));
  return parentIds.map((_id, place) => toPage(byParent.get(place + 1) ?? [], slice));
}

function readBelow<Found, Row, Filter>(
  app: App,
  list: List<Row, Filter>,
  {
    parentIds,
    filter,
    order,
    slice,
    wanted = {},
    read,
  }: PagesArgs<Row, Filter> & { readonly read: Rows },
): Promise<Found[]> {
  const { within, orderBy, direction } = pageSql(list.id, order, slice);
  const source = orderedSource(list, order);
  const { columns, table } = selectionOf(source, wanted, order.column.reads);
  const where = sql`${list.parent ?? sql`null`} = parent.id and ${list.where(app, filter)} and ${within}`;
  const statement = sql`
    select parent.place::int as parent, ${selectedFrom(sql`child`, columns)}
    from unnest(${opaqueIds(parentIds)}) with ordinality as parent(id, place)
    cross join lateral (
      select ${selectedSql(columns)}, ${order.column.expression} as sorted_by from ${table}
      ${pageEnd({ ...source, where }, orderBy, slice)}
    ) child
    order by parent.place, child.sorted_by ${direction}, child.id ${direction}`;
  return read<Found>(statement).catch((error: unknown) => {
    if (parentIds.length > 1) throw error;
    return enoughOf<Found>(slice.limit)(error);
  });
}

export async function countAll<Row, Filter>(
  app: App,
  list: List<Row, Filter>,
  filter: Filter,
): Promise<number> {
  const where = list.where(app, filter);
  const isWhole = where.sql === 'true' && list.keptCount !== undefined;
  const read = sharedRowsFor(app, list);
  const [row] = await read<Total>(
    isWhole
      ? sql`select coalesce(sum(rows), 0)::bigint as total from row_counts where name = ${list.keptCount}`
      : sql`select count(*) as total from ${list.table} where ${where}`,
  );
  return Number(row?.total ?? 0);
}

export async function countEach<Row, Filter>(
  app: App,
  list: List<Row, Filter>,
  { parentIds, filter }: { readonly parentIds: readonly bigint[]; readonly filter: Filter },
): Promise<number[]> {
  const parent = list.parent ?? sql`null`;
  const read = rowsFor(app, list);
  const rows = await read<Below & Total>(sql`
    select ${parent} as "parentId", count(*) as total from ${list.counted ?? list.table}
    where ${parent} = any(${opaqueIds(parentIds)}) and ${list.where(app, filter)}
    group by ${parent}`);
  const totals = new Map(rows.map(({ parentId, total }) => [parentId, Number(total)]));
  return parentIds.map((id) => totals.get(id) ?? 0);
}

type ReadFrom = Pick<List<never, never>, 'isHeavy' | 'mayUseReplica'>;

function databaseFor(app: App, { mayUseReplica }: ReadFrom): Pick<App['db'], 'rows' | 'textRows'> {
  return (mayUseReplica && app.db.onReplica) || app.db;
}

function rowsFor(app: App, list: ReadFrom): Rows {
  return list.isHeavy ? app.db.heavyRows : databaseFor(app, list).rows;
}

function sharedRowsFor({ sharedReads }: App, { mayUseReplica }: ReadFrom): Rows {
  return mayUseReplica ? sharedReads.sameOnReplica : sharedReads.same;
}
