import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { ForbiddenError, NotFoundError } from '../../core/errors.ts';
import { isStorable } from '../../core/input/integer.ts';
import type { Caller } from '../../security/callers/caller.ts';
import { isSignedIn } from '../../security/callers/viewer.ts';
import * as lineage from '../../security/keys/lineage.ts';
import { endForAdminSql, isOwnPower, powerOf } from '../../security/keys/power.ts';
import { rotate } from '../../security/keys/rotate.ts';
import { newSecret } from '../../security/keys/secret.ts';
import { checkStillWorks } from '../../security/sessions/still-works.ts';
import { byItself, inTransaction, type UnitOfWork } from '../../security/unit-of-work.ts';
import { TOKEN_KIND } from './kind.ts';
import { successorScopes } from './policy.ts';
import type { Token } from './rows.ts';
import { getToken, type MintedToken } from './service.ts';

const CHANGED = 'The scopes of this key were changed at the same time; try again';

/** 0 ends the old key at once. */
export type RotateInput = { readonly overlap: number };

/**
 * Replaces a key by a successor with the same name and, as far as today's policy allows, the same scopes
 * and time to live. Whoever replaces a key by the power of that key's own user, with another of its keys
 * or with an admin key that depends on it, keeps the end that an operator granted.
 * @throws NotFoundError, ConflictError when the key is no longer alive, another rotation won, or today's
 *   policy leaves nothing of it
 */
export async function rotateToken(
  unit: UnitOfWork,
  id: bigint,
  { overlap }: RotateInput,
): Promise<MintedToken> {
  const { app, caller, rows } = unit;
  const { prefix, maxLifetime, defaultLifetime, allowedScopes } = app.config.token;
  const old = await getToken(app, id, rows);
  const secret = newSecret(prefix, successorScopes(app, old.scopes)[0]);
  // Read again: they may have become fewer since.
  const scopes = sql`array(select held.scope from unnest(t.scopes) with ordinality as held(scope, place)
    where held.scope = any(${allowedScopes}::text[]) order by held.place)`;
  const token = await rotate<Token>(unit, TOKEN_KIND, {
    id,
    secret,
    overlap,
    life: {
      isOwn: isOwnPower(caller, old.userId),
      latest: endForAdminSql(powerOf(caller)),
      maxLifetime,
      defaultLifetime,
    },
    own: sql`t.user_id, t.name, ${scopes}, t.is_self_minted`,
    rules: [{ holds: sql`t.scopes && ${allowedScopes}::text[]`, otherwise: CHANGED }],
  });
  return { token, secret };
}

/** @throws NotFoundError, ConflictError when no rotation of it is under way */
export async function finishTokenRotation(app: App, caller: Caller, id: bigint): Promise<Token> {
  await getToken(app, id);
  return lineage.finishRotation<Token>(byItself(app, caller), TOKEN_KIND, id);
}

/** Ends every key of a user that works only because an overlap lasts. */
export async function endOverlapsOf(unit: UnitOfWork, userId: bigint): Promise<void> {
  await lineage.endOverlaps(unit, TOKEN_KIND, sql`t.user_id = ${userId}`);
}

/**
 * @throws NotFoundError, ConflictError when no rotation of it is under way, ForbiddenError for a signed-in
 *   user who may not bring the old key back
 */
export async function cancelTokenRotation(app: App, caller: Caller, id: bigint): Promise<Token> {
  await getToken(app, id);
  return await inTransaction(app, caller, async (unit) => {
    await checkStillWorks(unit);
    const old = await lineage.cancelRotation<Token>(unit, TOKEN_KIND, id);
    if (isSignedIn(caller.viewer)) await checkMayLiveOn(unit, old);
    return old;
  });
}

const BY_AN_OPERATOR = 'An operator began this rotation: ask an operator to cancel it';

/** An operator may have replaced the key because it leaked, or because it could do too much. */
async function checkMayLiveOn({ app, caller, rows }: UnitOfWork, old: Token): Promise<void> {
  const held = caller.viewer.holder?.scopes ?? [];
  const { allowedScopes } = app.config.token;
  const beyond = old.scopes.filter(
    (scope) => !held.includes(scope) || !allowedScopes.some((allowed) => allowed === scope),
  );
  if (beyond.length > 0)
    throw new ForbiddenError(
      `The replaced key has scopes that your sign-in or this server does not grant (${beyond.join(', ')}): ask an operator to cancel the rotation`,
    );
  // Only a successor that was made by its own user's power counts from an earlier grant.
  const [successor] = await rows<{ readonly isOwn: boolean }>(sql`
    select (s.lives_from <= s.created_at) is true as "isOwn" from api_tokens s
    where s.replaces_id = ${old.id} order by s.id desc limit 1`);
  if (successor?.isOwn !== true) throw new ForbiddenError(BY_AN_OPERATOR);
}

/**
 * Ends a key at once, for good. The row stays for the audit log; to a client of REST it is gone.
 * @throws NotFoundError also when it was revoked before: exactly one call ends a key
 */
export async function revokeToken(app: App, caller: Caller, id: bigint): Promise<Token> {
  if (!isStorable(id)) throw new NotFoundError('Token');
  const token = await lineage.revoke<Token>(byItself(app, caller), TOKEN_KIND, id);
  if (token === undefined) throw new NotFoundError('Token');
  return token;
}

/** What replaced each of these keys, unless that was taken back. */
export function loadTokenSuccessors(app: App, ids: readonly bigint[]) {
  return lineage.loadSuccessors<Token>(app, TOKEN_KIND, ids);
}
