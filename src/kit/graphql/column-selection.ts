import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLResolveInfo,
  getNamedType,
  isObjectType,
} from 'graphql';
import type { ColumnSelection } from '../../data/paging/columns.ts';
import type { Context } from './context.ts';
import { memoizeBySelection, selectedBelow } from './selection-of.ts';

const READS = 'reads';

/**
 * For `extensions` of a field: the columns that its resolver and its access rule read. A field that
 * does not say so is taken to read all; one without resolver reads its own.
 */
export function reads<Row>(...columns: readonly (keyof Row & string)[]): {
  readonly extensions: Readonly<Record<string, unknown>>;
} {
  return { extensions: { [READS]: columns } };
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
