import { z } from 'zod';
import { holdsApiKey } from './api-keys-in-text.ts';
import { INT32_MAX, parseInt64 } from './integer.ts';
import { textProblem } from './text.ts';

// Field rules that GraphQL and REST share. Each refusal carries its REST kind (`type`) in `params`;
// `issues.ts` reads it.

type Refusal = { readonly type: string; readonly context?: Record<string, string | number> };

export function refuse(
  context: z.core.$RefinementCtx,
  input: unknown,
  message: string,
  { type, context: details }: Refusal,
): void {
  // What is wrong in one place does not hide what is wrong in others.
  const params = { type, context: details };
  context.addIssue({ code: 'custom', input, message, params, continue: true });
}

/** Text of any shape, within the one text rule. Length counts characters, not code units. */
export function text({ max }: { readonly max: number }) {
  return z
    .string()
    .superRefine((value, context) => {
      const problem = textProblem(value);
      if (problem !== null) refuse(context, value, problem, { type: 'value_error' });
      else if (lengthOf(value) > max) {
        refuse(context, value, `String should have at most ${max} characters`, {
          type: 'string_too_long',
          context: { max_length: max },
        });
      }
    })
    .meta({ override: { type: 'string', maxLength: max } });
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const CONTROL = /[\u0000-\u001f\u007f]/;

/** Text on one line: it may come to stand in a header, a log or the audit log, and so is no place for a key. */
export function line({ max }: { readonly max: number }) {
  return keyLine({ max })
    .refine((value) => !holdsApiKey(value), {
      message: KEY_PROBLEM,
      params: { type: 'value_error' },
    })
    .meta({ override: { type: 'string', maxLength: max } });
}

/** The same where a key may stand in it: it is stored encrypted or not at all, or the key is taken out later. */
export function keyLine({ max }: { readonly max: number }) {
  return text({ max })
    .refine((value) => !CONTROL.test(value), {
      message: 'must not contain control characters such as line breaks',
      params: { type: 'value_error' },
    })
    .meta({ override: { type: 'string', maxLength: max } });
}

/** Of a text that is stored as it is. */
export const KEY_PROBLEM =
  'must not contain an API key: it would be stored in plain text; leave it out, and rotate the key';

function lengthOf(value: string): number {
  let length = 0;
  for (const _character of value) length += 1;
  return length;
}

type Bounds = { readonly min: number; readonly max?: number };

/**
 * A whole number, also when it is written as text, since query parameters are and older clients
 * send `"7"` in bodies.
 */
export function wholeNumber({ min, max = INT32_MAX }: Bounds) {
  return z
    .unknown()
    .transform((value, context): number => {
      const number = readWhole(value);
      if (typeof number === 'object') {
        refuse(context, value, number.message, { type: number.type });
        return z.NEVER;
      }
      const bound = boundProblem(number, { min, max });
      if (bound === null) return number;
      refuse(context, value, bound.message, bound.refusal);
      return z.NEVER;
    })
    .meta({ override: { type: 'integer', minimum: min, maximum: max } });
}

type Unreadable = { readonly type: string; readonly message: string };

function readWhole(value: unknown): number | Unreadable {
  if (value === undefined) return { type: 'missing', message: 'Field required' };
  if (typeof value === 'string') {
    const parsed = parseInt64(value);
    return parsed === null
      ? {
          type: 'int_parsing',
          message: 'Input should be a valid integer, unable to parse string as an integer',
        }
      : Number(parsed);
  }
  if (typeof value !== 'number')
    return { type: 'int_type', message: 'Input should be a valid integer' };
  if (!Number.isInteger(value)) {
    return {
      type: 'int_from_float',
      message: 'Input should be a valid integer, got a number with a fractional part',
    };
  }
  return value;
}

function boundProblem(value: number, { min, max }: Required<Bounds>) {
  if (value < min) {
    const message = `Input should be greater than or equal to ${min}`;
    return { message, refusal: { type: 'greater_than_equal', context: { ge: min } } };
  }
  if (value <= max) return null;
  const message = `Input should be less than or equal to ${max}`;
  return { message, refusal: { type: 'less_than_equal', context: { le: max } } };
}

/** An http or https address. Kept as it was written. */
export function webUrl() {
  return line({ max: 2_048 })
    .superRefine((value, context) => {
      const url = URL.parse(value);
      if (url === null) {
        refuse(context, value, 'Input should be a valid URL', { type: 'url_parsing' });
      } else if (url.protocol !== 'https:' && url.protocol !== 'http:') {
        refuse(context, value, "URL scheme should be 'http' or 'https'", {
          type: 'url_scheme',
          context: { expected_schemes: "'http' or 'https'" },
        });
      }
    })
    .meta({ override: { type: 'string', format: 'uri', maxLength: 2_048 } });
}
