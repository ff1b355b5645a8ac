import type { z } from 'zod';
import { type InputIssue, InvalidInputError } from '../errors.ts';

type Path = InputIssue['path'];

/**
 * Checks an input, or the part of it at a path, against its rules.
 * @throws InvalidInputError with everything that is wrong, not only the first
 */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  path: Path = [],
): z.output<Schema> {
  const parsed = schema.safeParse(input, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw new InvalidInputError(toIssues(parsed.error, input, path));
}

/** A body of a megabyte has room for a hundred thousand problems. */
const MAX_ISSUES = 100;

export function toIssues(error: z.ZodError, input: unknown, path: Path = []): InputIssue[] {
  const issues = error.issues.slice(0, MAX_ISSUES);
  const found = issues.flatMap((issue) => toInputIssues(issue, input)).slice(0, MAX_ISSUES);
  return found.map((issue) => ({ ...issue, path: [...path, ...issue.path] }));
}

function toInputIssues(issue: z.core.$ZodIssue, root: unknown): InputIssue[] {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, MAX_ISSUES).map((key) => ({
      path: [...path, key],
      message: 'Extra inputs are not permitted',
      type: 'extra_forbidden',
      input: valueAt(root, [...path, key]),
    }));
  }
  const { type, message, context } = describe(issue, valueAt(root, path));
  // What is missing has no value of its own: show the object that lacks it.
  const input = valueAt(root, type === 'missing' ? path.slice(0, -1) : path);
  return [{ path, message, type, input, ...(context && { context }) }];
}

type Description = Pick<InputIssue, 'type' | 'message' | 'context'>;

const EXPECTED: Readonly<Record<string, Description>> = {
  string: { type: 'string_type', message: 'Input should be a valid string' },
  boolean: { type: 'bool_type', message: 'Input should be a valid boolean' },
  array: { type: 'list_type', message: 'Input should be a valid list' },
  object: {
    type: 'model_attributes_type',
    message: 'Input should be a valid dictionary or object to extract fields from',
  },
};

function describe(issue: z.core.$ZodIssue, value: unknown): Description {
  if (issue.code === 'custom') {
    const { type = 'value_error', context } = (issue.params ?? {}) as Partial<Description>;
    return { type, message: issue.message, ...(context && { context }) };
  }
  if (value === undefined) return { type: 'missing', message: 'Field required' };
  const expected = issue.code === 'invalid_type' ? EXPECTED[issue.expected] : undefined;
  return expected ?? { type: 'value_error', message: issue.message };
}

function valueAt(root: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, step)
        ? (value as Record<string | number, unknown>)[step]
        : undefined,
    root,
  );
}
