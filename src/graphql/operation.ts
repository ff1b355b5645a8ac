import type {
  DocumentNode,
  ExecutionResult,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import { tooCostly } from './cost-meter.ts';
import { type CostPlan, planCost } from './cost-plan.ts';
import type { Served } from './served-plugin.ts';
import { readVariables } from './variables.ts';

type Operation = {
  readonly document: DocumentNode;
  readonly definition: OperationDefinitionNode;
};

/** With what variables an operation may run; else its answer, such as wrong variables or a cost beyond the limit. */
type Checked = { readonly coerced: Values } | { readonly refused: ExecutionResult };
type Values = Readonly<Record<string, unknown>>;

export type OperationCheck = (operation: Operation, served: Served) => Checked;

/** What has to be known before anything is read: the variables, and with them the cost. */
export function operationCheck(schema: GraphQLSchema): OperationCheck {
  const plans = new WeakMap<OperationDefinitionNode, CostPlan>();
  function planOf({ document, definition }: Operation): CostPlan {
    const plan = plans.get(definition) ?? planCost(schema, document, definition);
    plans.set(definition, plan);
    return plan;
  }
  return (operation, served) => {
    const { params, isSchemaOpen } = served;
    const given = { given: params.variables, isSchemaOpen };
    const variables = readVariables(schema, operation.definition, given);
    if ('errors' in variables) return { refused: variables };
    const { points, passedAt } = planOf(operation)(variables.values);
    served.cost.announced = points;
    return passedAt === null
      ? { coerced: variables.values }
      : { refused: { errors: [tooCostly(passedAt)] } };
  };
}
