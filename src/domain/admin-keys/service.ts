import sql, { type Sql } from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { nowSql } from '../../core/clock.ts';
import { ForbiddenError, InvalidInputError, NotFoundError } from '../../core/errors.ts';
import { isStorable } from '../../core/input/integer.ts';
import type { Action } from '../../security/audit/actions.ts';
import { actorOf } from '../../security/audit/actor.ts';
import type { Caller } from '../../security/callers/caller.ts';
import type { AdminAccess } from '../../security/callers/viewer.ts';
import { inLineageSql, revokeAll } from '../../security/keys/families.ts';
import { keyAuditEventSql } from '../../security/keys/kind.ts';
import { endOfLifeSql, type Lifetime, lifetimeIssues } from '../../security/keys/lifetime.ts';
import * as lineage from '../../security/keys/lineage.ts';
import { newKeySql, storedKeySql } from '../../security/keys/new-key.ts';
import {
  callerEndSql,
  madeWithSql,
  POWER_ENDED,
  type Power,
  powerHeldSql,
  powerOf,
  workingAdminKeySql,
} from '../../security/keys/power.ts';
import { rotate } from '../../security/keys/rotate.ts';
import { newSecret } from '../../security/keys/secret.ts';
import { checkStillWorks } from '../../security/sessions/still-works.ts';
import { byItself, inTransaction, type UnitOfWork } from '../../security/unit-of-work.ts';
import { ADMIN_KEY_KIND } from './kind.ts';
import { getAdminKey } from './read.ts';
import { ADMIN_KEY_COLUMNS, type AdminKey } from './rows.ts';

/** The only value that carries the text of an admin key. */
export type CreatedAdminKey = { readonly adminKey: AdminKey; readonly secret: string };

export type AdminKeyInput = Lifetime & {
  readonly name: string;
  readonly access: AdminAccess;
};

/**
 * Makes an admin key. One that is made by the role of a user works only while the user has it, and none ends
 * later than the key that it is made with.
 * @param action how the audit log calls it: a key made on the host is told from one made by an admin
 * @throws InvalidInputError for a lifetime that is none, ForbiddenError when the caller's role ended at the same moment
 */
export async function createAdminKey(
  unit: UnitOfWork,
  { name, access, ...lifetime }: AdminKeyInput,
  action: Action = 'ADMIN_KEY_CREATED',
): Promise<CreatedAdminKey> {
  const { app, rows } = unit;
  await checkStillWorks(unit);
  const issues = await lifetimeIssues(unit, lifetime, null);
  if (issues.length > 0) throw new InvalidInputError(issues);
  const secret = newSecret(app.config.token.prefix, access);
  const power = powerOf(unit.caller);
  const [adminKey] = await rows<AdminKey>(sql`
    with made as (${newKeySql(app, ADMIN_KEY_KIND, {
      kept: storedKeySql(app, secret),
      from: sql`(select) one where ${powerHeldSql(power)}`,
      own: sql`${name}, ${access}, ${ofPower(power)}`,
      expiresAt: sql`least(${endOfLifeSql(nowSql(app.clock), lifetime)}, ${callerEndSql(power)})`,
    })}),
    recorded as (${keyAuditEventSql(unit, ADMIN_KEY_KIND, { action, rows: sql`made t` })})
    select ${ADMIN_KEY_COLUMNS} from made t`);
  if (adminKey === undefined) throw new ForbiddenError(POWER_ENDED);
  return { adminKey, secret };
}

function ofPower({ dependsOn, tokenId, adminKeyId }: Power): Sql {
  return sql`${dependsOn}::bigint[], ${tokenId}::bigint, ${adminKeyId}::bigint`;
}

/**
 * Replaces an admin key. A key that replaces itself, or another of its lineage, keeps the end that it has,
 * and so does one that is replaced by the role of a user; none ends later than the key of the caller.
 * The successor depends on the users of the old key, and on those by whose role the caller acts.
 * @throws NotFoundError, ConflictError
 */
