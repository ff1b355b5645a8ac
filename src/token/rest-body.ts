import { z } from 'zod';
import type { Token } from './rows.ts';
import { maskOf } from './secret.ts';

export const tokenSchema = z
  .object({
    user_id: z.int().describe('The number of the user whose key it is.'),
    id: z.int().describe('The number of the key.'),
    token: z
      .string()
      .describe('The text of the key in the answer that made it; masked everywhere else.'),
    scopes: z.array(z.string()).describe('What it may be used for.'),
    name: z.string().nullable().describe('What it was called.'),
    created_at: z.iso.datetime().describe('When it was made, in UTC.'),
    last_used_at: z.iso.datetime().nullable().describe('When it was last used; null before.'),
    expires_at: z.iso.datetime().nullable().describe('When it stops working; null is never.'),
  })
  .meta({ id: 'Token', description: 'An API key.' });

/** A key as the older admin API shows it. @param secret its text, in the one answer that may hold it */
export function tokenBody(token: Token, secret = maskOf(token.hint)) {
  return {
    user_id: Number(token.userId),
    id: Number(token.id),
    token: secret,
    scopes: token.scopes,
    name: token.name,
    created_at: token.createdAt,
    last_used_at: token.lastUsedAt,
    expires_at: token.expiresAt,
  };
}
