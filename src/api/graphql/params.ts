import type { GraphQLParams } from 'graphql-yoga';
import type { Incoming } from '../../core/http/exchange.ts';
import { parseJson } from '../../core/input/exact-json.ts';
import { isJsonObject } from '../../core/input/json.ts';
import { textProblem } from '../../core/input/text.ts';

/** A request that is no GraphQL request, and why. */
export type MalformedRequest = {
  readonly problem: string;
  /** Whether it could not be read at all, as JSON. Else it is JSON of another form. */
  readonly isUnreadable?: true;
  readonly code?: string;
};

/** What a GraphQL request says, or what is wrong with how it says it. */
export type Params =
  | {
      readonly params: GraphQLParams /** Whether only the cost is asked for. */;
      readonly isDryRun: boolean;
    }
  | MalformedRequest;

type Parsed = { readonly params: GraphQLParams } | MalformedRequest;

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
  for (const name of ['query', 'operationName']) given[name] = query.get(name) ?? undefined;
  for (const name of ['variables', 'extensions']) {
    const text = query.get(name);
    given[name] = text === null || text === '' ? undefined : readJson(text);
    if (text && given[name] === undefined)
      return { problem: `\`${name}\` must be a JSON object`, isUnreadable: true };
  }
  return check(given);
}

function check(given: Readonly<Record<string, unknown>>): Parsed {
  const { query, operationName, variables, extensions } = given;
  const problem = shapeProblem(given) ?? findBadText(variables, 'variables');
  if (problem !== null) return { problem };
  return {
    params: {
      query: String(query),
      ...(typeof operationName === 'string' && { operationName }),
      ...(isJsonObject(variables) && { variables }),
      ...(isJsonObject(extensions) && { extensions }),
    },
  };
}

function shapeProblem(given: Readonly<Record<string, unknown>>): string | null {
  const { query, operationName } = given;
  if (typeof query !== 'string' || query === '') return '`query` must be a GraphQL document';
  if (!isAbsent(operationName) && typeof operationName !== 'string') {
    return '`operationName` must be a string';
  }
  const wrong = ['variables', 'extensions'].find(
    (name) => !isAbsent(given[name]) && !isJsonObject(given[name]),
  );
  return wrong === undefined ? null : `\`${wrong}\` must be a JSON object`;
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

/** Of one list or object. Where one is wrong, the library writes it out with each error. */
const MAX_VALUES = 10_000;

function sizeOf(value: object): number {
  return Array.isArray(value) ? value.length : Object.keys(value).length;
}

/** The one text rule for variables, whatever their type: nothing can forget it. Depth is limited before. */
function findBadText(value: unknown, path: string): string | null {
  if (typeof value === 'string') {
    const problem = textProblem(value);
    return problem === null ? null : `\`${path}\` ${problem}`;
  }
  if (typeof value !== 'object' || value === null) return null;
  if (sizeOf(value) > MAX_VALUES) return `\`${path}\` must hold at most ${MAX_VALUES} values`;
  for (const [key, child] of Object.entries(value)) {
    const keyProblem = textProblem(key);
    const problem =
      keyProblem === null
        ? findBadText(child, `${path}.${key}`)
        : `a key in \`${path}\` ${keyProblem}`;
    if (problem !== null) return problem;
  }
  return null;
}

function readJson(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
