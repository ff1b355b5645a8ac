import {
  type FieldNode,
  type GraphQLObjectType,
  getNamedType,
  isObjectType,
  type SelectionNode,
} from 'graphql';
import type { Text, TextRow } from '../../../data/paging/page.ts';
import { writingOf } from '../../../kit/graphql/column-selection.ts';
import type { Context } from '../../../kit/graphql/context.ts';
import type { AccessRule } from '../../../security/authentication/access.ts';
import { type Fragments, flatFields, responseKeyOf } from './flat-fields.ts';
import { leafWriter } from './leaf-text.ts';

export type WriteRow = (row: TextRow, context: Context) => string;

/** What writing needs: the columns of the row and of the joined one, and the rules of the fields. */
export type Needs = {
  readonly columns: Set<string>;
  readonly joined: Set<string>;
  readonly rules: Set<AccessRule>;
};

type Source = { readonly fragments: Fragments; readonly needs: Needs };

/** Where a row stands: its columns have this before their names. */
type Place = Source & { readonly prefix: string };

/** Writes the object that is selected of a row; null where a field needs its resolver. */
export function rowWriter(
  type: GraphQLObjectType,
  selections: readonly SelectionNode[],
  source: Source,
): WriteRow | null {
  return objectWriter(type, selections, { ...source, prefix: '' });
}

type Part = { readonly start: string; readonly write: WriteRow };

function objectWriter(
  type: GraphQLObjectType,
  selections: readonly SelectionNode[],
  place: Place,
): WriteRow | null {
  const fields = flatFields(type, selections, place.fragments);
  const parts: Part[] = [];
  for (const [index, node] of (fields ?? []).entries()) {
    const write = fieldWriter(type, node, place);
    if (write === null) return null;
    const start = `${index === 0 ? '{' : ','}${JSON.stringify(responseKeyOf(node))}:`;
    parts.push({ start, write });
  }
  if (parts.length === 0) return null;
  return (row, context) => {
    let json = '';
    for (const { start, write } of parts) json += start + write(row, context);
    return `${json}}`;
  };
}

function fieldWriter(type: GraphQLObjectType, node: FieldNode, place: Place): WriteRow | null {
  if (node.directives?.length) return null;
  if (node.name.value === '__typename') {
    const name = JSON.stringify(type.name);
    return () => name;
  }
  const field = type.getFields()[node.name.value];
  const writing = field && writingOf(field);
  if (!writing) return null;
  const rule = field.extensions['access'] as AccessRule | undefined;
  if (rule !== undefined) place.needs.rules.add(rule);
  const { columns, write, joined } = writing;
  if (joined !== null) return joinedWriter(getNamedType(field.type), node, { ...place, joined });

  const needed = place.prefix === '' ? place.needs.columns : place.needs.joined;
  for (const column of columns) needed.add(column);
  const [first = '', second = ''] = columns.map((column) => place.prefix + column);
  const writeText = leafWriter(field.type);
  if (write === null) return writeText && ((row) => writeText(textOf(row, first)));
  const written: WriteRow = (row, context) =>
    write(context, textOf(row, first), row[second] ?? null);
  // What its type cannot hold is refused as the library would refuse it.
  return writeText === null ? written : (row, context) => writeText(written(row, context));
}

function textOf(row: TextRow, name: string): Text {
  return row[name] ?? null;
}

function joinedWriter(
  type: unknown,
  { selectionSet }: FieldNode,
  { joined, ...place }: Place & { readonly joined: string },
): WriteRow | null {
  if (!isObjectType(type) || place.prefix !== '') return null;
  return objectWriter(type, selectionSet?.selections ?? [], { ...place, prefix: `${joined}.` });
}
