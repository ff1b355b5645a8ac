import type { FieldNode } from 'graphql';
import type { Arguments, FieldCost } from '../../kit/graphql/cost.ts';
import type { FieldArguments } from './cost-arguments.ts';

/** What one field of a document adds, once for all requests that send the document. */
export type CostStep = FieldArguments & {
  readonly place: string;
  /** Where it stands in an answer. */
  readonly path: readonly string[];
  readonly node: FieldNode;
  readonly cost: FieldCost;
  /** One point for each object; nothing for a number or a text. */
  readonly perItem: 0 | 1;
  /** Whether it has an argument `first`. */
  readonly isSized: boolean;
  readonly below: CostBranches;
};

/** One list of steps for each type that an object may turn out to have: only one of them counts. */
export type CostBranches = readonly (readonly CostStep[])[];

/** A list whose size an argument sets. */
export type SizedList = { readonly step: CostStep; readonly args: Arguments };

/** Other arguments in place of those of one step. */
export type Replaced = { readonly step: CostStep; readonly args: Arguments };
