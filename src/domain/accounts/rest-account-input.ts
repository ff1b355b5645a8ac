import { z } from 'zod';
import { rowIdOf } from '../../kit/rest/parameters.ts';
import { userRules } from './input.ts';

/** Ids are opaque here: a text that is none is as unknown as one that nobody has. */
export const accountPath = z.object({
  user_id: z
    .string()
    .transform((text) => rowIdOf(text) ?? 0n)
    .meta({
      description: 'The id of the user.',
      param: { example: '1' },
      override: { type: 'string' },
    }),
});

export const newAccount = z.strictObject({
  email: userRules.email.describe('The email address; no other user may have it.'),
  name: userRules.name.nullish().describe('Display name, at most 100 characters.'),
  role: userRules.role.optional().describe('Default: `user`.'),
});

export const accountChanges = z.strictObject({
  name: userRules.name.nullish().describe('Display name; null for none.'),
  is_active: z.boolean().optional().describe('Whether its keys work.'),
  role: userRules.role.optional().describe('The role, in addition to what its keys allow.'),
  email: userRules.email.optional().describe('A new email address; no other user may have it.'),
});
