import {
  BREAK,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLError,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  visit,
} from 'graphql';
import { UnavailableError } from '../errors.ts';
import { causeOf } from './error-map.ts';

/**
 * Whether the compiler understands an operation as the library does. It does not
 * - where `@skip` or `@include` meets a fragment: conditions of one place that it is spread in count
 *   in all others, and a fragment that is skipped first is missing later;
 * - where the variable of such a condition may be null: it is taken for false, and no error;
 * - where an answer is to be called `__proto__`: it comes last;
 * - where one change after another is asked for: a refused one does not keep the next from happening.
 */
export function isCompilable(
  document: DocumentNode,
  { operation, selectionSet, variableDefinitions = [] }: OperationDefinitionNode,
): boolean {
  const isChange = operation === OperationTypeNode.MUTATION;
  const { isConditional, hasOddName } = traitsOf(document);
  if (hasOddName || (isChange && !isOneField(selectionSet.selections))) return false;
  if (!isConditional) return true;
  const hasFragments = document.definitions.some(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  const mayBeNull = variableDefinitions.some(
    ({ type }) => type.kind === Kind.NAMED_TYPE && type.name.value === 'Boolean',
  );
  // Nor does a change with conditions do: what it tells of errors cannot be asked for again.
  return !hasFragments && !mayBeNull && !isChange;
}

function isOneField(selections: OperationDefinitionNode['selectionSet']['selections']): boolean {
  return selections.length === 1 && selections[0]?.kind === Kind.FIELD;
}

const CONDITIONS = [GraphQLSkipDirective.name, GraphQLIncludeDirective.name];

function traitsOf(document: DocumentNode) {
  const traits = { isConditional: false, hasOddName: false };
  visit(document, {
    Directive: ({ name }) => {
      traits.isConditional ||= CONDITIONS.includes(name.value);
    },
    Field: ({ alias }) => {
      traits.hasOddName ||= alias?.value === '__proto__';
      return traits.hasOddName ? BREAK : undefined;
    },
  });
  return traits;
}

/**
 * Whether the library may tell the errors of a compiled query otherwise: where one takes more with it
 * than its own field, it stops at the first; and it names no place that was skipped. Reading anew
 * tells them alike; of a database that is away, that is not worth it.
 */
export function isToldOtherwise(
  document: DocumentNode,
  { data, errors }: ExecutionResult,
): boolean {
  if (errors === undefined || errors.some(isOutage)) return false;
  const takesMore = errors.some(({ path }) => path !== undefined && isTakenAlong(data, path));
  return takesMore || traitsOf(document).isConditional;
}

function isOutage(error: GraphQLError): boolean {
  return causeOf(error) instanceof UnavailableError;
}

/** Whether something on the way to the field is null. */
function isTakenAlong(data: unknown, path: readonly (string | number)[]): boolean {
  let place = data;
  for (const step of path) {
    if (place === null || place === undefined) return true;
    place = (place as Record<string | number, unknown>)[step];
  }
  return false;
}
