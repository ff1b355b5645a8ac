import { z } from 'zod';
import { findInexact, inexactProblem, JSON_EXACT } from './exact-json.ts';
import { refuse } from './rules.ts';
import { textProblem } from './text.ts';

const MAX_DEPTH = 50;
const MAX_VALUES = 10_000;
const MAX_BYTES = 65_536;

export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !JSON_EXACT.isRawJSON(value)
  );
}

/** Free-form data of the caller's: an object, small enough to be kept and flat enough to be walked. */
export const jsonObject = z
  .unknown()
  .transform((value, context): JsonObject => {
    if (!isJsonObject(value)) {
      refuse(context, value, 'Input should be a valid dictionary', { type: 'dict_type' });
      return z.NEVER;
    }
    const problem = jsonProblem(value);
    if (problem !== null) refuse(context, undefined, problem, { type: 'value_error' });
    else refuseInexact(value, context);
    return value;
  })
  .meta({ override: { type: 'object', additionalProperties: true } });

function refuseInexact(value: JsonObject, context: z.core.$RefinementCtx): void {
  const found = findInexact(value);
  if (found === null) return;
  const { path, number } = found;
  context.addIssue({
    code: 'custom',
    path: [...path],
    message: inexactProblem(number),
    params: { type: 'value_error' },
    input: undefined,
  });
}

function jsonProblem(root: JsonObject): string | null {
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value: root, depth: 1 }];
  let values = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    values += 1;
    if (values + open.length > MAX_VALUES) return `must hold at most ${MAX_VALUES} values`;
    if (next.depth > MAX_DEPTH) return `must be nested at most ${MAX_DEPTH} deep`;
    const problem = ownProblem(next.value);
    if (problem !== null) return problem;
    for (const child of childrenOf(next.value)) open.push({ value: child, depth: next.depth + 1 });
  }
  return sizeProblem(sizeOf(root));
}

/** How much of the limits a value takes. */
export type JsonSize = { readonly bytes: number; readonly values: number };

/** Of a value that is JSON. */
export function sizeOf(root: unknown): JsonSize {
  const open: unknown[] = [root];
  let values = 0;
  let zeros = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    values += 1;
    if (typeof next === 'number') zeros += zerosOf(next);
    for (const child of childrenOf(next)) open.push(child);
  }
  return { bytes: Buffer.byteLength(JSON.stringify(root)) + zeros, values };
}

/** Why data of that size may not be stored; null if it may. */
export function sizeProblem({ bytes, values }: JsonSize): string | null {
  if (values > MAX_VALUES) return `must hold at most ${MAX_VALUES} values`;
  return bytes > MAX_BYTES ? `must be at most ${MAX_BYTES} bytes as JSON` : null;
}

/** PostgreSQL answers every number with all its digits: 1e300 comes back with 300 zeros. */
function zerosOf(value: number): number {
  const [, exponent] = String(value).split('e');
  return Math.abs(Number(exponent ?? 0));
}

function ownProblem(value: unknown): string | null {
  if (typeof value === 'string') return textProblem(value);
  if (!isJsonObject(value)) return null;
  for (const key of Object.keys(value)) {
    // No reader of this data is to be tricked into setting a prototype.
    if (key === '__proto__') return 'must not contain the key "__proto__"';
    const problem = textProblem(key);
    if (problem !== null) return `has a key that ${problem}`;
  }
  return null;
}

function childrenOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isJsonObject(value) ? Object.values(value) : [];
}
