import { z } from 'zod';
import { ENVIRONMENT_KEYS } from '../auth/viewer.ts';
import { line } from '../input/rules.ts';
import { rateLimit } from '../key/rate-limit.ts';
import { tokenRules } from '../token/input.ts';
import { ADMIN_ACCESS } from './rows.ts';

const name = line({ max: 255 })
  .refine((text) => text.trim() !== '', {
    message: 'must say whose key it is: the trail names it so',
    params: { type: 'value_error' },
  })
  .refine((text) => !ENVIRONMENT_KEYS.some((key) => text.toUpperCase().includes(key)), {
    message: 'must not read like the keys of the environment: the trail would not tell them apart',
    params: { type: 'value_error' },
  });

export const adminKeyInput = z.object({
  name,
  access: z
    .enum(ADMIN_ACCESS)
    .nullish()
    .transform((access) => access ?? 'admin'),
  expiresIn: tokenRules.expiresIn.nullish().transform((seconds) => seconds ?? null),
});

export const adminKeyChanges = z.object({ name: name.optional(), rateLimit });
export type AdminKeyChanges = z.output<typeof adminKeyChanges>;
