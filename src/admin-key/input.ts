import { z } from 'zod';
import { line } from '../input/rules.ts';
import { tokenRules } from '../token/input.ts';
import { ADMIN_ACCESS } from './rows.ts';

export const adminKeyInput = z.object({
  name: line({ max: 255 }).refine((name) => name.trim() !== '', {
    message: 'must say whose key it is: the trail names it so',
    params: { type: 'value_error' },
  }),
  access: z
    .enum(ADMIN_ACCESS)
    .nullish()
    .transform((access) => access ?? 'admin'),
  expiresIn: tokenRules.expiresIn.nullish().transform((seconds) => seconds ?? null),
});
