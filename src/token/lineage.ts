import sql from 'sql-template-tag';
import type { App } from '../app.ts';
import type { Caller } from '../auth/caller.ts';
import type { Rows } from '../database/database.ts';
import { NotFoundError } from '../errors.ts';
import { isStorable } from '../input/integer.ts';
import * as lineage from '../key/lineage.ts';
import { newSecret } from '../key/secret.ts';
import { TOKEN_COLUMNS, TOKEN_SNAPSHOT, type Token } from './rows.ts';
import { getToken, type MintedToken } from './service.ts';

const KIND: lineage.KeyKind = {
  target: 'ApiToken',
  table: sql`api_tokens`,
  inherited: sql`user_id, name, scopes`,
  columns: TOKEN_COLUMNS,
  snapshot: TOKEN_SNAPSHOT,
  actions: {
    rotated: 'TOKEN_ROTATED',
    finished: 'TOKEN_ROTATION_FINISHED',
    cancelled: 'TOKEN_ROTATION_CANCELLED',
    revoked: 'TOKEN_REVOKED',
  },
};

/** 0 ends the old key at once. */
export type RotateInput = { readonly overlap: number };

/**
 * Replaces a key by a successor with the same name, scopes and time to live.
 * @throws NotFoundError, ConflictError when the key is no longer alive or another rotation won
 */
export async function rotateToken(
  app: App,
  caller: Caller,
  id: bigint,
  { overlap }: RotateInput,
  rows: Rows = app.db.rows,
): Promise<MintedToken> {
  const old = await getToken(app, id, rows);
  const secret = newSecret(app.config.token.prefix, old.scopes[0] ?? 'bot');
  const token = await lineage.rotate<Token>(
    { app, rows, caller, kind: KIND },
    { id, secret, overlap, maxLifetime: app.config.token.maxLifetime },
  );
  return { token, secret };
}

/** @throws NotFoundError, ConflictError when no rotation of it is under way */
export async function finishTokenRotation(app: App, caller: Caller, id: bigint): Promise<Token> {
  await getToken(app, id);
  return lineage.finishRotation<Token>({ app, rows: app.db.rows, caller, kind: KIND }, id);
}

/** @throws NotFoundError, ConflictError when no rotation of it is under way */
export async function cancelTokenRotation(app: App, caller: Caller, id: bigint): Promise<Token> {
  await getToken(app, id);
  return lineage.cancelRotation<Token>({ app, rows: app.db.rows, caller, kind: KIND }, id);
}

/**
 * Ends a key at once, for good. The row stays for the trail; to a client of REST it is gone.
 * @throws NotFoundError also when it was revoked before: exactly one call ends a key
 */
export async function revokeToken(app: App, caller: Caller, id: bigint): Promise<Token> {
  if (!isStorable(id)) throw new NotFoundError('Token');
  const token = await lineage.revoke<Token>({ app, rows: app.db.rows, caller, kind: KIND }, id);
  if (token === undefined) throw new NotFoundError('Token');
  return token;
}

/** What replaced each of these keys, unless that was taken back. */
export function findSuccessors(
  app: App,
  ids: readonly bigint[],
): Promise<(Token & { readonly replacesId: bigint })[]> {
  return app.db.rows(sql`
    select distinct on (t.replaces_id) ${TOKEN_COLUMNS}
    from api_tokens t join api_tokens o on o.id = t.replaces_id
    where t.replaces_id = any(${ids}::bigint[]) and o.retires_at is not null
    order by t.replaces_id, t.id desc`);
}
