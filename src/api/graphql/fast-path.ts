import {
  type DocumentNode,
  type ExecutionResult,
  type GraphQLError,
  type GraphQLSchema,
  getOperationAST,
} from 'graphql';
import { createGraphQLError } from 'graphql-yoga';
import type { Answer } from '../../core/http/exchange.ts';
import type { PlainType } from '../http/media-type.ts';
import type { Documents } from './documents.ts';
import { limitErrorTexts } from './error-texts.ts';
import type { Executor } from './executor.ts';
import { writeAnswer } from './json-rows/write-answer.ts';
import type { OperationCheck } from './operation.ts';
import { statusOf } from './status.ts';
import { clientResult, type YogaContext } from './yoga-plugin.ts';

type Way = {
  readonly schema: GraphQLSchema;
  readonly documents: Documents;
  readonly check: OperationCheck;
  readonly execute: Executor;
};

/**
 * Answers a query or a mutation in one piece of JSON, as the library would, without its requests and
 * responses made for every kind of server: they cost more than most queries. Null for what does not
 * come in one piece.
 */
export async function answerOnFastPath(
  way: Way,
  served: YogaContext,
  type: PlainType,
): Promise<Answer | null> {
  const result = await resultOf(way, served);
  if (result === null) return null;
  limitErrorTexts(result.errors, served);
  return toAnswer(result, type);
}

async function resultOf(
  { schema, documents, check, execute }: Way,
  served: YogaContext,
): Promise<ExecutionResult | null> {
  const { query = '', operationName, variables } = served.params;
  const document = readDocument(documents, query, served);
  if ('errors' in document) return document;
  const definition = getOperationAST(document, operationName);
  if (!definition) return { errors: [noSuchOperation()] };
  if (definition.operation === 'subscription') return null;

  const errors = documents.validate(schema, document, served);
  if (errors.length > 0) return { errors };
  const checked = check({ document, definition }, served);
  const result =
    'refused' in checked
      ? checked.refused
      : await execute({ document, operationName, variables, ...checked, context: served });
  return clientResult(documents, document, result, served);
}

/** In the library's words. */
function noSuchOperation(): GraphQLError {
  return createGraphQLError('Could not determine what operation to execute.', {
    extensions: { code: 'OPERATION_RESOLUTION_FAILURE', http: { status: 400 } },
  });
}

function readDocument(
  documents: Documents,
  query: string,
  served: YogaContext,
): DocumentNode | { readonly errors: readonly GraphQLError[] } {
  try {
    return documents.read(query, served);
  } catch (error) {
    // Not by `instanceof`: two copies of the library may be loaded where tests run.
    if (error instanceof Error && error.name === 'GraphQLError')
      return { errors: [error as GraphQLError] };
    throw error;
  }
}

function toAnswer(result: ExecutionResult, type: PlainType): Answer {
  const { errors, ...rest } = result;
  return {
    status: statusOf(result, type),
    headers: { 'content-type': `${type}; charset=utf-8` },
    body: writeAnswer(errors ? { errors: errors.map(toJson), ...rest } : rest),
  };
}

/** What we say to HTTP is not for the client. */
function toJson(error: GraphQLError): object {
  const { http: _http, ...extensions } = error.extensions;
  const { extensions: _all, ...rest } = error.toJSON();
  return { ...rest, ...(Object.keys(extensions).length > 0 && { extensions }) };
}
