import type { GraphQLParams } from 'graphql-yoga';
import { shortenError } from '../../core/input/shorten.ts';
import { isAnonymous, type Viewer } from '../../security/callers/viewer.ts';
import { withoutHiddenNames, wordsIn } from './hidden-names.ts';
import { schema } from './schema.ts';

type ErrorContext = {
  readonly params: GraphQLParams;
  readonly isSchemaOpen: boolean;
  readonly viewer: Viewer;
};

type ClientError = { message: string; extensions?: Record<string, unknown> };

/**
 * The one place that every error of GraphQL passes on its way to the client, whatever raised it: each of
 * its texts, however deep, is short, and names nothing of the schema to a caller who may not see it.
 */
export function limitErrorTexts(
  errors: readonly ClientError[] | undefined,
  context: ErrorContext,
): void {
  const limited = context.isSchemaOpen ? shortenError : hidingNames(context);
  for (const error of errors ?? []) {
    error.message = limited(error.message);
    if (error.extensions) error.extensions = limitedExtensions(error.extensions, limited);
  }
}

/** Words of this service and of no schema: they must arrive as they are. */
const EXACT = new Set(['code', 'requestId']);

function limitedExtensions(
  extensions: Readonly<Record<string, unknown>>,
  limited: (text: string) => string,
): Record<string, unknown> {
  const entries = Object.entries(extensions).map(([name, value]) => [
    name,
    EXACT.has(name) ? value : limitedValue(value, limited),
  ]);
  return Object.fromEntries(entries);
}

function limitedValue(value: unknown, limited: (text: string) => string): unknown {
  if (typeof value === 'string') return limited(value);
  if (Array.isArray(value)) return value.map((one) => limitedValue(one, limited));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, one]) => [name, limitedValue(one, limited)]);
  return Object.fromEntries(entries);
}

/** A list that is too long is answered with one of these and a number that passes. */
const PAGE_ARGUMENTS = ['first', 'last'];

function hidingNames({ params, viewer }: ErrorContext): (text: string) => string {
  let words: ReadonlySet<string> | null = null;
  const allowed = () => {
    words ??= new Set([...wordsOfRequest(params), ...(isAnonymous(viewer) ? [] : PAGE_ARGUMENTS)]);
    return words;
  };
  return (text) => withoutHiddenNames(schema, shortenError(text), allowed);
}

function wordsOfRequest({ query, operationName, variables }: GraphQLParams): readonly string[] {
  const texts = [query ?? '', operationName ?? '', JSON.stringify(variables ?? {})];
  return texts.flatMap(wordsIn);
}
