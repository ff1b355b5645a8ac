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
import { DOCUMENT_LIMITS } from '../../kit/graphql/limits.ts';

/**
 * Refuses a text that is costly to look at, whatever it says. Lines are counted because the library
 * counts them anew for each place that an error names.
 * @throws GraphQLError `QUERY_TOO_COMPLEX`
 */
export function checkLength(source: string): void {
  if (source.length > DOCUMENT_LIMITS.length)
    throw tooComplex('characters (send long values as variables)', DOCUMENT_LIMITS.length);
  let lines = 1;
  for (let at = source.indexOf('\n'); at !== -1; at = source.indexOf('\n', at + 1)) lines += 1;
  for (let at = source.indexOf('\r'); at !== -1; at = source.indexOf('\r', at + 1)) lines += 1;
  if (lines > DOCUMENT_LIMITS.lines) throw tooComplex('lines', DOCUMENT_LIMITS.lines);
}

/**
 * Walks a document as it would be executed, fragments spread out, and stops as soon as one limit is
 * passed: nothing that comes after it (validation above all) then meets a document that is costly
 * to look at. What its answer may cost, only its variables say: see cost-plan.ts.
 * @returns how many fields it has, fragments spread out
 * @throws GraphQLError `QUERY_TOO_COMPLEX`
 */
export function checkBudget(document: DocumentNode, limits: { readonly fields: number }): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const operations: OperationDefinitionNode[] = [];
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION)
      fragments.set(definition.name.value, definition);
    if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition);
  }
  if (operations.length > 1 && operations.length > DOCUMENT_LIMITS.rootFields)
    throw tooComplex('operations', DOCUMENT_LIMITS.rootFields);

  const walk: Walk = { fragments, limits, spreading: new Set(), fields: 0, aliases: 0 };
  for (const { selectionSet } of operations) {
    if (selectionSet.selections.length > DOCUMENT_LIMITS.rootFields)
      throw tooComplex('fields of the operation', DOCUMENT_LIMITS.rootFields);
    visit(walk, selectionSet, { depth: 1, isIntrospection: false });
  }
  return walk.fields;
}

type Walk = {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly limits: { readonly fields: number };
  readonly spreading: Set<string>;
  fields: number;
  aliases: number;
};

type Place = {
  readonly depth: number;
  readonly isIntrospection: boolean;
};

function visit(walk: Walk, { selections }: SelectionSetNode, place: Place): void {
  for (const selection of selections) {
    if ((selection.directives?.length ?? 0) > DOCUMENT_LIMITS.directivesPerField) {
      throw tooComplex('directives on one field', DOCUMENT_LIMITS.directivesPerField);
    }
    if (selection.kind === Kind.FIELD) visitField(walk, selection, place);
    else visitFragment(walk, selection, place);
  }
}

function visitField(walk: Walk, field: FieldNode, place: Place): void {
  countField(walk);
  if (field.alias !== undefined) walk.aliases += 1;
  if (walk.aliases > DOCUMENT_LIMITS.aliases) throw tooComplex('aliases', DOCUMENT_LIMITS.aliases);
  // The schema's own shape is as deep as it is, and small.
  const isIntrospection = place.isIntrospection || field.name.value.startsWith('__');
  if (place.depth > DOCUMENT_LIMITS.depth && !isIntrospection)
    throw tooComplex('levels of fields', DOCUMENT_LIMITS.depth);
  if (field.selectionSet === undefined) return;
  visit(walk, field.selectionSet, { depth: place.depth + 1, isIntrospection });
}

function countField(walk: Walk): void {
  walk.fields += 1;
  const { fields } = walk.limits;
  if (walk.fields > fields) throw tooComplex('fields, fragments spread out', fields);
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
  countField(walk);
  walk.spreading.add(name);
  visit(walk, fragment.selectionSet, place);
  walk.spreading.delete(name);
}

function tooComplex(what: string, limit: number): Error {
  return createGraphQLError(`The document has more than ${limit} ${what}; split it up`, {
    extensions: { code: 'QUERY_TOO_COMPLEX', limit, http: { spec: true, status: 400 } },
  });
}
