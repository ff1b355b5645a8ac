import { z } from 'zod';
import type { RouteAccess, RouteResponse } from '../../kit/rest/route.ts';

const sentence = z.string().describe('What is wrong, in one sentence.');

const refused = z
  .object({ detail: sentence })
  .meta({ id: 'Refusal', description: 'Why the request was refused.' });

const problem = z
  .object({
    type: z.string().describe('The kind of problem, such as `missing` or `string_too_long`.'),
    loc: z
      .array(z.union([z.string(), z.int()]))
      .describe('Where it is: `path`, `query`, `header` or `body`, then the names below it.'),
    msg: z.string().describe('What is wrong, in one sentence.'),
    input: z.unknown().describe('The beginning of the value, without secrets.'),
    ctx: z
      .record(z.string(), z.union([z.string(), z.number()]))
      .optional()
      .describe('The limits that the value breaks, by name.'),
  })
  .meta({ id: 'InputProblem', description: 'One rule that the input breaks.' });

const refusedInput = z
  .object({
    detail: z
      .union([z.array(problem), sentence])
      .describe('Every problem of the input; for scopes and repeated requests, one sentence.'),
  })
  .meta({ id: 'RefusedInput', description: 'Which rules the input breaks.' });

const limited = z
  .object({
    detail: sentence,
    retry_after: z.int().describe('The seconds to wait, as in `Retry-After`.'),
  })
  .meta({ id: 'RateLimited', description: 'Which limit was reached.' });

const INPUT: RouteResponse = {
  description: 'The input breaks a rule: `detail` lists every problem and its location.',
  schema: refusedInput,
};

const WITH_KEY: Readonly<Record<string, RouteResponse>> = {
  401: { description: '`Missing API key`, `Invalid API key` or `API key expired`.' },
  403: { description: '`Invalid or missing admin token.` or `Token scope not authorized`.' },
  429: {
    description:
      'The key or the address has reached its requests per minute, or the address sent too many wrong keys: `retry_after` and `Retry-After` give the seconds to wait.',
    schema: limited,
  },
  503: { description: 'The database does not respond; `Retry-After` gives the seconds to wait.' },
};

const OTHERS: RouteResponse = {
  description: 'Any other refusal, such as 405, 413 or 500.',
};

/** What a route can refuse beyond what it declares itself. */
export function refusalsOf({ requires }: RouteAccess): Readonly<Record<string, RouteResponse>> {
  const all = { 422: INPUT, default: OTHERS };
  if (requires === 'ANYONE') return all;
  const { 401: _unauthenticated, ...others } = WITH_KEY;
  return { ...all, ...(requires === 'USER' || requires === 'ADMIN' ? WITH_KEY : others) };
}

/** A refusal that says nothing of its form has the usual one. */
export function withRefusalSchema(status: string, response: RouteResponse): RouteResponse {
  const isRefusal = status === 'default' || Number(status) >= 400;
  return isRefusal && response.schema === undefined ? { ...response, schema: refused } : response;
}
