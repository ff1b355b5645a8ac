import { type FieldNode, type GraphQLObjectType, getNamedType, isObjectType } from 'graphql';
import type { JsonRows, WriteRows } from '../../../kit/graphql/json-rows.ts';
import { type Fragments, flatFields, responseKeyOf } from './flat-fields.ts';
import { type Needs, rowWriter, type WriteRow } from './row-writer.ts';

/** How to write the rows of a connection of which these fields are selected; null where it cannot be done. */
export function pageWriter(
  type: GraphQLObjectType,
  fields: readonly FieldNode[],
  fragments: Fragments,
): JsonRows | null {
  const edges = fields.filter(({ name }) => name.value === 'edges');
  const nodes = fields.filter(({ name }) => name.value === 'nodes');
  if (edges.length > 1 || nodes.length > 1 || edges.length + nodes.length === 0) return null;

  const needs: Needs = { columns: new Set(['id']), joined: new Set(), rules: new Set() };
  const source = { fragments, needs };
  const [edge] = edges.map((node) => edgesWriter(typeBelow(type, 'edges'), node, source));
  const [row] = nodes.map((node) => nodesWriter(typeBelow(type, 'nodes'), node, source));
  if (edge === null || row === null) return null;
  const { columns, joined, rules } = needs;
  return {
    wanted: { columns: [...columns], ...(joined.size > 0 && { joined: [...joined] }) },
    rules: [...rules],
    edges: edge ?? null,
    nodes: row ?? null,
  };
}

function typeBelow(type: GraphQLObjectType | null, name: string): GraphQLObjectType | null {
  const below = getNamedType(type?.getFields()[name]?.type);
  return isObjectType(below) ? below : null;
}

type Source = { readonly fragments: Fragments; readonly needs: Needs };

function nodesWriter(
  type: GraphQLObjectType | null,
  { selectionSet }: FieldNode,
  source: Source,
): WriteRows | null {
  const write = type && rowWriter(type, selectionSet?.selections ?? [], source);
  return write && ((context, { rows }) => list(rows, (row) => write(row, context)));
}

type WriteEdge = (...given: [...Parameters<WriteRow>, cursor: Parameters<WriteRows>[2]]) => string;

function edgesWriter(
  type: GraphQLObjectType | null,
  { selectionSet }: FieldNode,
  source: Source,
): WriteRows | null {
  if (type === null) return null;
  const fields = flatFields(type, selectionSet?.selections ?? [], source.fragments);
  const parts = fields?.map((field) => edgeField(type, field, source)) ?? [null];
  const writers = parts.filter((part) => part !== null);
  if (writers.length < parts.length) return null;
  return (context, { rows }, cursorOf) =>
    list(rows, (row) => `{${writers.map((write) => write(row, context, cursorOf)).join(',')}}`);
}

function edgeField(type: GraphQLObjectType, node: FieldNode, source: Source): WriteEdge | null {
  if (node.directives?.length) return null;
  const key = `${JSON.stringify(responseKeyOf(node))}:`;
  const name = node.name.value;
  if (name === '__typename') return () => `${key}"${type.name}"`;
  // Cursors have no character that JSON escapes.
  if (name === 'cursor') return (row, _context, cursorOf) => `${key}"${cursorOf(row)}"`;
  const below = name === 'node' ? typeBelow(type, name) : null;
  const write = below && rowWriter(below, node.selectionSet?.selections ?? [], source);
  return write && ((row, context) => key + write(row, context));
}

function list<Row>(rows: readonly Row[], write: (row: Row) => string): string {
  let json = '';
  for (const row of rows) json += json === '' ? write(row) : `,${write(row)}`;
  return `[${json}]`;
}
