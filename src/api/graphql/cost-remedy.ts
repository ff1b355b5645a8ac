import { DEFAULT_PAGE, MAX_PAGE } from '../../kit/graphql/connection.ts';
import type { VariableValues } from '../../kit/graphql/variables.ts';
import { variableOf } from './cost-arguments.ts';
import type { Replaced, SizedList } from './cost-steps.ts';

/** A number for one list, with which an operation stays within the limit. */
export type ListSize = {
  /** Where the list stands in an answer. */
  readonly path: readonly string[];
  readonly argument: 'first' | 'last';
  readonly value: number;
  /** The variable that the argument is given by, if it is. */
  readonly variable: string | undefined;
};

type Measure = {
  readonly variables: VariableValues;
  readonly passes: (variables: VariableValues, replaced: Replaced | null) => boolean;
};

/** The greatest number that passes, at the first of the lists where one does; null where none does. */
export function smallerList(lists: readonly SizedList[], measure: Measure): ListSize | null {
  for (const list of lists) {
    const { step, args } = list;
    const argument = typeof args['last'] === 'number' ? 'last' : 'first';
    const variable = variableOf(step.node, argument);
    const value = greatest(sizeOf(args[argument]), (size) =>
      passes(measure, list, { argument, variable, size }),
    );
    if (value > 0) return { path: step.path, argument, value, variable };
  }
  return null;
}

type Given = {
  readonly argument: string;
  readonly variable: string | undefined;
  readonly size: number;
};

function passes(
  { variables, passes: check }: Measure,
  { step, args }: SizedList,
  { argument, variable, size }: Given,
): boolean {
  return variable === undefined
    ? check(variables, { step, args: { ...args, [argument]: size } })
    : check({ ...variables, [variable]: size }, null);
}

function sizeOf(given: unknown): number {
  return typeof given === 'number' ? Math.min(given, MAX_PAGE) : DEFAULT_PAGE;
}

/** The greatest number below a limit that passes, where smaller ones always do; 0 if not even 1 does. */
function greatest(below: number, check: (size: number) => boolean): number {
  let passing = 0;
  let failing = below;
  while (failing - passing > 1) {
    const middle = Math.floor((passing + failing) / 2);
    if (check(middle)) passing = middle;
    else failing = middle;
  }
  return passing;
}
