import {
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { createGraphQLError } from 'graphql-yoga';
import { shortenError } from '../../core/input/shorten.ts';
import {
  DOCUMENT_LIMITS,
  LIMITS_WITHOUT_KEY,
  MOST_COMPILED_FIELDS,
} from '../../kit/graphql/limits.ts';
import { callerName, isAnonymous, type Viewer } from '../../security/callers/viewer.ts';
import { checkBudget, checkLength } from './budget.ts';
import { literalIssue } from './literals.ts';
import { textRule } from './text-rule.ts';
import { unsupportedDirective } from './unsupported-directive.ts';
import { weighedCache } from './weighed-cache.ts';

/** Documents that clients send again and again are read and validated once. */
export type Documents = {
  /** Whether it was read and validated before. */
  readonly has: (source: string) => boolean;
  /** @throws GraphQLError when the text is no document, or asks for too much */
  readonly read: (source: string, caller: Caller) => DocumentNode;
  readonly validate: (
    schema: GraphQLSchema,
    document: DocumentNode,
    caller: Caller,
  ) => readonly GraphQLError[];
  /** Keeps a document that was answered, with all that comes to be known of it. */
  readonly keep: (document: DocumentNode, caller: Caller) => void;
  /** How many fields it has, fragments spread out. */
  readonly fieldsOf: (document: DocumentNode) => number;
  readonly size: () => { readonly entries: number; readonly weight: number };
};

declare module '../../core/app.ts' {
  interface App {
    /** Those of GraphQL that clients send again and again. */
    readonly documents: Documents;
  }
}

type Caller = {
  readonly viewer: Viewer;
  /** Whether the caller may see the schema: by asking for it, or by hints in messages. */
  readonly isSchemaOpen: boolean;
};

type Known = {
  readonly document: DocumentNode;
  readonly source: string;
  readonly fields: number;
  /** For callers who may not see the schema, and for those who may. */
  readonly isValid: [boolean, boolean];
  isKept: boolean;
};

/**
 * About how many bytes a document takes with everything that is known of it, its compiled function
 * above all: as measured with `npm run bench -- hostile`.
 */
const BYTES_PER_CHARACTER = 40;
const BYTES_PER_FIELD = 4_000;
const BYTES_PER_PLAIN_FIELD = 500;
/** Of all documents together, and of those that one caller brought. */
const CAPACITY = { total: 33_554_432, perOwner: 16_777_216 };

export function documentStore(): Documents {
  const kept = weighedCache<Known>(CAPACITY);
  const known = new WeakMap<DocumentNode, Known>();

  return {
    has: (source) => kept.has(source),
    read: (source, caller) => {
      const found = kept.get(source);
      if (found !== undefined) return found.document;
      const read = readDocument(source, caller);
      known.set(read.document, read);
      return read.document;
    },
    validate: (schema, document, caller) => {
      const found = known.get(document);
      const place = caller.isSchemaOpen ? 1 : 0;
      if (found?.isValid[place]) return [];
      const errors = validateDocument(schema, document, caller);
      if (found !== undefined) found.isValid[place] = errors.length === 0;
      return errors;
    },
    keep: (document, { viewer }) => {
      const found = known.get(document);
      if (found === undefined || found.isKept || isAnonymous(viewer)) return;
      found.isKept = true;
      kept.add(found.source, found, { weight: weightOf(found), owner: callerName(viewer) });
    },
    fieldsOf: (document) => known.get(document)?.fields ?? 0,
    size: kept.size,
  };
}

function weightOf({ source, fields }: Known): number {
  const isCompiled = fields <= MOST_COMPILED_FIELDS;
  const perField = isCompiled ? BYTES_PER_FIELD : BYTES_PER_PLAIN_FIELD;
  return source.length * BYTES_PER_CHARACTER + fields * perField;
}

function readDocument(source: string, { viewer }: Caller): Known {
  checkLength(source);
  const document = parseDocument(source);
  const fields = checkBudget(document, isAnonymous(viewer) ? LIMITS_WITHOUT_KEY : DOCUMENT_LIMITS);
  return { document, source, fields, isValid: [false, false], isKept: false };
}

function parseDocument(source: string): DocumentNode {
  try {
    return parse(source, { maxTokens: DOCUMENT_LIMITS.tokens });
  } catch (error) {
    const { message, source: at, positions } = error as GraphQLError;
    const text = shortenError(message);
    const isTooLong = text.includes('Parsing aborted');
    const code = isTooLong ? 'QUERY_TOO_COMPLEX' : 'GRAPHQL_PARSE_FAILED';
    throw createGraphQLError(text, {
      ...(at && { source: at }),
      ...(positions && { positions }),
      extensions: { code, http: { spec: true, status: 400 } },
    });
  }
}

const RULES = [...specifiedRules, textRule];
const RULES_WITHOUT_SCHEMA = [...RULES, NoSchemaIntrospectionCustomRule];

function validateDocument(
  schema: GraphQLSchema,
  document: DocumentNode,
  { isSchemaOpen }: Caller,
): readonly GraphQLError[] {
  const rules = isSchemaOpen ? RULES : RULES_WITHOUT_SCHEMA;
  // Not only are hints left out then: they are not looked for.
  const options = { maxErrors: DOCUMENT_LIMITS.errors, hideSuggestions: !isSchemaOpen };
  return validate(schema, document, rules, options).map((error) => {
    const { nodes } = error;
    const directive = unsupportedDirective(error);
    if (directive !== null) return directive;
    const issue = literalIssue(document, error);
    return createGraphQLError(shortenError(issue?.message ?? error.message), {
      ...(nodes && { nodes }),
      extensions: {
        code: 'GRAPHQL_VALIDATION_FAILED',
        ...(issue && { issues: [{ path: issue.path, message: shortenError(error.message) }] }),
        http: { spec: true, status: 400 },
      },
    });
  });
}
