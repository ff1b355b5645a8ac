import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { ConflictError } from '../../core/errors.ts';
import type { Caller } from '../../security/callers/caller.ts';
import { endSessionsOfUser } from '../../security/sessions/end-of-user.ts';
import { WITH_USER } from '../../security/sessions/sessions.ts';
import { inTransaction, type UnitOfWork } from '../../security/unit-of-work.ts';
import { HELD, userHeldSql } from '../legal-holds/held.ts';
import { recordUserEvent } from './changed-event.ts';
import type { ChangedUser } from './changes.ts';
import { lockUser } from './locked-user.ts';
import { endPower, NOTHING_LOST } from './lost-power.ts';

/**
 * Ends a user with all its keys and sessions of browsers at once, and drops its webhook's secret, what it set
 * for the platform's services and what its identity provider says of it; of an administrator, also the admin
 * keys that were made by its role. The row stays, hidden, so that the audit log of what it did stays readable;
 * its address may be used again.
 * @throws NotFoundError, ConflictError under a legal hold
 */
export async function deleteUser(app: App, caller: Caller, id: bigint): Promise<ChangedUser> {
  return await inTransaction(app, caller, (unit) => deleteWithin(unit, id));
}

/** The same as a part of a transaction. */
export async function deleteWithin(unit: UnitOfWork, id: bigint): Promise<ChangedUser> {
  const { prisma, rows } = unit;
  const { isAdmin, snapshot, now } = await lockUser(unit, id);
  const deleted = await rows(sql`
    update users u set deleted_at = ${now} where u.id = ${id} and not ${userHeldSql(sql`u.id`)} returning u.id`);
  if (deleted.length === 0) throw new ConflictError(`This user ${HELD}`);
  const ended = await endKeys(unit, id, now);
  await endSessionsOfUser(unit, id, WITH_USER);
  await prisma.webhookSecret.deleteMany({ where: { userId: id } });
  await prisma.userConfig.deleteMany({ where: { userId: id } });
  await prisma.provisionedMember.deleteMany({ where: { userId: id } });
  await prisma.provisionedUser.deleteMany({ where: { userId: id } });
  const user = await recordUserEvent(unit, id, {
    action: 'USER_DELETED',
    before: snapshot,
    after: sql`jsonb_build_object('endedKeys', (select coalesce(jsonb_agg(key order by key), '[]')
      from unnest(${ended}::bigint[]) key))`,
  });
  return { user, ...(isAdmin ? await endPower(unit, id) : NOTHING_LOST) };
}

/**
 * Revokes all keys of a locked user: also what was minted while the lock waited, and the successor that a
 * rotation makes while a statement waits for its key. That one only the next statement sees.
 * @returns their ids
 */
async function endKeys({ prisma }: UnitOfWork, userId: bigint, now: Date): Promise<bigint[]> {
  const ended: bigint[] = [];
  for (;;) {
    const some = await prisma.apiToken.updateManyAndReturn({
      where: { userId, revokedAt: null },
      data: { revokedAt: now },
      select: { id: true },
    });
    if (some.length === 0) return ended;
    ended.push(...some.map(({ id }) => id));
  }
}
