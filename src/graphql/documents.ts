import {
  type ASTVisitor,
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  type ValidationContext,
  validate,
} from 'graphql';
import { createGraphQLError } from 'graphql-yoga';
import { textProblem } from '../input/text.ts';
import { checkBudget } from './budget.ts';
import { LIMITS } from './limits.ts';

/** Documents that clients send again and again are read and validated once. */
export type Documents = {
  /** @throws GraphQLError when the text is no document, or asks for too much */
  readonly read: (source: string) => DocumentNode;
  readonly validate: (
    schema: GraphQLSchema,
    document: DocumentNode,
    options: ValidateOptions,
  ) => readonly GraphQLError[];
  /** How many objects the answer to this document may hold at most. */
  readonly costOf: (document: DocumentNode) => number;
};

type ValidateOptions = {
  /** Whether the caller may see the schema: by asking for it, or by hints in messages. */
  readonly isSchemaOpen: boolean;
};

type Known = { readonly document: DocumentNode; readonly cost: number };

const CACHE_SIZE = 1_000;
/** A longer text is not kept: a thousand of them would be. */
const MAX_CACHED_LENGTH = 16_384;

export function documentStore(): Documents {
  const known = new Map<string, Known>();
  const costs = new WeakMap<DocumentNode, number>();
  const verdicts = [
    new WeakMap<DocumentNode, readonly GraphQLError[]>(),
    new WeakMap<DocumentNode, readonly GraphQLError[]>(),
  ] as const;

  return {
    read: (source) => {
      const { document, cost } = known.get(source) ?? remember(known, source, readDocument(source));
      costs.set(document, cost);
      return document;
    },
    validate: (schema, document, options) => {
      const cache = verdicts[options.isSchemaOpen ? 1 : 0];
      const verdict = cache.get(document) ?? validateDocument(schema, document, options);
      cache.set(document, verdict);
      return verdict;
    },
    costOf: (document) => costs.get(document) ?? 0,
  };
}

function remember(known: Map<string, Known>, source: string, read: Known): Known {
  if (source.length > MAX_CACHED_LENGTH) return read;
  const [oldest] = known.keys();
  if (known.size >= CACHE_SIZE && oldest !== undefined) known.delete(oldest);
  known.set(source, read);
  return read;
}

function readDocument(source: string): Known {
  const document = parseDocument(source);
  return { document, cost: checkBudget(document) };
}

function parseDocument(source: string): DocumentNode {
  try {
    return parse(source, { maxTokens: LIMITS.tokens });
  } catch (error) {
    const { message, source: at, positions } = error as GraphQLError;
    const isTooLong = message.includes('Parsing aborted');
    const code = isTooLong ? 'QUERY_TOO_COMPLEX' : 'GRAPHQL_PARSE_FAILED';
    throw createGraphQLError(message, {
      ...(at && { source: at }),
      ...(positions && { positions }),
      extensions: { code, http: { spec: true, status: 400 } },
    });
  }
}

function validateDocument(
  schema: GraphQLSchema,
  document: DocumentNode,
  { isSchemaOpen }: ValidateOptions,
) {
  const rules = [
    ...specifiedRules,
    textRule,
    ...(isSchemaOpen ? [] : [NoSchemaIntrospectionCustomRule]),
  ];
  const errors = validate(schema, document, rules, { maxErrors: LIMITS.errors });
  return errors.map(({ message, nodes }) =>
    createGraphQLError(isSchemaOpen ? message : withoutHints(message), {
      ...(nodes && { nodes }),
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED', http: { spec: true, status: 400 } },
    }),
  );
}

/** "Did you mean …?" tells of names that the caller was not shown. */
function withoutHints(message: string): string {
  return message.replace(/ Did you mean .*\?$/s, '');
}

/** The one text rule, for texts that stand in the document itself. */
function textRule(context: ValidationContext): ASTVisitor {
  return {
    StringValue: (node) => {
      const problem = textProblem(node.value);
      if (problem !== null)
        context.reportError(
          createGraphQLError(`A text in the document ${problem}`, { nodes: node }),
        );
    },
  };
}
