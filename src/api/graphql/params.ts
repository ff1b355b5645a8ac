import type { Incoming } from '../../core/http/exchange.ts';
import { parseJson } from '../../core/input/exact-json.ts';
import { isJsonObject } from '../../core/input/json.ts';
import { hashIn } from './automatic-hash.ts';
import { isDocumentId } from './document-id.ts';
import { variableProblem } from './variable-problem.ts';

/** A request that is no GraphQL request, and why. */
export type MalformedRequest = {
  readonly problem: string;
  /** Whether it could not be read at all, as JSON. Else it is JSON of another form. */
  readonly isUnreadable?: true;
  readonly code?: string;
  /** With the older media type, where its clients expect another than 400. */
  readonly olderStatus?: number;
};

/** What a request asks for: a document, or the id of one. */
export type RequestParams = {
  readonly query?: string;
  readonly documentId?: string;
  readonly operationName?: string;
  readonly variables?: Record<string, unknown>;
  readonly extensions?: Record<string, unknown>;
};

/** What a GraphQL request says, or what is wrong with how it says it. */
export type Params =
  | {
      readonly params: RequestParams;
      /** Whether only the cost is asked for. */
      readonly isDryRun: boolean;
    }
  | MalformedRequest;

type Parsed = { readonly params: RequestParams } | MalformedRequest;

const BATCH: MalformedRequest = {
  problem:
    'Batching is not supported; send one operation per request, or select several fields in one operation',
  code: 'NOT_SUPPORTED',
};

const DRY_RUN: MalformedRequest = {
  problem: 'X-Cost-Only must be `true` or `false`',
  isUnreadable: true,
};

/** Reads the parameters of a POST body or of a GET query, and the header that asks for a dry run. */
export function readParams(request: Incoming): Params {
  const dryRun = request.headers['x-cost-only'] ?? 'false';
  // What might mean either must not run.
  if (dryRun !== 'true' && dryRun !== 'false') return DRY_RUN;
  const parsed = parse(request);
  return 'problem' in parsed ? parsed : { ...parsed, isDryRun: dryRun === 'true' };
}

function parse({ method, body, search }: Incoming): Parsed {
  if (method === 'GET') return fromQuery(new URLSearchParams(search));
  if (body === null)
    return { problem: 'The body is empty; send a JSON object with `query`', isUnreadable: true };

  const parsed = readJson(body);
  if (Array.isArray(parsed)) return BATCH;
  if (isJsonObject(parsed)) return check(parsed);
  return {
    problem:
      'The body must be a JSON object with `query`, and optionally `variables` and `operationName`',
    ...(parsed === undefined && { isUnreadable: true }),
  };
}

function fromQuery(query: URLSearchParams): Parsed {
  const given: Record<string, unknown> = {};
  for (const name of ['query', 'documentId', 'operationName'])
    given[name] = query.get(name) ?? undefined;
  // As the draft has it; an empty document or id is wrong.
  if (given['operationName'] === '') given['operationName'] = undefined;
  for (const name of ['variables', 'extensions']) {
    const text = query.get(name);
    given[name] = text === null || text === '' ? undefined : readJson(text);
    if (text && given[name] === undefined)
      return { problem: `\`${name}\` must be a JSON object`, isUnreadable: true };
  }
  return check(given);
}

function check(given: Readonly<Record<string, unknown>>): Parsed {
  const { query, documentId, operationName, variables, extensions } = given;
  const problem = shapeProblem(given) ?? variableProblem(variables, 'variables');
  if (problem !== null) return { problem };
  return {
    params: {
      ...(typeof query === 'string' && { query }),
      ...(typeof documentId === 'string' && { documentId }),
      ...(typeof operationName === 'string' && { operationName }),
      ...(isJsonObject(variables) && { variables }),
      ...(isJsonObject(extensions) && { extensions }),
    },
  };
}

function shapeProblem(given: Readonly<Record<string, unknown>>): string | null {
  const { operationName } = given;
  const document = documentProblem(given);
  if (document !== null) return document;
  if (!isAbsent(operationName) && typeof operationName !== 'string') {
    return '`operationName` must be a string';
  }
  const wrong = ['variables', 'extensions'].find(
    (name) => !isAbsent(given[name]) && !isJsonObject(given[name]),
  );
  return wrong === undefined ? null : `\`${wrong}\` must be a JSON object`;
}

function documentProblem(given: Readonly<Record<string, unknown>>): string | null {
  const { query, documentId, extensions } = given;
  if (!isAbsent(query) && !isAbsent(documentId))
    return 'Use either `query` or `documentId`, not both';
  if (typeof documentId === 'string' && isDocumentId(documentId)) return null;
  if (!isAbsent(documentId)) return '`documentId` must be a document identifier';
  if (isAbsent(query) && isJsonObject(extensions) && hashIn(extensions) !== undefined) return null;
  return typeof query === 'string' && query !== '' ? null : '`query` must be a GraphQL document';
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function readJson(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
