import sql from 'sql-template-tag';
import type { App } from '../app.ts';
import { nowSql } from '../clock.ts';
import type { Rows } from '../database/database.ts';
import { isUniqueViolation } from '../database/errors.ts';
import { ConflictError, NotFoundError } from '../errors.ts';
import { INT64_MAX } from '../input/integer.ts';
import type { MintInput } from './input.ts';
import { TOKEN_COLUMNS, type Token } from './rows.ts';
import { digestOf, hintOf, newSecret } from './secret.ts';

/** The only value in the service that carries a key's text. It is never stored and never read back. */
export type MintedToken = { readonly token: Token; readonly secret: string };

/**
 * Makes a key for a user. Without scopes it gets `bot`.
 * @throws NotFoundError when there is no such user
 */
export async function mintToken(app: App, userId: bigint, input: MintInput): Promise<MintedToken> {
  if (userId <= 0n || userId > INT64_MAX) throw new NotFoundError('User');
  const scopes = input.scopes ?? ['bot'];
  const secret = newSecret(app.config.token.prefix, scopes[0] ?? 'bot');
  const now = nowSql(app.clock);

  const [token] = await app.db.rows<Token>(sql`
    insert into api_tokens as t (user_id, digest, hint, name, scopes, created_at, expires_at)
    select u.id, ${digestOf(secret, app.pepper)}, ${hintOf(secret)}, ${input.name ?? null}, ${scopes}::text[],
      ${now}, ${now} + make_interval(secs => ${input.expiresIn ?? null}::double precision)
    from users u where u.id = ${userId} and u.deleted_at is null for share of u
    returning ${TOKEN_COLUMNS}`);
  if (token === undefined) throw new NotFoundError('User');
  return { token, secret };
}

/** Many at once, in one statement. Revoked keys are found, too. */
export function findTokens(app: App, ids: readonly bigint[]): Promise<Token[]> {
  const storable = ids.filter((id) => id > 0n && id <= INT64_MAX);
  return app.db.rows<Token>(sql`
    select ${TOKEN_COLUMNS} from api_tokens t where t.id = any(${storable}::bigint[])`);
}

/** @throws NotFoundError */
async function getToken(app: App, id: bigint): Promise<Token> {
  const [token] = await findTokens(app, [id]);
  if (token === undefined) throw new NotFoundError('Token');
  return token;
}

/** The keys of a user that are not revoked, oldest first. Expired ones are among them. */
export function listLiveTokens(app: App, userId: bigint): Promise<Token[]> {
  return app.db.rows<Token>(sql`
    select ${TOKEN_COLUMNS} from api_tokens t
    where t.user_id = ${userId} and t.revoked_at is null
    order by t.id`);
}

/**
 * Ends a key at once, for good. The row stays for the trail; to a client it is gone.
 * @throws NotFoundError also when it was revoked before: exactly one call ends a key
 */
export async function revokeToken(app: App, id: bigint): Promise<Token> {
  if (id <= 0n || id > INT64_MAX) throw new NotFoundError('Token');
  const [token] = await app.db.rows<Token>(sql`
    update api_tokens t set revoked_at = ${nowSql(app.clock)}
    where t.id = ${id} and t.revoked_at is null
    returning ${TOKEN_COLUMNS}`);
  if (token === undefined) throw new NotFoundError('Token');
  return token;
}

/** Whether a key that was let in would still be let in now. */
export async function isKeyLive(app: App, id: bigint): Promise<boolean> {
  const now = nowSql(app.clock);
  const [row] = await app.db.rows<{ isLive: boolean }>(sql`
    select u.is_active and (t.expires_at > ${now}) is not false and (t.retires_at > ${now}) is not false as "isLive"
    from api_tokens t join users u on u.id = t.user_id
    where t.id = ${id} and t.revoked_at is null and u.deleted_at is null`);
  return row?.isLive ?? false;
}

export async function revokeAllTokens(app: App, rows: Rows, userId: bigint): Promise<void> {
  await rows(sql`
    update api_tokens set revoked_at = ${nowSql(app.clock)}
    where user_id = ${userId} and revoked_at is null`);
}

/**
 * Replaces a key by a successor with the same name, scopes and time to live, and ends the old one
 * at once.
 * @throws NotFoundError, ConflictError when the key is no longer alive or another rotation won
 */
export async function rotateToken(app: App, id: bigint): Promise<MintedToken> {
  const old = await getToken(app, id);
  const secret = newSecret(app.config.token.prefix, old.scopes[0] ?? 'bot');
  try {
    const token = await app.db.transaction((rows) => replaceToken(app, rows, old.id, secret));
    return { token, secret };
  } catch (error) {
    if (isUniqueViolation(error)) throw new ConflictError(ROTATED);
    throw error;
  }
}

const ROTATED =
  'This key is revoked, expired or already rotated; rotate its successor, or mint a new key';

async function replaceToken(app: App, rows: Rows, id: bigint, secret: string): Promise<Token> {
  const now = nowSql(app.clock);
  const [ended] = await rows<{ id: bigint }>(sql`
    update api_tokens set revoked_at = ${now}
    where id = ${id} and revoked_at is null and (expires_at is null or expires_at > ${now})
    returning id`);
  if (ended === undefined) throw new ConflictError(ROTATED);

  const [token] = await rows<Token>(sql`
    insert into api_tokens as t (user_id, digest, hint, name, scopes, created_at, expires_at, generation, replaces_id)
    select o.user_id, ${digestOf(secret, app.pepper)}, ${hintOf(secret)}, o.name, o.scopes,
      ${now}, ${now} + (o.expires_at - o.created_at), o.generation + 1, o.id
    from api_tokens o where o.id = ${id}
    returning ${TOKEN_COLUMNS}`);
  if (token === undefined) throw new NotFoundError('Token');
  return token;
}

export type TokenStatus = 'ACTIVE' | 'RETIRING' | 'EXPIRED' | 'REVOKED';

export function statusOf(token: Token, now: Date): TokenStatus {
  if (token.revokedAt !== null) return 'REVOKED';
  if (token.expiresAt !== null && token.expiresAt <= now) return 'EXPIRED';
  if (token.retiresAt === null) return 'ACTIVE';
  return token.retiresAt <= now ? 'EXPIRED' : 'RETIRING';
}
