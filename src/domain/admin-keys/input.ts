import { z } from 'zod';
import { line } from '../../core/input/rules.ts';
import { ADMIN_ACCESS, ENVIRONMENT_KEYS } from '../../security/callers/viewer.ts';
import { rateLimit } from '../../security/keys/rate-limit.ts';
import { tokenRules } from '../api-keys/input.ts';

const name = line({ max: 255 })
  .refine((text) => text.trim() !== '', {
    message: 'must not be blank: the audit log shows this name',
    params: { type: 'value_error' },
  })
  .refine((text) => !ENVIRONMENT_KEYS.some((key) => text.toUpperCase().includes(key)), {
    message:
      'must not look like the name of a key from the settings: the audit log could not distinguish them',
    params: { type: 'value_error' },
  });

export const adminKeyInput = z.object({
  name,
  access: z
    .enum(ADMIN_ACCESS)
    .nullish()
    .transform((access) => access ?? 'admin'),
  expiresIn: tokenRules.expiresIn.nullish(),
  expiresAt: tokenRules.expiresAt.nullish(),
});

export const adminKeyChanges = z.object({ name: name.optional(), rateLimit });
export type AdminKeyChanges = z.output<typeof adminKeyChanges>;
