import sql from 'sql-template-tag';
import type { App } from '../app.ts';
import { trailSql } from '../audit/trail.ts';
import type { Caller } from '../auth/caller.ts';
import type { KeyHolder } from '../auth/viewer.ts';
import { nowSql } from '../clock.ts';
import type { Rows } from '../database/database.ts';
import { hiddenIds } from '../database/hidden.ts';
import { LimitReachedError, NotFoundError } from '../errors.ts';
import { INT64_MAX } from '../input/integer.ts';
import { digestOf, hintOf, newSecret } from '../key/secret.ts';
import type { MintInput } from './input.ts';
import { allowedToken } from './policy.ts';
import { TOKEN_COLUMNS, TOKEN_SNAPSHOT, type Token } from './rows.ts';

/** The only value in the service that carries a key's text. It is never stored and never read back. */
export type MintedToken = { readonly token: Token; readonly secret: string };

type Made = (Token & { readonly room: boolean }) | { readonly id: null; readonly room: boolean };

/**
 * Makes a key for a user, as far as the operator's policy allows. Without scopes it gets `bot`.
 * @throws NotFoundError when there is no such user, InvalidInputError for what the policy forbids,
 *   LimitReachedError when the user has as many working keys as it may
 */
export async function mintToken(
  app: App,
  caller: Caller,
  userId: bigint,
  input: MintInput,
  rows: Rows = app.db.rows,
): Promise<MintedToken> {
  if (userId <= 0n || userId > INT64_MAX) throw new NotFoundError('User');
  const { scopes, name, expiresIn } = allowedToken(app, input);
  const { prefix, maxPerUser } = app.config.token;
  const secret = newSecret(prefix, scopes[0] ?? 'bot');
  const { current } = app.peppers;
  const now = nowSql(app.clock);
  // Without a limit, a share of the user's row is enough: many may mint for one user at once.
  const { room, lock } =
    maxPerUser === null
      ? { room: sql`true`, lock: sql`share` }
      : { room: sql`key_room(u.id, ${now}, ${maxPerUser})`, lock: sql`no key update` };

  const [made] = await rows<Made>(sql`
    with owner as (
      select u.id, ${room} as room from users u
      where u.id = ${userId} and u.deleted_at is null for ${lock} of u),
    minted as (
      insert into api_tokens as t (user_id, digest, pepper_id, hint, name, scopes, created_at, expires_at)
      select owner.id, ${digestOf(secret, current.text)}, ${current.id}::smallint, ${hintOf(secret)}, ${name}, ${scopes}::text[],
        ${now}, ${now} + make_interval(secs => ${expiresIn}::double precision)
      from owner where owner.room
      returning t.*),
    trail as (${trailSql(app, caller, {
      action: 'TOKEN_MINTED',
      target: 'ApiToken',
      rows: sql`minted t`,
      id: sql`t.id`,
      after: TOKEN_SNAPSHOT,
    })})
    select ${TOKEN_COLUMNS}, owner.room from owner left join minted t on true`);
  if (made === undefined) throw new NotFoundError('User');
  if (made.id === null) throw full(maxPerUser ?? 0);
  const { room: _room, ...token } = made;
  return { token, secret };
}

function full(limit: number): LimitReachedError {
  return new LimitReachedError(
    `The user has ${limit} working keys, which is as many as it may have; revoke one first`,
    limit,
  );
}

/** Many at once, in one statement. Revoked keys are found, too. */
export function findTokens(
  app: App,
  ids: readonly bigint[],
  rows: Rows = app.db.rows,
): Promise<Token[]> {
  const storable = ids.filter((id) => id > 0n && id <= INT64_MAX);
  return rows<Token>(sql`
    select ${TOKEN_COLUMNS} from api_tokens t where t.id = any(${hiddenIds(storable)})`);
}

/** @throws NotFoundError */
export async function getToken(app: App, id: bigint, rows?: Rows): Promise<Token> {
  const [token] = await findTokens(app, [id], rows);
  if (token === undefined) throw new NotFoundError('Token');
  return token;
}

/** A key with its last use, which includes all that this process has counted. */
export type ListedToken = Token & { readonly lastUsedAt: Date | null };

/** The keys of a user that are not revoked, oldest first. Expired ones are among them. */
export async function listLiveTokens(app: App, userId: bigint): Promise<ListedToken[]> {
  await app.usage.flush();
  return app.db.rows<ListedToken>(sql`
    select ${TOKEN_COLUMNS}, coalesce((select d.last_at from token_usage_days d
        where d.token_id = t.id order by d.day desc limit 1), t.last_used_at) as "lastUsedAt"
    from api_tokens t
    where t.user_id = ${userId} and t.revoked_at is null
    order by t.id`);
}

/** Whether a key that was let in would still be let in now, and open no less. */
export async function isKeyLive(
  app: App,
  { tokenId, scopes, isAdmin }: Pick<KeyHolder, 'tokenId' | 'scopes' | 'isAdmin'>,
): Promise<boolean> {
  const now = nowSql(app.clock);
  const found = await app.db.rows(sql`
    select t.id from api_tokens t join users u on u.id = t.user_id
    where t.id = ${tokenId} and t.revoked_at is null and u.is_active and u.deleted_at is null
      and (t.expires_at > ${now}) is not false and (t.retires_at > ${now}) is not false
      and t.scopes @> ${scopes}::text[] and (u.role = 'admin' or not ${isAdmin}::boolean)`);
  return found.length > 0;
}

export type TokenStatus = 'ACTIVE' | 'RETIRING' | 'EXPIRED' | 'REVOKED';

export function statusOf(
  token: Pick<Token, 'revokedAt' | 'expiresAt' | 'retiresAt'>,
  now: Date,
): TokenStatus {
  if (token.revokedAt !== null) return 'REVOKED';
  if (token.expiresAt !== null && token.expiresAt <= now) return 'EXPIRED';
  if (token.retiresAt === null) return 'ACTIVE';
  return token.retiresAt <= now ? 'EXPIRED' : 'RETIRING';
}
