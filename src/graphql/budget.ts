import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { createGraphQLError } from 'graphql-yoga';
import { DEFAULT_PAGE, MAX_PAGE } from './connection.ts';
import { LIMITS } from './limits.ts';

/**
 * Walks a document as it would be executed, fragments spread out, and stops as soon as one limit is
 * passed: nothing that comes after it (validation above all) then meets a document that is costly
 * to look at.
 * @returns the cost: how many objects the answer may hold at most
 * @throws GraphQLError `QUERY_TOO_COMPLEX`
 */
export function checkBudget(document: DocumentNode): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const operations: OperationDefinitionNode[] = [];
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION)
      fragments.set(definition.name.value, definition);
    if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition);
  }
  if (operations.length > 1 && operations.length > LIMITS.rootFields)
    throw tooComplex('operations', LIMITS.rootFields);

  const walk: Walk = { fragments, spreading: new Set(), fields: 0, aliases: 0, cost: 0 };
  for (const { selectionSet } of operations) {
    if (selectionSet.selections.length > LIMITS.rootFields)
      throw tooComplex('fields of the operation', LIMITS.rootFields);
    visit(walk, selectionSet, { depth: 1, rows: 1, page: DEFAULT_PAGE, isIntrospection: false });
  }
  return walk.cost;
}

type Walk = {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly spreading: Set<string>;
  fields: number;
  aliases: number;
  cost: number;
};

type Place = {
  readonly depth: number;
  /** How many objects there may be of what is visited. */
  readonly rows: number;
  readonly page: number;
  readonly isIntrospection: boolean;
};

function visit(walk: Walk, { selections }: SelectionSetNode, place: Place): void {
  for (const selection of selections) {
    if ((selection.directives?.length ?? 0) > LIMITS.directivesPerField) {
      throw tooComplex('directives on one field', LIMITS.directivesPerField);
    }
    if (selection.kind === Kind.FIELD) visitField(walk, selection, place);
    else visitFragment(walk, selection, place);
  }
}

function visitField(walk: Walk, field: FieldNode, place: Place): void {
  walk.fields += 1;
  if (walk.fields > LIMITS.fields) throw tooComplex('fields, fragments spread out', LIMITS.fields);
  if (field.alias !== undefined) walk.aliases += 1;
  if (walk.aliases > LIMITS.aliases) throw tooComplex('aliases', LIMITS.aliases);
  // The schema's own shape is as deep as it is, and small.
  const isIntrospection = place.isIntrospection || field.name.value.startsWith('__');
  if (place.depth > LIMITS.depth && !isIntrospection)
    throw tooComplex('levels of fields', LIMITS.depth);
  if (field.selectionSet === undefined) return;

  // A connection's page size applies to its rows, which stand one level below it, in `edges`.
  const rows = field.name.value === 'edges' ? place.rows * place.page : place.rows;
  if (!isIntrospection) walk.cost += rows;
  if (walk.cost > LIMITS.cost)
    throw tooComplex('objects; ask for fewer rows per page', LIMITS.cost);
  visit(walk, field.selectionSet, {
    depth: place.depth + 1,
    rows,
    page: pageOf(field),
    isIntrospection,
  });
}

function visitFragment(
  walk: Walk,
  selection: Exclude<SelectionNode, FieldNode>,
  place: Place,
): void {
  if (selection.kind === Kind.INLINE_FRAGMENT) {
    visit(walk, selection.selectionSet, place);
    return;
  }
  const name = selection.name.value;
  const fragment = walk.fragments.get(name);
  // Unknown and circular fragments are for validation to name.
  if (fragment === undefined || walk.spreading.has(name)) return;
  walk.fields += 1;
  if (walk.fields > LIMITS.fields) throw tooComplex('fields, fragments spread out', LIMITS.fields);
  walk.spreading.add(name);
  visit(walk, fragment.selectionSet, place);
  walk.spreading.delete(name);
}

/** A page size that stands in a variable counts as the largest one: its cost is that of the document. */
function pageOf({ arguments: given = [] }: FieldNode): number {
  const size = given.find(({ name }) => name.value === 'first' || name.value === 'last');
  if (size === undefined) return DEFAULT_PAGE;
  return size.value.kind === Kind.INT ? Math.min(Number(size.value.value), MAX_PAGE) : MAX_PAGE;
}

function tooComplex(what: string, limit: number): Error {
  return createGraphQLError(`The document has more than ${limit} ${what}; split it up`, {
    extensions: { code: 'QUERY_TOO_COMPLEX', limit, http: { spec: true, status: 400 } },
  });
}
