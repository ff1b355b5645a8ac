import type { GraphQLArgument, GraphQLInputField } from 'graphql';

const NARROWS = 'narrows';

/**
 * For `extensions` of an argument, or of a field of the input that an argument takes, which limits by itself what
 * is answered, checked, changed or granted, such as `userId`: null is no limit, and refused.
 */
export const narrows: Readonly<Record<string, unknown>> = { [NARROWS]: true };

export function isCondition({ extensions }: GraphQLArgument | GraphQLInputField): boolean {
  return extensions[NARROWS] === true;
}
