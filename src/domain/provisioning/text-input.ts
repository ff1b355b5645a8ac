import type { z } from 'zod';
import { line } from '../../core/input/rules.ts';
import { ScimError } from '../../core/scim-error.ts';
import { userRules } from '../accounts/input.ts';

/** As long as the names of users. */
export const SHORT = userRules.name;
export const LONG = line({ max: 255 });

/** A text of a resource; null for none, and for blanks. @throws ScimError that names the attribute */
export function readText(
  attribute: string,
  rule: z.ZodType<string>,
  value: unknown,
): string | null {
  if (value === undefined) return null;
  const parsed = rule.safeParse(value);
  if (parsed.success) return parsed.data.trim() === '' ? null : parsed.data;
  const problem = parsed.error.issues[0]?.message ?? 'is invalid';
  throw new ScimError(`${attribute}: ${problem}`, { scimType: 'invalidValue' });
}
