import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
} from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import type { Context } from '../../kit/graphql/context.ts';
import type { VariableValues } from '../../kit/graphql/variables.ts';
import { formatsDiffer, isCompilable } from './compilable.ts';
import { whileCompiling } from './json-rows/compiled-fields.ts';
import { withJsonRows } from './json-rows/rewrite.ts';
import { type WithoutValues, withCoerced, withoutValues } from './library-arguments.ts';

type Operation = {
  readonly document: DocumentNode;
  readonly operationName?: string | undefined;
  /** As they were sent. */
  readonly variables?: VariableValues | undefined;
  /** As the library coerced them. */
  readonly coerced: VariableValues;
  readonly context: Context;
};

export type Executor = (operation: Operation) => Promise<ExecutionResult> | ExecutionResult;

type Options = {
  /** Whether compiling a document is not worth what it takes. */
  readonly isTooLarge?: (document: DocumentNode) => boolean;
  /** Called before everything is read once more: what was counted so far is not answered. */
  readonly beforeAgain?: (context: Context) => void;
};

/** Answers one operation by a function of its own; null where the library has to. */
type Compiled = (operation: Operation) => Promise<ExecutionResult> | ExecutionResult | null;

/** One operation of one document. */
type Plan = {
  uses: number;
  readonly definition: OperationDefinitionNode | null;
  /** Null while it is not worth it, or cannot be done. */
  compiled: Compiled | null;
};

/** To compile takes as long as some executions: what comes once is not worth it. */
const WORTH_COMPILING = 3;

/**
 * Runs queries and mutations whose variables are known to be right. A query that is sent again and again
 * is compiled into a function of its own; the library runs everything that changes something.
 */
export function compilingExecutor(schema: GraphQLSchema, options: Options = {}): Executor {
  const plans = new WeakMap<DocumentNode, Map<string | undefined, Plan>>();
  const compile = compiler(schema);
  return (operation) => {
    const plan = planOf(plans, operation);
    plan.uses += 1;
    if (plan.uses === WORTH_COMPILING && !options.isTooLarge?.(operation.document))
      plan.compiled = compile(operation.document, plan.definition);
    const result = plan.compiled?.(operation) ?? null;
    if (result === null) return executeWithLibrary(schema, operation);

    const checked = (answer: ExecutionResult) => {
      if (!formatsDiffer(operation.document, answer)) return answer;
      options.beforeAgain?.(operation.context);
      return executeWithLibrary(schema, operation);
    };
    return result instanceof Promise ? result.then(checked) : checked(result);
  };
}

function executeWithLibrary(schema: GraphQLSchema, operation: Operation) {
  const { document, operationName, variables, context } = operation;
  return execute({
    schema,
    document,
    contextValue: context,
    variableValues: variables,
    operationName,
  });
}

function planOf(
  plans: WeakMap<DocumentNode, Map<string | undefined, Plan>>,
  { document, operationName }: Operation,
): Plan {
  const known = plans.get(document) ?? new Map<string | undefined, Plan>();
  plans.set(document, known);
  const definition = getOperationAST(document, operationName) ?? null;
  const plan = known.get(operationName) ?? { uses: 0, definition, compiled: null };
  // A name that no operation has can be any: only those that exist are kept.
  if (definition !== null) known.set(operationName, plan);
  return plan;
}

function compiler(schema: GraphQLSchema) {
  const compiledSchema = withCoerced(schema);
  return (document: DocumentNode, definition: OperationDefinitionNode | null): Compiled | null => {
    if (definition === null || !isCompilable(document, definition)) return null;
    const source = withoutValues(schema, document, definition);
    const compiled = whileCompiling(schema, () =>
      compileQuery(compiledSchema, withJsonRows(schema, source.document), '', {
        disablingCapturingStackErrors: true,
      }),
    );
    return isCompiledQuery(compiled) ? runnable(compiled, source) : null;
  };
}

function runnable({ query }: CompiledQuery, { valuesOf }: WithoutValues): Compiled {
  return ({ coerced, context }) => {
    const values = valuesOf(coerced);
    return values && query(undefined, context, values);
  };
}
