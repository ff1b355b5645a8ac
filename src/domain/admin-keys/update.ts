import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { ConflictError } from '../../core/errors.ts';
import { givenFields } from '../../core/input/given-fields.ts';
import { auditEventSql } from '../../security/audit/log.ts';
import type { Caller } from '../../security/callers/caller.ts';
import { readSnapshot } from '../../security/keys/kind.ts';
import { checkMaySetRateLimit, lockRootSql } from '../../security/keys/rate-limit.ts';
import { inTransaction } from '../../security/unit-of-work.ts';
import type { AdminKeyChanges } from './input.ts';
import { ADMIN_KEY_KIND } from './kind.ts';
import { getAdminKey } from './read.ts';
import type { AdminKey } from './rows.ts';

export type AdminKeyUpdate = { readonly id: bigint; readonly changes: AdminKeyChanges };

const REVOKED = 'A revoked admin key cannot be changed; create a new one';

/**
 * Changes what is given of an admin key: its name, and the request limit of its lineage.
 * @throws NotFoundError, ConflictError for a revoked key, ForbiddenError
 */
export async function updateAdminKey(
  app: App,
  caller: Caller,
  { id, changes }: AdminKeyUpdate,
): Promise<AdminKey> {
  const known = await getAdminKey(app.db, id);
  const { rootId } = known;
  const change = givenFields(changes);
  checkMaySetRateLimit(caller, changes, rootId);
  if (Object.keys(change).length === 0) return known;

  const { table, snapshot, target } = ADMIN_KEY_KIND;
  return await inTransaction(app, caller, async (unit) => {
    const { rows, prisma } = unit;
    await rows(lockRootSql({ table, id }));
    const before = await readSnapshot(unit, ADMIN_KEY_KIND, id);
    const where = { id, revokedAt: null };
    const { count } = await prisma.adminKey.updateMany({ where, data: change });
    if (count === 0) throw new ConflictError(REVOKED);
    // That of a lineage stands at its first key, whether or not that is revoked.
    const { rateLimit } = changes;
    if (rateLimit !== undefined)
      await prisma.adminKey.updateMany({ where: { id: rootId }, data: { rateLimit } });
    await rows(
      auditEventSql(app, caller, {
        action: 'ADMIN_KEY_UPDATED',
        target,
        rows: sql`${table} t where t.id = ${id}`,
        id: sql`t.id`,
        before: sql`${before}::jsonb`,
        after: snapshot,
      }),
    );
    return await getAdminKey(unit, id);
  });
}
