import { type GraphQLSchema, isObjectType } from 'graphql';
import { type InputIssue, InvalidInputError } from '../../core/errors.ts';
import type { Argument } from '../../data/coalescing/shared-read.ts';
import { cursorOf, cursorOfText } from '../../data/paging/cursor.ts';
import {
  countAll,
  type List,
  type ListArgs,
  readPage,
  readTextPage,
} from '../../data/paging/list.ts';
import type { CursorColumn, OrderColumn, Page, Slice, TextRow } from '../../data/paging/page.ts';
import { mayRead } from '../../security/authentication/access.ts';
import type { Context } from './context.ts';
import {
  type JsonConnection,
  type JsonRows,
  JsonText,
  UnwritableError,
  type WriteRows,
} from './json-rows.ts';

export const DEFAULT_PAGE = 50;
export const MAX_PAGE = 100;

export type PageArgs = {
  readonly first?: number | null | undefined;
  readonly last?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly before?: string | null | undefined;
};

/** @throws InvalidInputError with every problem of the paging arguments */
export function readSlice({ first, last, after, before }: PageArgs): Slice {
  const issues = [...sizeIssues('first', first), ...sizeIssues('last', last)];
  if (first != null && last != null)
    issues.push(issue('last', 'cannot be used together with `first`: send only one of them'));
  if (issues.length > 0) throw new InvalidInputError(issues);
  return {
    limit: first ?? last ?? DEFAULT_PAGE,
    backwards: last != null,
    after: after ?? null,
    before: before ?? null,
  };
}

/** For lists that are not paged. */
export function invalidSize(name: string, max: number): InvalidInputError {
  return new InvalidInputError([issue(name, `must be from 1 to ${max}`)]);
}

function sizeIssues(name: string, size: number | null | undefined): InputIssue[] {
  if (size == null || (size >= 0 && size <= MAX_PAGE)) return [];
  return [issue(name, `must be from 0 to ${MAX_PAGE}; page through longer lists with \`after\``)];
}

function issue(name: string, message: string): InputIssue {
  return { path: [name], message, type: 'value_error' };
}

export type Connection<Row> = {
  readonly edges: { readonly cursor: string; readonly node: Row }[];
  readonly nodes: readonly Row[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  /** Counted only when it is selected. */
  readonly totalCount: () => Promise<number>;
};

/** How rows may be written without being read: `jsonRowsOf` the field. */
type Writable = { readonly jsonRows?: JsonRows | null };

/** A page of the whole list. */
export async function rootConnection<Row extends { readonly id: bigint }, Filter>(
  context: Context,
  list: List<Row, Filter>,
  { jsonRows, ...args }: ListArgs<Row, Filter> & Writable,
): Promise<Connection<Row>> {
  const { app } = context;
  const totalCount = () => countAll(app, list, args.filter);
  const { column } = args.order;
  if (!jsonRows) return toConnection(await readPage(app, list, args), column, totalCount);
  checkWritable(context, jsonRows);
  return await readTextPage(app, list, args, (page) =>
    toJsonConnection<Row>(page, { context, column, jsonRows, totalCount }),
  );
}

/** A page of the list below one parent, read together with those below its siblings. */
export async function childConnection<Row extends { readonly id: bigint }, Filter extends Argument>(
  context: Context,
  list: List<Row, Filter>,
  { parentId, jsonRows, ...args }: ListArgs<Row, Filter> & Writable & { readonly parentId: bigint },
): Promise<Connection<Row>> {
  const { lists } = context.loaders;
  const totalCount = () => lists.count(list, parentId, args.filter);
  const { column } = args.order;
  if (!jsonRows) return toConnection(await lists.page(list, parentId, args), column, totalCount);
  checkWritable(context, jsonRows);
  const page = await lists.textPage(list, parentId, args);
  return toJsonConnection<Row>(page, { context, column, jsonRows, totalCount });
}

/** Before anything is read. @throws UnwritableError for a caller who is refused some of the fields */
function checkWritable({ viewer }: Context, { rules }: JsonRows): void {
  if (!rules.every((rule) => mayRead(viewer, rule, undefined))) throw new UnwritableError();
}

type JsonPageOf<Row> = {
  readonly context: Context;
  readonly column: OrderColumn<Row>;
  readonly jsonRows: JsonRows;
  readonly totalCount: () => Promise<number>;
};

/** What a compiled document reads of it is `JsonConnection`, not `edges` and `nodes`. */
function toJsonConnection<Row extends { readonly id: bigint }>(
  page: Page<TextRow>,
  { context, column, jsonRows, totalCount }: JsonPageOf<Row>,
): Connection<Row> {
  const cursorOf = (row: TextRow) => cursorOfText(row, column);
  const written = (write: WriteRows | null) =>
    write && new JsonText(write(context, page, cursorOf));
  const json: JsonConnection = {
    edgesJson: written(jsonRows.edges),
    nodesJson: written(jsonRows.nodes),
  };
  const pageInfo = new PageInfo(page, cursorOf);
  return { ...json, edges: [], nodes: [], pageInfo, totalCount } as Connection<Row>;
}

/** @param totalCount called when it is selected */
export function toConnection<Row extends { readonly id: bigint }>(
  page: Page<Row>,
  column: CursorColumn<Row>,
  totalCount: () => Promise<number>,
): Connection<Row> {
  const { rows } = page;
  const edges = rows.map((node) => new Edge(node, column));
  const pageInfo = new PageInfo(page, (row) => cursorOf(row, column));
  return { edges, nodes: rows, pageInfo, totalCount };
}

/**
 * Its cursors are made when they are selected. A class: of an object that is written with getters, V8
 * keeps what they refer to until it collects all of its memory.
 */
class PageInfo<Row> {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly #first: Row | undefined;
  readonly #last: Row | undefined;
  readonly #cursorOf: (row: Row) => string;

  constructor(page: Page<Row>, cursorOf: (row: Row) => string) {
    this.hasNextPage = page.hasNextPage;
    this.hasPreviousPage = page.hasPreviousPage;
    this.#first = page.rows[0];
    this.#last = page.rows.at(-1);
    this.#cursorOf = cursorOf;
  }

  get startCursor(): string | null {
    return this.#first === undefined ? null : this.#cursorOf(this.#first);
  }
  get endCursor(): string | null {
    return this.#last === undefined ? null : this.#cursorOf(this.#last);
  }
}

/** What `toConnection` makes needs no resolvers: a compiled query then reads it without a call for each row. */
export function withPlainConnections(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    const { edges, nodes, pageInfo, node } = type.getFields();
    if (type.name.endsWith('Connection'))
      for (const field of [edges, nodes, pageInfo]) delete field?.resolve;
    if (type.name.endsWith('Edge')) delete node?.resolve;
  }
  return schema;
}

/** Its cursor is made only for those who ask for it: it costs more than the rest of most rows. */
class Edge<Row extends { readonly id: bigint }> {
  readonly node: Row;
  readonly #column: CursorColumn<Row>;

  constructor(node: Row, column: CursorColumn<Row>) {
    this.node = node;
    this.#column = column;
  }

  get cursor(): string {
    return cursorOf(this.node, this.#column);
  }
}
