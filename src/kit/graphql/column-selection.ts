import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLResolveInfo,
  getNamedType,
  isObjectType,
} from 'graphql';
import type { ColumnSelection } from '../../data/paging/columns.ts';
import type { AccessRule } from '../../security/authentication/access.ts';
import type { Context } from './context.ts';
import { jsonRowsOf, type WriteField } from './json-rows.ts';
import { memoizeBySelection, selectedBelow } from './selection-of.ts';

const READS = 'reads';
const WRITES = 'writes';
const JOINS = 'joins';

/**
 * For `extensions` of a field: the columns that its resolver and its access rule read. A field that
 * does not say so is taken to read all; one without resolver reads its own.
 */
export function reads<Row>(...columns: readonly (keyof Row & string)[]): {
  readonly extensions: Readonly<Record<string, unknown>>;
} {
  return { extensions: { [READS]: columns } };
}

/**
 * As `reads`, for a field that the fast path can write without its resolver.
 * @param write gets the texts of the columns, in their order, and returns JSON. For a type that can be
 *   stored in one column it returns what that column would have as its text, which is then checked.
 */
export function writes<Row>(
  columns: readonly (keyof Row & string)[],
  write: WriteField,
): ReturnType<typeof reads<Row>> {
  return { extensions: { [READS]: columns, [WRITES]: write } };
}

/** As `reads`, for a field that holds a row which may be joined. */
export function joins<Row>(
  joined: keyof Row & string,
  ...columns: readonly (keyof Row & string)[]
): ReturnType<typeof reads<Row>> {
  return { extensions: { [READS]: columns, [JOINS]: joined } };
}

/** How the fast path writes a field; null where its resolver has to answer. */
type Writing = {
  readonly columns: readonly string[];
  /** Null for a column that is answered as it is stored. */
  readonly write: WriteField | null;
  /** The name of the joined row that it holds. */
  readonly joined: string | null;
};

export function writingOf({ extensions, args }: Field): Writing | null {
  const rule = extensions['access'] as AccessRule | undefined;
  if (args.length > 0 || rule?.owner !== undefined) return null;
  const { [READS]: columns, [WRITES]: write = null, [JOINS]: joined = null } = extensions;
  if (write !== null || joined !== null) return { columns, write, joined } as Writing;
  const { pothosExposedField: exposed } = extensions;
  return typeof exposed === 'string' ? { columns: [exposed], write, joined } : null;
}

/** The two ways to the rows of a connection. */
const NODES = [['edges', 'node'], ['nodes']] as const;
const cachedSelection = memoizeBySelection<ColumnSelection>();

/**
 * What a request for a connection reads of its rows; without short cuts, everything.
 * @param joined the field of a row that leads to the row beside it
 */
export function columnSelection(
  { app }: Context,
  info: GraphQLResolveInfo,
  joined = '',
): ColumnSelection {
  if (!app.config.shortCuts) return {};
  const rows = jsonRowsOf(info);
  if (rows !== null) return rows.wanted;
  return cachedSelection(info, joined, () => selectionOf(info, joined));
}

function selectionOf(info: GraphQLResolveInfo, joined: string): ColumnSelection {
  const isBesideAsked = NODES.some((path) => selectedBelow(info, path).has(joined));
  return {
    columns: readByAny(info, NODES),
    joined: isBesideAsked
      ? readByAny(
          info,
          NODES.map((path) => [...path, joined]),
        )
      : undefined,
  };
}

/** What is read by one way or the other. Undefined where one of them may read anything. */
function readByAny(
  info: GraphQLResolveInfo,
  paths: readonly (readonly string[])[],
): string[] | undefined {
  const columns = paths.map((path) => readBelow(info, path));
  return columns.includes(undefined) ? undefined : columns.flatMap((read) => read ?? []);
}

/** Undefined where a field may read anything. */
function readBelow(info: GraphQLResolveInfo, path: readonly string[]): string[] | undefined {
  const type = path.reduce(
    (outer, name) => getNamedType(fieldOf(outer, name)?.type),
    getNamedType(info.returnType) as GraphQLNamedType | undefined,
  );
  const fields = [...selectedBelow(info, path)]
    .filter((name) => !name.startsWith('__'))
    .map((name) => fieldOf(type, name));
  const columns = fields.map((field) => field && columnsOf(field));
  return columns.includes(undefined) ? undefined : ['id', ...columns.flatMap((read) => read ?? [])];
}

type Field = GraphQLField<unknown, unknown>;

function fieldOf(type: GraphQLNamedType | undefined, name: string): Field | undefined {
  return isObjectType(type) ? type.getFields()[name] : undefined;
}

function columnsOf({ name, resolve, extensions }: Field): readonly string[] | undefined {
  const { [READS]: declared, pothosExposedField: exposed } = extensions;
  const rule = extensions['access'] as { readonly owner?: unknown } | undefined;
  if (declared !== undefined) return declared as readonly string[];
  // Whose it is, a rule of access reads from the row, too.
  if (rule?.owner !== undefined) return undefined;
  if (typeof exposed === 'string') return [exposed];
  return resolve === undefined ? [name] : undefined;
}
