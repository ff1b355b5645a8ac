import type { GraphQLParams } from 'graphql-yoga';
import { shortenError } from '../../core/input/shorten.ts';
import { withoutHiddenNames, wordsIn } from './hidden-names.ts';
import { schema } from './schema.ts';

type ErrorContext = { readonly params: GraphQLParams; readonly isSchemaOpen: boolean };

type ClientError = { message: string; extensions?: Record<string, unknown> };

/**
 * The one place that every error of GraphQL passes on its way to the client, whatever raised it: its text
 * is short, and names nothing of the schema to a caller who may not see it.
 */
export function limitErrorTexts(
  errors: readonly ClientError[] | undefined,
  { params, isSchemaOpen }: ErrorContext,
): void {
  let words: ReadonlySet<string> | null = null;
  const sent = () => {
    words ??= wordsOfRequest(params);
    return words;
  };
  for (const error of errors ?? []) {
    const text = shortenError(error.message);
    error.message = isSchemaOpen ? text : withoutHiddenNames(schema, text, sent);
    if (!isSchemaOpen) hideType(error);
  }
}

/** Of `Type.field`, only the field stands in the request. */
function hideType({ extensions }: ClientError): void {
  const field = extensions?.['field'];
  if (extensions && typeof field === 'string') extensions['field'] = field.split('.').at(-1);
}

function wordsOfRequest({ query, operationName, variables }: GraphQLParams): ReadonlySet<string> {
  const texts = [query ?? '', operationName ?? '', JSON.stringify(variables ?? {})];
  return new Set(texts.flatMap(wordsIn));
}
