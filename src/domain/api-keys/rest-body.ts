import { z } from 'zod';
import { field } from '../../kit/rest/fields.ts';
import { maskOf } from '../../security/keys/secret.ts';
import type { Token } from './rows.ts';
import type { ListedToken } from './service.ts';

export const tokenSchema = z
  .object({
    user_id: field('User.databaseId', z.int().describe('The id of the user who owns the key.')),
    id: field('ApiToken.databaseId', z.int().describe('The id of the key.')),
    token: field(
      'ApiToken.hint',
      z
        .string()
        .describe('The secret, only in the response that created it; masked everywhere else.'),
    ),
    scopes: field('ApiToken.scopes', z.array(z.string()).describe('The scopes of the key.')),
    name: field('ApiToken.name', z.string().nullable().describe('The name of the key.')),
    created_at: field(
      'ApiToken.createdAt',
      z.iso.datetime().describe('When it was created, in UTC.'),
    ),
    last_used_at: field(
      'ApiToken.lastUsedAt',
      z.iso.datetime().nullable().describe('When it was last used; null before the first use.'),
    ),
    expires_at: field(
      'ApiToken.expiresAt',
      z.iso.datetime().nullable().describe('When it expires; null if never.'),
    ),
  })
  .meta({ id: 'Token', description: 'An API key.' });

type TokenBody = {
  readonly user_id: number;
  readonly id: number;
  readonly token: string;
  readonly scopes: readonly string[];
  readonly name: string | null;
  readonly created_at: Date;
  readonly last_used_at: Date | null;
  readonly expires_at: Date | null;
};

/** A new key as the older admin API shows it. @param secret its text, in the one answer that may hold it */
export function newTokenBody(token: Token, secret: string | null): TokenBody {
  return bodyOf(token, secret ?? maskOf(token.hint), null);
}

/** A key as the older admin API lists it: masked, with its last use. */
export function tokenBody(token: ListedToken): TokenBody {
  return bodyOf(token, maskOf(token.hint), token.lastUsedAt);
}

function bodyOf(token: Token, text: string, lastUsedAt: Date | null): TokenBody {
  return {
    user_id: Number(token.userId),
    id: Number(token.id),
    token: text,
    scopes: token.scopes,
    name: token.name,
    created_at: token.createdAt,
    last_used_at: lastUsedAt,
    expires_at: token.expiresAt,
  };
}
