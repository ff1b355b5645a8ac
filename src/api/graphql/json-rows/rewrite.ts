import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { canWriteRows, setJsonRows } from '../../../kit/graphql/json-rows.ts';
import { JSON_FIELDS } from './compiled-fields.ts';
import { type Fragments, flatFields } from './flat-fields.ts';
import { pageWriter } from './page-writer.ts';

/**
 * The document to compile in place of a query: rows of connections that can be written as JSON are one
 * value there, without fields of their own.
 */
export function withJsonRows(schema: GraphQLSchema, document: DocumentNode): DocumentNode {
  const root = schema.getQueryType();
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const part of document.definitions)
    if (part.kind === Kind.FRAGMENT_DEFINITION) fragments.set(part.name.value, part);
  const rewritten = (definition: OperationDefinitionNode): OperationDefinitionNode =>
    root
      ? { ...definition, selectionSet: below(root, definition.selectionSet, fragments) }
      : definition;
  return {
    ...document,
    definitions: document.definitions.map((part) =>
      part.kind === Kind.OPERATION_DEFINITION ? rewritten(part) : part,
    ),
  };
}

function below(
  type: GraphQLObjectType,
  selectionSet: SelectionSetNode,
  fragments: Fragments,
): SelectionSetNode {
  const fields = flatFields(type, selectionSet.selections, fragments);
  if (fields === null) return selectionSet;
  return { ...selectionSet, selections: fields.map((node) => fieldBelow(type, node, fragments)) };
}

function fieldBelow(type: GraphQLObjectType, node: FieldNode, fragments: Fragments): FieldNode {
  const field = type.getFields()[node.name.value];
  const inner = getNamedType(field?.type);
  if (!field || !isObjectType(inner) || !node.selectionSet) return node;
  return (
    (canWriteRows(field.extensions) ? connectionOf(field, node, fragments) : null) ?? {
      ...node,
      selectionSet: below(inner, node.selectionSet, fragments),
    }
  );
}

/** Null where its rows cannot be written. */
function connectionOf(
  { type }: GraphQLField<unknown, unknown>,
  node: FieldNode,
  fragments: Fragments,
): FieldNode | null {
  const connection = getNamedType(type);
  if (!isObjectType(connection) || !node.selectionSet) return null;
  const fields = flatFields(connection, node.selectionSet.selections, fragments);
  const rows = fields && pageWriter(connection, fields, fragments);
  if (!rows) return null;
  const made = { ...node, selectionSet: { ...node.selectionSet, selections: fields.map(asJson) } };
  setJsonRows(made, rows);
  return made;
}

function asJson(node: FieldNode): FieldNode {
  const json = JSON_FIELDS.get(node.name.value);
  if (json === undefined) return node;
  const { selectionSet: _rows, ...rest } = node;
  return { ...rest, alias: node.alias ?? node.name, name: { ...node.name, value: json } };
}
