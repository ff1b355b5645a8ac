import type { GraphQLArgument } from 'graphql';

const NARROWS = 'narrows';

/** For `extensions` of an argument that is a condition by itself, such as `userId`: null is none. */
export const narrows: Readonly<Record<string, unknown>> = { [NARROWS]: true };

export function isCondition({ extensions }: GraphQLArgument): boolean {
  return extensions[NARROWS] === true;
}
