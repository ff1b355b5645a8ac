import { type GraphQLSchema, isObjectType } from 'graphql';
import { type InputIssue, InvalidInputError } from '../../core/errors.ts';
import type { Argument } from '../../data/coalescing/shared-read.ts';
import { cursorOf } from '../../data/paging/cursor.ts';
import { countAll, type List, type ListArgs, readPage } from '../../data/paging/list.ts';
import type { CursorColumn, Page, Slice } from '../../data/paging/page.ts';
import type { Context } from './context.ts';

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

/** A page of the whole list. */
export async function rootConnection<Row extends { readonly id: bigint }, Filter>(
  { app }: Context,
  list: List<Row, Filter>,
  args: ListArgs<Row, Filter>,
): Promise<Connection<Row>> {
  const page = await readPage(app, list, args);
  return toConnection(page, args.order.column, () => countAll(app, list, args.filter));
}

/** A page of the list below one parent, read together with those below its siblings. */
export async function childConnection<Row extends { readonly id: bigint }, Filter extends Argument>(
  { loaders }: Context,
  list: List<Row, Filter>,
  { parentId, ...args }: ListArgs<Row, Filter> & { readonly parentId: bigint },
): Promise<Connection<Row>> {
  const page = await loaders.lists.page(list, parentId, args);
  return toConnection(page, args.order.column, () =>
    loaders.lists.count(list, parentId, args.filter),
  );
}

/** @param totalCount called when it is selected */
export function toConnection<Row extends { readonly id: bigint }>(
  { rows, hasNextPage, hasPreviousPage }: Page<Row>,
  column: CursorColumn<Row>,
  totalCount: () => Promise<number>,
): Connection<Row> {
  const edges = rows.map((node) => new Edge(node, column));
  const pageInfo = {
    hasNextPage,
    hasPreviousPage,
    get startCursor() {
      return edges[0]?.cursor ?? null;
    },
    get endCursor() {
      return edges.at(-1)?.cursor ?? null;
    },
  };
  return { edges, nodes: rows, pageInfo, totalCount };
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
