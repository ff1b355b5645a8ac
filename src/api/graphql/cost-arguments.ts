import { type FieldNode, type GraphQLField, getArgumentValues, Kind, visit } from 'graphql';
import type { Arguments } from '../../kit/graphql/cost.ts';

export const NO_ARGUMENTS: Arguments = {};

/** The arguments of one field of a document, for the variables of each request. */
export type FieldArguments = {
  /** Whether they are the same for all variables. */
  readonly isFixed: boolean;
  readonly argumentsFor: (variables: Arguments) => Arguments;
};

/** For fields without arguments, and for those that nothing is counted by. */
export const WITHOUT_ARGUMENTS: FieldArguments = {
  isFixed: true,
  argumentsFor: () => NO_ARGUMENTS,
};

export function argumentsOf(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
): FieldArguments {
  if (field.args.length === 0) return WITHOUT_ARGUMENTS;
  let hasVariables = false;
  for (const argument of node.arguments ?? []) {
    visit(argument, {
      Variable: () => {
        hasVariables = true;
      },
    });
  }
  if (hasVariables)
    return { isFixed: false, argumentsFor: (variables) => readArguments(field, node, variables) };
  const fixed = readArguments(field, node, {});
  return { isFixed: true, argumentsFor: () => fixed };
}

/** What is wrong with an argument is for its field to say, and costs nothing. */
function readArguments(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  variables: Arguments,
): Arguments {
  try {
    return getArgumentValues(field, node, variables);
  } catch {
    return NO_ARGUMENTS;
  }
}

/** The name of the variable that an argument is given by, if it is. */
export function variableOf(node: FieldNode, argument: string): string | undefined {
  const value = node.arguments?.find(({ name }) => name.value === argument)?.value;
  return value?.kind === Kind.VARIABLE ? value.name.value : undefined;
}
