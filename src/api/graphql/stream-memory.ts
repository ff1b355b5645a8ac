import {
  type DocumentNode,
  type ExecutionArgs,
  type GraphQLError,
  getOperationAST,
  type Token,
} from 'graphql';
import { createGraphQLError, type GraphQLParams } from 'graphql-yoga';
import { STREAM_LIMITS } from '../../kit/graphql/limits.ts';
import type { RequestOutcome } from '../../kit/graphql/outcome.ts';
import { type VariableValues, variableValue } from '../../kit/graphql/variables.ts';

type StreamContext = { readonly params: GraphQLParams; readonly outcome: RequestOutcome };

/** As measured: a parsed document has a few objects for each of its tokens. */
const BYTES_PER_TOKEN = 500;
const BYTES_PER_CHARACTER = 2;
/** A list of empty objects takes the most. */
const BYTES_PER_VARIABLE_CHARACTER = 16;

/**
 * Before a stream begins: lets go of what its request brought and it does not need, and counts the rest.
 * Both objects are changed, because the library holds them as long as the stream is open.
 * @returns why it may not begin, or null
 */
export function releaseUnused(args: ExecutionArgs): GraphQLError | null {
  const { params, outcome } = args.contextValue as StreamContext;
  const variables = declaredVariables(args);
  const length = JSON.stringify(variables).length;
  if (length > STREAM_LIMITS.variables) return longVariables();
  args.variableValues = variables;
  for (const name of Object.keys(params))
    if (!NEEDED.has(name)) delete params[name as 'extensions'];
  params.variables = variables;
  outcome.heldBytes = documentBytes(args.document) + length * BYTES_PER_VARIABLE_CHARACTER;
  return null;
}

/** For the errors of its events: what they may name is what the request named. */
const NEEDED = new Set(['query', 'operationName', 'variables']);

function longVariables(): GraphQLError {
  return createGraphQLError(
    `The variables of a subscription can have at most ${STREAM_LIMITS.variables} characters as JSON`,
    { extensions: { code: 'QUERY_TOO_COMPLEX', limit: STREAM_LIMITS.variables } },
  );
}

function declaredVariables({
  document,
  operationName,
  variableValues,
}: ExecutionArgs): VariableValues {
  const { variableDefinitions = [] } = getOperationAST(document, operationName) ?? {};
  const entries = variableDefinitions.map(({ variable: { name } }) => {
    return [name.value, variableValue(variableValues, name.value)] as const;
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** Of the text and the tokens, comments included, that hang on a document. */
function documentBytes({ loc }: DocumentNode): number {
  let tokens = 0;
  for (let token: Token | null = loc?.startToken ?? null; token !== null; token = token.next)
    tokens += 1;
  const characters = loc?.source.body.length ?? 0;
  return tokens * BYTES_PER_TOKEN + characters * BYTES_PER_CHARACTER;
}
