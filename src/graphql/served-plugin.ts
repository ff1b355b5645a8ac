import { type DocumentNode, execute } from 'graphql';
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import type { Context } from './context.ts';
import type { Documents } from './documents.ts';
import { toClientError } from './error-map.ts';
import { LIMITS } from './limits.ts';
import { failuresOf, type Outcome } from './outcome.ts';

/** What one request brings into the library: its parameters travel in the context. */
export type Served = Context & {
  readonly params: GraphQLParams;
  readonly isSchemaOpen: boolean;
  readonly outcome: Outcome;
};

/** What the library asks us for, and what it may tell. */
export function servedPlugin(documents: Documents): Plugin<Served, Served> {
  return {
    onRequestParse({ serverContext, setRequestParser }) {
      setRequestParser(() => serverContext.params);
    },
    onParse({ setParseFn }) {
      setParseFn((source) => documents.read(typeof source === 'string' ? source : source.body));
    },
    onValidate({ context, setValidationFn }) {
      setValidationFn((givenSchema, document) =>
        documents.validate(givenSchema, document, { isSchemaOpen: context.isSchemaOpen }),
      );
    },
    onExecute({ args, setExecuteFn }) {
      setExecuteFn(execute);
      return {
        onExecuteDone({ result, setResult }) {
          if (Symbol.asyncIterator in result) return;
          setResult(
            clientResult(documents, args.document, result, args.contextValue) as typeof result,
          );
        },
      };
    },
    onSubscribe({ args: { contextValue } }) {
      return {
        onSubscribeResult({ result, setResult }) {
          if (Symbol.asyncIterator in result) {
            return {
              onNext: ({ result: event, setResult: setEvent }) => {
                if (!(Symbol.asyncIterator in event))
                  setEvent(withClientErrors(event, contextValue));
              },
            };
          }
          setResult(wholeAnswer(result, contextValue) as typeof result);
          return undefined;
        },
      };
    },
  };
}

/** A result as a client gets it: errors in our words, and what the document may cost. */
export function clientResult<Given extends Result>(
  documents: Documents,
  document: DocumentNode,
  result: Given,
  context: Served,
): Given {
  const cost = { requested: documents.costOf(document), maximum: LIMITS.cost };
  return wholeAnswer(result, context, { cost });
}

/** All that comes, as opposed to one event of a stream. */
function wholeAnswer<Given extends Result>(
  result: Given,
  context: Served,
  extensions: object = {},
): Given {
  const answer = withClientErrors(result, context, extensions);
  context.outcome.failures = failuresOf(answer);
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
