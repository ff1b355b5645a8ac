import type { Arguments, Items } from '../../kit/graphql/cost.ts';
import { DOCUMENT_LIMITS } from '../../kit/graphql/limits.ts';
import type { VariableValues } from '../../kit/graphql/variables.ts';
import { NO_ARGUMENTS } from './cost-arguments.ts';
import { type ListSize, smallerList } from './cost-remedy.ts';
import type { CostBranches, CostStep, Replaced, SizedList } from './cost-steps.ts';

/** What one operation costs with its variables, and where it passed the limit, if it did. */
export type Cost = { readonly points: number; readonly passedAt: PassedLimit | null };

type PassedLimit = {
  readonly field: string;
  readonly argument: string | undefined;
  /** The size of a list with which the operation would pass. */
  readonly remedy: ListSize | null;
};

/** The place that passes the limit first, and the lists that lead there, outermost first. */
type Passed = {
  readonly step: CostStep;
  readonly argument: string | undefined;
  readonly lists: readonly SizedList[];
};

type Tally = {
  readonly variables: VariableValues;
  readonly replaced: Replaced | null;
  points: number;
  passed: Passed | null;
};

type Above = {
  readonly rows: number;
  /** Those of the field that led here, and the step that has them. */
  readonly outer: Arguments;
  readonly outerStep: CostStep | null;
  /** The argument that says how many rows there are. */
  readonly by: string | undefined;
  readonly lists: readonly SizedList[];
};

const START: Above = {
  rows: 1,
  outer: NO_ARGUMENTS,
  outerStep: null,
  by: undefined,
  lists: [],
};

export function measureCost(branches: CostBranches, variables: VariableValues): Cost {
  const { points, passed } = tallyOf(branches, variables);
  if (passed === null) return { points, passedAt: null };
  const { step, argument, lists } = passed;
  const remedy = smallerList([...lists, ...rootLists(branches, variables)], {
    variables,
    passes: (others, replaced) =>
      tallyOf(branches, others, replaced).points <= DOCUMENT_LIMITS.cost,
  });
  return { points, passedAt: { field: step.place, argument, remedy } };
}

function rootLists(branches: CostBranches, variables: VariableValues): SizedList[] {
  return branches
    .flat()
    .filter(({ isSized }) => isSized)
    .map((step) => ({ step, args: step.argumentsFor(variables) }));
}

function tallyOf(
  branches: CostBranches,
  variables: VariableValues,
  replaced: Replaced | null = null,
): Tally {
  const tally: Tally = { variables, replaced, points: 0, passed: null };
  addDearest(tally, branches, START);
  return tally;
}

/** An object has one type: of several that it may have, the one that costs most counts. */
function addDearest(tally: Tally, branches: CostBranches, above: Above): void {
  if (branches.length < 2) {
    for (const step of branches[0] ?? []) add(tally, step, above);
    return;
  }
  const start = { ...tally };
  for (const steps of branches) {
    const branch = { ...start };
    for (const step of steps) add(branch, step, above);
    if (branch.points > tally.points) Object.assign(tally, branch);
  }
}

function add(tally: Tally, step: CostStep, above: Above): void {
  const { base = 0, weight = 0, items = 1 } = step.cost;
  const isReplaced = tally.replaced?.step === step;
  const args = isReplaced ? (tally.replaced?.args ?? {}) : step.argumentsFor(tally.variables);
  const { rows, outer, by } = above;
  const count = rows * itemsOf(items, args, outer);
  if (rows > 0) tally.points += base + rows * weight + count * step.perItem;
  const argument = typeof items === 'object' && 'by' in items ? items.by : by;
  const lists = listsOf(above, { step, args });
  if (tally.points > DOCUMENT_LIMITS.cost) tally.passed ??= { step, argument, lists };
  addDearest(tally, step.below, { rows: count, outer: args, outerStep: step, by: argument, lists });
}

/** The argument stands at the list itself, or at the connection that it is the rows of. */
function listsOf({ lists, outer, outerStep }: Above, own: SizedList): readonly SizedList[] {
  const { items } = own.step.cost;
  if (typeof items !== 'object' || !('by' in items)) return lists;
  if (own.step.isSized) return [...lists, own];
  return outerStep?.isSized ? [...lists, { step: outerStep, args: outer }] : lists;
}

function itemsOf(items: Items, args: Arguments, outer: Arguments): number {
  if (typeof items === 'number') return items;
  return 'about' in items ? items.about : items.count(args, outer);
}
