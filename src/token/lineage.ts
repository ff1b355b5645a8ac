import sql from 'sql-template-tag';
import type { App } from '../app.ts';
import type { Caller } from '../auth/caller.ts';
import { NotFoundError } from '../errors.ts';
import { isStorable } from '../input/integer.ts';
import * as lineage from '../key/lineage.ts';
import { rotate } from '../key/rotate.ts';
import { newSecret } from '../key/secret.ts';
import { byItself, type Step } from '../step.ts';
import { TOKEN_KIND } from './kind.ts';
import type { Token } from './rows.ts';
import { getToken, type MintedToken } from './service.ts';

/** 0 ends the old key at once. */
export type RotateInput = { readonly overlap: number };

/**
 * Replaces a key by a successor with the same name, scopes and, counted anew, the time to live that was granted last.
 * @throws NotFoundError, ConflictError when the key is no longer alive or another rotation won
 */
export async function rotateToken(
  step: Step,
  id: bigint,
  { overlap }: RotateInput,
): Promise<MintedToken> {
  const { prefix, maxLifetime } = step.app.config.token;
  const old = await getToken(step.app, id, step.rows);
  const secret = newSecret(prefix, old.scopes[0] ?? 'bot');
  const token = await rotate<Token>(step, TOKEN_KIND, { id, secret, overlap, maxLifetime });
  return { token, secret };
}

/** @throws NotFoundError, ConflictError when no rotation of it is under way */
export async function finishTokenRotation(app: App, caller: Caller, id: bigint): Promise<Token> {
  await getToken(app, id);
  return lineage.finishRotation<Token>(byItself(app, caller), TOKEN_KIND, id);
}

/** Ends every key of a user that works only because an overlap lasts. */
export async function endOverlapsOf(step: Step, userId: bigint): Promise<void> {
  await lineage.endOverlaps(step, TOKEN_KIND, sql`t.user_id = ${userId}`);
}

/** @throws NotFoundError, ConflictError when no rotation of it is under way */
export async function cancelTokenRotation(app: App, caller: Caller, id: bigint): Promise<Token> {
  await getToken(app, id);
  return await app.db.transaction((rows) =>
    lineage.cancelRotation<Token>({ app, caller, rows }, TOKEN_KIND, id),
  );
}

/**
 * Ends a key at once, for good. The row stays for the trail; to a client of REST it is gone.
 * @throws NotFoundError also when it was revoked before: exactly one call ends a key
 */
export async function revokeToken(app: App, caller: Caller, id: bigint): Promise<Token> {
  if (!isStorable(id)) throw new NotFoundError('Token');
  const token = await lineage.revoke<Token>(byItself(app, caller), TOKEN_KIND, id);
  if (token === undefined) throw new NotFoundError('Token');
  return token;
}

/** What replaced each of these keys, unless that was taken back. */
export function findSuccessors(app: App, ids: readonly bigint[]) {
  return lineage.findSuccessors<Token>(app, TOKEN_KIND, ids);
}
