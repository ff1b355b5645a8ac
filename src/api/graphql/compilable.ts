import {
  BREAK,
  type DefinitionNode,
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
import { UnavailableError } from '../../core/errors.ts';
import { causeOf } from '../../kit/graphql/error-map.ts';
import { UnwritableError } from '../../kit/graphql/json-rows.ts';

/**
 * Whether the compiler reads an operation as the library does. It does not
 * - where something changes: one refused change does not keep the next from happening;
 * - where `@skip` or `@include` meets a fragment: conditions of one place that it is spread in count
 *   in all others, and a fragment that is skipped first is missing later;
 * - where an answer is to be called `__proto__`: it comes last;
 * - where the schema itself is asked for: the compiled one has a scalar more.
 */
export function isCompilable(
  document: DocumentNode,
  { operation }: OperationDefinitionNode,
): boolean {
  if (operation !== OperationTypeNode.QUERY) return false;
  const { isConditional, hasOddName } = traitsOf(document);
  if (hasOddName) return false;
  return !isConditional || !document.definitions.some(isFragment);
}

function isFragment({ kind }: DefinitionNode): boolean {
  return kind === Kind.FRAGMENT_DEFINITION;
}

const CONDITIONS = [GraphQLSkipDirective.name, GraphQLIncludeDirective.name];

const INTROSPECTION = ['__schema', '__type'];

function traitsOf(document: DocumentNode) {
  const traits = { isConditional: false, hasOddName: false };
  visit(document, {
    Directive: ({ name }) => {
      traits.isConditional ||= CONDITIONS.includes(name.value);
    },
    Field: ({ alias, name }) => {
      traits.hasOddName ||= alias?.value === '__proto__' || INTROSPECTION.includes(name.value);
      return traits.hasOddName ? BREAK : undefined;
    },
  });
  return traits;
}

/**
 * Whether the library may tell the errors of a compiled query otherwise: where one takes more with it
 * than its own field, it stops at the first; it names no place that was skipped; and it adds an item to a
 * list of which one failed. Reading anew tells them alike; of a database that is away, only the last is
 * worth it.
 */
export function formatsDiffer(document: DocumentNode, { data, errors }: ExecutionResult): boolean {
  if (errors === undefined) return false;
  if (errors.some((error) => causeOf(error) instanceof UnwritableError)) return true;
  if (errors.some(({ path }) => typeof path?.at(-1) === 'number')) return true;
  if (errors.some(isOutage)) return false;
  const takesMore = errors.some(({ path }) => path !== undefined && hasNullParent(data, path));
  return takesMore || traitsOf(document).isConditional;
}

function isOutage(error: GraphQLError): boolean {
  return causeOf(error) instanceof UnavailableError;
}

/** Whether something on the way to the field is null. */
function hasNullParent(data: unknown, path: readonly (string | number)[]): boolean {
  let place = data;
  for (const step of path) {
    if (place === null || place === undefined) return true;
    place = (place as Record<string | number, unknown>)[step];
  }
  return false;
}
