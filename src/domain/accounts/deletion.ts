import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import type { Caller } from '../../security/callers/caller.ts';
import { inTransaction } from '../../security/unit-of-work.ts';
import { recordUserEvent } from './changed-event.ts';
import type { ChangedUser } from './changes.ts';
import { lockUser } from './locked-user.ts';
import { endPower, NOTHING_LOST } from './lost-power.ts';

/**
 * Ends a user and all its keys at once, and drops its webhook's secret; of an
 * administrator, also the admin keys that were made by its role. The row stays, hidden, so
 * that the audit log of what it did stays readable; its address may be used again.
 * @throws NotFoundError
 */
export async function deleteUser(app: App, caller: Caller, id: bigint): Promise<ChangedUser> {
  return await inTransaction(app, caller, async (unit) => {
    const { prisma } = unit;
    const { isAdmin, snapshot, now } = await lockUser(unit, id);
    await prisma.user.updateMany({ where: { id }, data: { deletedAt: now } });
    // After the lock: it sees keys and secrets that came while that waited.
    const ended = await prisma.apiToken.updateManyAndReturn({
      where: { userId: id, revokedAt: null },
      data: { revokedAt: now },
      select: { id: true },
    });
    await prisma.webhookSecret.deleteMany({ where: { userId: id } });
    const user = await recordUserEvent(unit, id, {
      action: 'USER_DELETED',
      before: snapshot,
      after: sql`jsonb_build_object('endedKeys', (select coalesce(jsonb_agg(key order by key), '[]')
        from unnest(${ended.map((key) => key.id)}::bigint[]) key))`,
    });
    return { user, ...(isAdmin ? await endPower(unit, id) : NOTHING_LOST) };
  });
}
