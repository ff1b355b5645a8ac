import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import { isCompilable, isToldOtherwise } from './compilable.ts';
import type { Context } from './context.ts';

type Operation = {
  readonly document: DocumentNode;
  readonly operationName?: string | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly context: Context;
};

export type Executor = (operation: Operation) => Promise<ExecutionResult> | ExecutionResult;

type Options = {
  /** Whether compiling a document is not worth what it takes. */
  readonly isTooLarge?: (document: DocumentNode) => boolean;
  /** Called before everything is read once more: what was counted so far is not answered. */
  readonly beforeAgain?: (context: Context) => void;
};

/** One operation of one document. */
type Plan = {
  uses: number;
  readonly definition: OperationDefinitionNode | null;
  /** Null while it is not worth it, or cannot be done. */
  compiled: CompiledQuery | null;
};

/** To compile takes as long as some executions: what comes once is not worth it. */
const WORTH_COMPILING = 3;

/** Runs queries and mutations whose variables are known to be right. What comes again and again is compiled into a function of its own. */
export function compilingExecutor(schema: GraphQLSchema, options: Options = {}): Executor {
  const again = (operation: Operation) => {
    options.beforeAgain?.(operation.context);
    return plainly(schema, operation);
  };
  const plans = new WeakMap<DocumentNode, Map<string | undefined, Plan>>();
  return (operation) => {
    const plan = planOf(plans, operation);
    plan.uses += 1;
    const { definition } = plan;
    if (
      plan.uses === WORTH_COMPILING &&
      definition !== null &&
      !options.isTooLarge?.(operation.document)
    )
      plan.compiled = compile(schema, operation, definition);
    const { compiled } = plan;
    if (compiled === null || definition === null) return plainly(schema, operation);

    const { variables = {} } = operation;
    return definition.operation === OperationTypeNode.QUERY
      ? readCompiled(compiled, operation, again)
      : compiled.query(undefined, operation.context, variables);
  };
}

function readCompiled(
  { query }: CompiledQuery,
  operation: Operation,
  again: Executor,
): Promise<ExecutionResult> | ExecutionResult {
  const result = query(undefined, operation.context, operation.variables ?? {});
  const checked = (answer: ExecutionResult) =>
    isToldOtherwise(operation.document, answer) ? again(operation) : answer;
  return result instanceof Promise ? result.then(checked) : checked(result);
}

function plainly(schema: GraphQLSchema, operation: Operation) {
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

function compile(
  schema: GraphQLSchema,
  { document, operationName }: Operation,
  definition: OperationDefinitionNode,
): CompiledQuery | null {
  if (!isCompilable(document, definition)) return null;
  const compiled = compileQuery(schema, document, operationName, {
    disablingCapturingStackErrors: true,
  });
  return isCompiledQuery(compiled) ? compiled : null;
}
