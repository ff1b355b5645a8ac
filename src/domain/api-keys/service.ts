import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { nowSql } from '../../core/clock.ts';
import { NotFoundError } from '../../core/errors.ts';
import { isStorable } from '../../core/input/integer.ts';
import { idRead } from '../../data/coalescing/shared-read.ts';
import type { Rows } from '../../data/database.ts';
import { opaqueIds } from '../../data/sql/opaque.ts';
import type { KeyHolder } from '../../security/callers/viewer.ts';
import {
  COUNTS_AS_ADMIN,
  notRevokedSql,
  OWNER_ACTIVE,
  workingSql,
} from '../../security/keys/working.ts';
import { lastUse } from '../usage/last-use.ts';
import { later } from '../usage/unwritten.ts';
import { TOKEN_COLUMNS, type Token } from './rows.ts';

/** The only value in the service that carries a key's text. It is never stored and never read back. */
export type MintedToken = { readonly token: Token; readonly secret: string };

/** Many at once, in one statement. Revoked keys are found, too. */
export function loadTokens(
  app: App,
  ids: readonly bigint[],
  rows: Rows = app.db.rows,
): Promise<Token[]> {
  return rows<Token>(sql`
    select ${TOKEN_COLUMNS} from api_tokens t where t.id = any(${opaqueIds(ids.filter(isStorable))})`);
}

/** @throws NotFoundError */
export async function getToken(app: App, id: bigint, rows?: Rows): Promise<Token> {
  const [token] = await loadTokens(app, [id], rows);
  if (token === undefined) throw new NotFoundError('Token');
  return token;
}

/** A key with its last use, of all that this process has counted. */
export type ListedToken = Token & { readonly lastUsedAt: Date | null };

/** The keys of a user that are not revoked, oldest first. Expired ones are among them. */
export async function listLiveTokens(app: App, userId: bigint): Promise<readonly ListedToken[]> {
  const [tokens = []] = await app.sharedReads.each(app, LIVE_TOKENS, [userId]);
  return tokens;
}

/** Of each of these users, in one statement; the use of each key is looked up by itself, not joined as a whole. */
async function findLiveTokens(app: App, userIds: readonly bigint[]): Promise<ListedToken[][]> {
  const unwritten = app.usage.beside();
  const stored = await app.db.rows<ListedToken>(sql`
    select ${TOKEN_COLUMNS}, ${lastUse(sql`a.last_at`, sql`t.last_used_at`)} as "lastUsedAt"
    from api_tokens t
    left join lateral (select last_at from token_usage where token_id = t.id offset 0) a on true
    where t.user_id = any(${opaqueIds(userIds)}) and ${notRevokedSql(sql`t`)}
    order by t.id`);
  const tokens = stored.map((token) => ({
    ...token,
    lastUsedAt: later(token.lastUsedAt, unwritten.lastUse(token.id)),
  }));
  const byUser = Map.groupBy(tokens, (token) => token.userId);
  return userIds.map((id) => byUser.get(id) ?? []);
}

const LIVE_TOKENS = idRead(findLiveTokens);

/** Whether a key that was let in would still be let in now, and open no less. */
export async function isKeyLive(
  app: App,
  {
    tokenId,
    scopes,
    isAdmin,
  }: Pick<KeyHolder, 'scopes' | 'isAdmin'> & { readonly tokenId: bigint },
): Promise<boolean> {
  const now = nowSql(app.clock);
  // One key may hold a hundred streams, which all ask at the same event.
  const found = await app.sharedReads.same(sql`
    select t.id from api_tokens t join users u on u.id = t.user_id
    where t.id = ${tokenId} and ${workingSql(sql`t`, now)} and ${OWNER_ACTIVE}
      and t.scopes @> ${scopes}::text[] and (${COUNTS_AS_ADMIN} or not ${isAdmin}::boolean)`);
  return found.length > 0;
}
