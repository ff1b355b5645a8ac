import type { z } from 'zod';
import { type InputIssue, InvalidInputError } from '../../core/errors.ts';
import type { Incoming } from '../../core/http/exchange.ts';
import { parseJson } from '../../core/input/exact-json.ts';
import { toIssues } from '../../core/input/issues.ts';
import { isJsonObject } from '../../core/input/json.ts';
import type { Input, Route } from './route.ts';

/** What stands in a body: nothing, or what its JSON says. */
export type BodyValue = { readonly isEmpty: boolean; readonly value: unknown };

/** @throws InvalidInputError when it is not JSON: told before it is asked who sends it */
export function readJson({ body }: Incoming): BodyValue {
  if (body === null) return { isEmpty: true, value: null };
  try {
    return { isEmpty: false, value: parseJson(body) };
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
  const query = check(
    'query',
    route.query,
    Object.fromEntries(new URLSearchParams(search)),
    issues,
  );
  const parsedBody = checkBody(route, body, issues);
  if (issues.length > 0) throw new InvalidInputError(issues);
  return { path, query, body: parsedBody };
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
  issues.push(
    ...toIssues(parsed.error, value).map((issue) => ({ ...issue, path: [where, ...issue.path] })),
  );
  return undefined;
}

function checkBody(
  { body: schema, needsBody }: Route,
  { isEmpty, value }: BodyValue,
  issues: InputIssue[],
): unknown {
  if (schema === undefined) return undefined;
  // A route whose body may be left out takes "nothing" for an empty object.
  if (isEmpty && !needsBody && schema.safeParse({}).success)
    return check('body', schema, {}, issues);
  if (isEmpty) {
    issues.push({ path: ['body'], type: 'missing', message: 'Field required', input: null });
    return undefined;
  }
  if (isJsonObject(value)) return check('body', schema, value, issues);
  const message = 'Input should be a valid dictionary or object to extract fields from';
  issues.push({ path: ['body'], type: 'model_attributes_type', message, input: value });
  return undefined;
}
