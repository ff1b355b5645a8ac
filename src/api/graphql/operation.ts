import {
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';
import { holdsKey } from '../../core/input/key-forms.ts';
import { operationNames } from '../../core/operation-names.ts';
import { tooCostly } from '../../kit/graphql/cost-meter.ts';
import { DOCUMENT_LIMITS } from '../../kit/graphql/limits.ts';
import { refusedMutation } from '../../kit/graphql/root-fields.ts';
import { readVariables, type VariableValues } from '../../kit/graphql/variables.ts';
import { isAnonymous } from '../../security/callers/viewer.ts';
import { type CostPlan, planCost } from './cost-plan.ts';
import { type DataNumbers, planDataNumbers } from './data-numbers.ts';
import { type DeprecatedUses, planDeprecatedUses } from './deprecated-uses.ts';
import { type FilterCheck, planFilters } from './filter-check.ts';
import type { YogaContext } from './yoga-plugin.ts';

type Operation = {
  readonly document: DocumentNode;
  readonly definition: OperationDefinitionNode;
};

/** With what variables an operation may run; else its answer, such as wrong variables, a cost beyond the limit, or a dry run. */
type Checked = { readonly coerced: VariableValues } | { readonly refused: ExecutionResult };

export type OperationCheck = (operation: Operation, context: YogaContext) => Checked;

/** What is known of an operation, whatever its variables. */
type Plan = {
  readonly cost: CostPlan;
  readonly filters: FilterCheck;
  readonly dataNumbers: DataNumbers;
  readonly deprecated: DeprecatedUses;
};

/** What has to be known before anything is read: the variables, and with them the cost. */
export function operationCheck(schema: GraphQLSchema): OperationCheck {
  const nameOf = operationNames();
  const plans = new WeakMap<OperationDefinitionNode, Plan>();
  function planOf({ document, definition }: Operation): Plan {
    const plan = plans.get(definition) ?? {
      cost: planCost(schema, document, definition),
      filters: planFilters(schema, document, definition),
      dataNumbers: planDataNumbers(schema, document, definition),
      deprecated: planDeprecatedUses(schema, document, definition),
    };
    plans.set(definition, plan);
    return plan;
  }
  return (operation, context) => {
    const { params, record, isSchemaOpen } = context;
    const { operation: type, name } = operation.definition;
    const given = name?.value ?? null;
    record.operation = { type, name: isHidden(context, given) ? 'other' : nameOf(given) };
    const variables = readVariables(schema, operation.definition, {
      given: params.variables,
      isSchemaOpen,
    });
    if ('errors' in variables) return { refused: variables };
    const plan = planOf(operation);
    const errors = [...plan.filters(variables.values), ...plan.dataNumbers(params.variables)];
    if (errors.length > 0) return { refused: { errors } };
    if (operation.definition.operation === OperationTypeNode.MUTATION) {
      const refused = refusedMutation(
        schema,
        { ...operation, variables: variables.values },
        context,
      );
      if (refused !== null) return { refused };
    }
    return costCheck(plan, context, variables.values);
  };
}

/**
 * The names of those who may not come in are not kept: strangers would take all places. Nor is one in which
 * a key stands.
 */
function isHidden({ viewer }: YogaContext, name: string | null): boolean {
  return isAnonymous(viewer) || (name !== null && holdsKey(name));
}

function costCheck(
  { cost, deprecated }: Plan,
  context: YogaContext,
  values: VariableValues,
): Checked {
  const { points, passedAt } = cost(values);
  context.cost.announced = points;
  if (passedAt !== null) return { refused: { errors: [tooCostly(passedAt)] } };
  for (const subject of deprecated(context.params.variables))
    context.app.clientWarnings.count(context, { kind: 'DEPRECATED', subject });
  return context.isDryRun ? { refused: dryRun(points) } : { coerced: values };
}

/** Nothing runs. An event of a stream has no other place for the cost. */
function dryRun(requested: number): ExecutionResult {
  return { data: {}, extensions: { cost: { requested, maximum: DOCUMENT_LIMITS.cost } } };
}
