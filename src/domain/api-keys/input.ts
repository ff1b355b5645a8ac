import { z } from 'zod';
import { withoutKeys } from '../../core/input/key-forms.ts';
import { line, refuse, wholeNumber } from '../../core/input/rules.ts';
import { isScope, SCOPES } from '../../core/scopes.ts';
import { MAX_EXPIRES_IN } from '../../security/keys/lifetime.ts';
import { rateLimit } from '../../security/keys/rate-limit.ts';

const MAX_SCOPES = 32;

/** Names of scopes, in the caller's order; the first one shows in the key's text. */
const scopes = z
  .array(z.string())
  .superRefine((names, context) => {
    if (names.length === 0)
      refuse(context, names, 'scopes must not be empty', { type: 'empty_scopes' });
    if (names.length > MAX_SCOPES) {
      refuse(context, names.length, `must name at most ${MAX_SCOPES} scopes`, { type: 'too_long' });
      return;
    }
    const unknown = names.filter((name) => !isScope(name));
    if (unknown.length > 0)
      refuse(context, names, scopeMessage(unknown), { type: 'invalid_scope' });
  })
  .meta({ override: { type: 'array', items: { type: 'string', enum: [...SCOPES] } } });

/** In the words that clients of the older admin API know. */
function scopeMessage(unknown: readonly string[]): string {
  const list = (names: readonly string[]) => `[${names.map((name) => `'${name}'`).join(', ')}]`;
  return `Invalid scope(s): ${list(unknown.map(withoutKeys))}. Valid: ${list([...SCOPES].sort())}`;
}

const MAX_OVERLAP = 30 * 86_400;

export const tokenRules = {
  scopes,
  name: line({ max: 255 }),
  expiresIn: wholeNumber({ min: 1, max: MAX_EXPIRES_IN }),
  expiresAt: z.date(),
  overlap: wholeNumber({ min: 0, max: MAX_OVERLAP }),
} as const;

export const rotateInput = z.object({
  overlap: tokenRules.overlap.nullish().transform((overlap) => overlap ?? 0),
});

export const tokenChanges = z.object({
  name: tokenRules.name.nullish(),
  scopes: tokenRules.scopes.optional(),
  expiresIn: tokenRules.expiresIn.nullish(),
  expiresAt: tokenRules.expiresAt.nullish(),
  rateLimit,
});
export type TokenChanges = z.output<typeof tokenChanges>;

export const mintInput = z.object({
  scopes: tokenRules.scopes.nullish(),
  name: tokenRules.name.nullish(),
  expiresIn: tokenRules.expiresIn.nullish(),
  expiresAt: tokenRules.expiresAt.nullish(),
});
export type MintInput = z.output<typeof mintInput>;
