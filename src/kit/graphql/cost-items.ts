import { DEFAULT_PAGE, MAX_PAGE } from './connection.ts';
import type { Arguments, Items } from './cost.ts';

// How many objects those lists hold that arguments decide about. What breaks the rules of a field
// counts for nothing here: the field refuses it.

/** The rows of a page; their number stands at the field that the connection came from. */
export const PAGE_ITEMS: Items = {
  by: 'first',
  count: (_args, { first, last }) => {
    const size = first ?? last ?? DEFAULT_PAGE;
    return typeof size === 'number' ? Math.min(Math.max(size, 0), MAX_PAGE) : DEFAULT_PAGE;
  },
};

export function oneForEach(argument: string): Items {
  return { by: argument, count: (args) => lengthOf(args[argument]) };
}

/** One for each item of the lists in the input of a mutation. */
export const INPUT_ITEMS: Items = {
  by: 'input',
  count: (_args, { input }) =>
    Object.values((input ?? {}) as Arguments).reduce<number>((sum, one) => sum + lengthOf(one), 0),
};

function lengthOf(list: unknown): number {
  return Array.isArray(list) ? list.length : 0;
}
