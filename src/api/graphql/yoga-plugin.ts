import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  type GraphQLError,
  getOperationAST,
} from 'graphql';
import { createGraphQLError, type GraphQLParams, type Plugin } from 'graphql-yoga';
import type { RequestRecord } from '../../core/http/record.ts';
import type { Context } from '../../kit/graphql/context.ts';
import { costOf } from '../../kit/graphql/cost-meter.ts';
import { toClientError } from '../../kit/graphql/error-map.ts';
import { DOCUMENT_LIMITS } from '../../kit/graphql/limits.ts';
import { failuresOf, type RequestOutcome, unavailableOf } from '../../kit/graphql/outcome.ts';
import { type AcceptedTypes, EVENT_TYPE } from '../http/media-type.ts';
import type { Documents } from './documents.ts';
import { limitErrorTexts } from './error-texts.ts';
import type { OperationCheck } from './operation.ts';
import { statusOf } from './status.ts';
import { releaseUnused } from './stream-memory.ts';

/** What one request brings into the library: its parameters travel in the context. */
export type YogaContext = Context & {
  readonly params: GraphQLParams;
  readonly record: RequestRecord;
  readonly isSchemaOpen: boolean;
  /** Whether only the cost is asked for. */
  readonly isDryRun: boolean;
  readonly outcome: RequestOutcome;
  /** In which forms the client takes the answer. */
  readonly accepts: AcceptedTypes;
};

/** What the library asks us for, and what it may tell. */
export function yogaPlugin(
  documents: Documents,
  check: OperationCheck,
): Plugin<YogaContext, YogaContext> {
  /** The answer to an operation that may not run. */
  const refuse = ({ document, operationName, contextValue }: ExecutionArgs) => {
    const definition = getOperationAST(document, operationName);
    if (!definition) return null;
    const checked = check({ document, definition }, contextValue as YogaContext);
    return 'refused' in checked ? checked.refused : null;
  };
  return {
    onRequestParse({ serverContext, setRequestParser }) {
      setRequestParser(() => serverContext.params);
    },
    onParse({ context, setParseFn }) {
      setParseFn((source) =>
        documents.read(typeof source === 'string' ? source : source.body, context),
      );
    },
    onValidate({ context, setValidationFn }) {
      setValidationFn((givenSchema, document) =>
        documents.validate(givenSchema, document, context),
      );
    },
    onExecute({ args, setExecuteFn }) {
      setExecuteFn((given: ExecutionArgs) => refuse(given) ?? execute(given));
      return {
        onExecuteDone({ result, setResult }) {
          if (Symbol.asyncIterator in result) return;
          setResult(
            clientResult(documents, args.document, result, args.contextValue) as typeof result,
          );
        },
      };
    },
    onSubscribe({ args: { contextValue, document }, subscribeFn, setSubscribeFn }) {
      setSubscribeFn(
        (given: ExecutionArgs) =>
          refuseStream(given) ?? refuse(given) ?? refuseLong(given) ?? subscribeFn(given),
      );
      return {
        onSubscribeResult({ result, setResult }) {
          if (Symbol.asyncIterator in result) {
            // Streams with the same document share what was read of it.
            documents.keep(document, contextValue);
            return {
              onNext: ({ result: event, setResult: setEvent }) => {
                if (Symbol.asyncIterator in event) return;
                const reported = withClientErrors(event, contextValue);
                limitErrorTexts(reported.errors, contextValue);
                setEvent(reported);
              },
            };
          }
          setResult(wholeAnswer(result, contextValue) as typeof result);
          return undefined;
        },
      };
    },
    onResultProcess({ result, setResult, serverContext }) {
      if (Symbol.asyncIterator in result || Array.isArray(result)) return;
      const whole = result as ExecutionResult;
      limitErrorTexts(whole.errors, serverContext);
      const { plain } = serverContext.accepts;
      if (plain === null) return;
      const http = { status: statusOf(whole, plain) };
      setResult({ ...whole, extensions: { ...whole.extensions, http } });
    },
  };
}

/** Before it begins: an answer in one piece is no stream. */
function refuseStream({ contextValue }: ExecutionArgs): ExecutionResult | null {
  const { accepts } = contextValue as YogaContext;
  return accepts.events ? null : { errors: [noEvents()] };
}

function refuseLong(given: ExecutionArgs): ExecutionResult | null {
  const error = releaseUnused(given);
  return error && { errors: [error] };
}

/** Made for each request: its texts are limited by what its caller may see. */
function noEvents(): GraphQLError {
  return createGraphQLError(
    `A subscription is answered with server-sent events, and other ways, such as multipart, are not supported; send it with Accept: ${EVENT_TYPE}`,
    { extensions: { code: 'NOT_SUPPORTED', http: { status: 406 } } },
  );
}

/** A result as a client gets it: errors in our words, and what the document may cost. */
export function clientResult<Given extends Result>(
  documents: Documents,
  document: DocumentNode,
  result: Given,
  context: YogaContext,
): Given {
  const cost = { requested: costOf(context), maximum: DOCUMENT_LIMITS.cost };
  const answer = wholeAnswer(result, context, { cost });
  // Of what only refuses, nothing is remembered.
  if (context.outcome.failures === null) documents.keep(document, context);
  return answer;
}

/** All that comes, as opposed to one event of a stream. */
function wholeAnswer<Given extends Result>(
  result: Given,
  context: YogaContext,
  extensions: object = {},
): Given {
  const answer = withClientErrors(result, context, extensions);
  context.outcome.failures = failuresOf(answer);
  if (context.outcome.failures !== null) context.outcome.unavailable = unavailableOf(answer);
  return answer;
}

type Result = {
  readonly data?: unknown;
  readonly errors?: readonly unknown[] | undefined;
  readonly extensions?: object | undefined;
};

function withClientErrors<Given extends Result>(
  result: Given,
  context: Context,
  extensions: object = {},
): Given {
  const errors = result.errors?.map((error) => toClientError(error, context));
  return {
    ...result,
    ...(errors && { errors }),
    extensions: { ...result.extensions, ...extensions },
  };
}