export async function rotateAdminKey(
  unit: UnitOfWork,
  id: bigint,
  overlap: number,
): Promise<CreatedAdminKey> {
  const { app, caller } = unit;
  const { kind, id: own } = actorOf(caller);
  // Of a key that replaces itself, its own row decides.
  if (kind !== 'ADMIN_KEY' || own !== id) await checkStillWorks(unit);
  const { access, rootId } = await getAdminKey(unit, id);
  const secret = newSecret(app.config.token.prefix, access);
  const power = powerOf(caller);
  const isOfLineage = power.adminKeyId !== null && caller.viewer.operator?.rootId === rootId;
  const isOwn = isOfLineage || power.dependsOn.length > 0;
  const adminKey = await rotate<AdminKey>(unit, ADMIN_KEY_KIND, {
    id,
    secret,
    overlap,
    life: { isOwn, latest: callerEndSql(power), defaultLifetime: null, maxLifetime: null },
    own: sql`t.name, t.access, ${ofPower(power)}`,
    rules: [{ holds: powerHeldSql(power), otherwise: POWER_ENDED }],
  });
  return { adminKey, secret };
}

/** @throws NotFoundError, ConflictError */
export async function finishAdminKeyRotation(
  app: App,
  caller: Caller,
  id: bigint,
): Promise<AdminKey> {
  await getAdminKey(app.db, id);
  return lineage.finishRotation<AdminKey>(byItself(app, caller), ADMIN_KEY_KIND, id);
}

/** @throws NotFoundError, ConflictError */
export async function cancelAdminKeyRotation(
  app: App,
  caller: Caller,
  id: bigint,
): Promise<AdminKey> {
  await getAdminKey(app.db, id);
  return await inTransaction(app, caller, async (unit) => {
    await checkStillWorks(unit);
    return await lineage.cancelRotation<AdminKey>(unit, ADMIN_KEY_KIND, id);
  });
}

/** @throws NotFoundError also when it was revoked before */
export async function revokeAdminKey(app: App, caller: Caller, id: bigint): Promise<AdminKey> {
  if (!isStorable(id)) throw new NotFoundError('Admin key');
  const key = await lineage.revoke<AdminKey>(byItself(app, caller), ADMIN_KEY_KIND, id);
  if (key === undefined) throw new NotFoundError('Admin key');
  return key;
}

/**
 * Ends all keys of a lineage, for good, and the admin keys that were made with them.
 * @returns those that it ended: none when there were none left
 * @throws NotFoundError
 */
export async function revokeAdminKeyLineage(
  app: App,
  caller: Caller,
  id: bigint,
): Promise<readonly AdminKey[]> {
  const { rootId } = await getAdminKey(app.db, id);
  return await inTransaction(app, caller, async (unit) => {
    // Of several at once, one after the other.
    await unit.rows(sql`select from admin_keys t where t.id = ${rootId} for no key update`);
    const own = inLineageSql(ADMIN_KEY_KIND, id);
    const made = madeWithSql(
      sql`k.created_by_key_id in (select t.id from admin_keys t where ${own})`,
    );
    return await revokeAll<AdminKey>(unit, ADMIN_KEY_KIND, sql`(${own} or ${made})`);
  });
}

/**
 * Ends for good the admin keys that depend on the role of a user.
 * @param unit within a transaction that has changed the user: nobody makes another meanwhile
 */
export async function endDependentKeys(
  unit: UnitOfWork,
  userId: bigint,
): Promise<readonly AdminKey[]> {
  const depends = sql`t.depends_on_user_ids @> array[${userId}]::bigint[]`;
  return await revokeAll<AdminKey>(unit, ADMIN_KEY_KIND, depends);
}

/** Ends for good the admin keys that were made with keys of users. @param which a condition on these, aliased `t` */
export async function endKeysMadeWith(unit: UnitOfWork, which: Sql): Promise<void> {
  const made = sql`k.created_by_token_id in (select t.id from api_tokens t where ${which})`;
  await revokeAll<AdminKey>(unit, ADMIN_KEY_KIND, madeWithSql(made));
}

/** Whether a key that was let in would still be let in now. */
export async function isAdminKeyLive(app: App, id: bigint): Promise<boolean> {
  const now = nowSql(app.clock);
  // One key may hold a thousand streams, which all ask at the same event.
  const found = await app.sharedReads.same(sql`
    select t.id from admin_keys t where t.id = ${id} and ${workingAdminKeySql(now)}`);
  return found.length > 0;
}

/** What replaced each of these keys, unless that was taken back. */
export function loadAdminKeySuccessors(app: App, ids: readonly bigint[]) {
  return lineage.loadSuccessors<AdminKey>(app, ADMIN_KEY_KIND, ids);
}
