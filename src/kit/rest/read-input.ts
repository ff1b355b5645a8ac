import { z } from 'zod';
import { type InputIssue, InvalidInputError } from '../../core/errors.ts';
import type { Incoming } from '../../core/http/exchange.ts';
import { toIssues } from '../../core/input/issues.ts';
import { isJsonObject } from '../../core/input/json.ts';
import { takesSeveral } from './parameters.ts';
import type { Input, Route } from './route.ts';

/** What stands in a body: nothing, or what its JSON says. */
export type BodyValue = { readonly isEmpty: boolean; readonly value: unknown };

/** @throws InvalidInputError when it is not JSON: told before it is asked who sends it */
export function readJson({ body }: Pick<Incoming, 'body'>): BodyValue {
  if (body === null) return { isEmpty: true, value: null };
  try {
    return { isEmpty: false, value: JSON.parse(body) };
  } catch (error) {
    const message = (error as Error).message;
    const offset = Number(/position (\d+)/.exec(message)?.[1] ?? 0);
    throw new InvalidInputError([
      {
        path: ['body', offset],
        type: 'json_invalid',
        message: 'JSON decode error',
        input: {},
        context: { error: 'The text is not JSON' },
      },
    ]);
  }
}

type Raw = {
  readonly parameters: Readonly<Record<string, string | undefined>>;
  readonly search: string;
  readonly body: BodyValue;
};

/**
 * Checks path, query and body together.
 * @throws InvalidInputError with everything that is wrong, in that order
 */
export function readInput(
  route: Route,
  { parameters, search, body }: Raw,
): Input<z.ZodType, z.ZodType, z.ZodType> {
  const issues: InputIssue[] = [];
  const path = check('path', route.pathParameters, parameters, issues);
  const query =
    route.query && check('query', route.query, queryValues(route.query, search), issues);
  const inBody: InputIssue[] = [];
  const parsedBody = checkBody(route, body, inBody);
  issues.push(...inBody.map((issue) => (route.hasSecrets ? { ...issue, input: null } : issue)));
  if (issues.length > 0) throw new InvalidInputError(issues);
  return { path, query, body: parsedBody };
}

/** The parameters that take several values. */
function severalIn(schema: Route['query']): string[] {
  if (!(schema instanceof z.ZodObject)) return [];
  const fields: readonly (readonly [string, z.core.$ZodType])[] = Object.entries(schema.shape);
  return fields.filter(([, one]) => takesSeveral.has(one)).map(([name]) => name);
}

/** Of a parameter that is given several times, the last one counts, unless it takes several. */
function queryValues(schema: Route['query'], search: string): Record<string, string> {
  const given = new URLSearchParams(search);
  const values = Object.fromEntries(given);
  for (const name of severalIn(schema))
    if (given.has(name)) values[name] = given.getAll(name).join(',');
  return values;
}

function check(
  where: string,
  schema: z.ZodType | undefined,
  value: unknown,
  issues: InputIssue[],
): unknown {
  if (schema === undefined) return undefined;
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  issues.push(...toIssues(parsed.error, value, [where]));
  return undefined;
}

function checkBody(
  { body: schema, needsBody }: Route,
  { isEmpty, value }: BodyValue,
  issues: InputIssue[],
): unknown {
  if (schema === undefined) return undefined;
  // A route whose body may be left out takes "nothing", or null, for an empty object.
  const isNone = isEmpty || value === null;
  if (isNone && !needsBody && schema.safeParse({}).success)
    return check('body', schema, {}, issues);
  if (isNone) {
    issues.push({ path: ['body'], type: 'missing', message: 'Field required', input: null });
    return undefined;
  }
  if (isJsonObject(value)) return check('body', schema, value, issues);
  const message = 'Input should be a valid dictionary or object to extract fields from';
  issues.push({ path: ['body'], type: 'model_attributes_type', message, input: value });
  return undefined;
}
