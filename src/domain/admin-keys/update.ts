import sql, { empty, join, type Sql } from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { ConflictError } from '../../core/errors.ts';
import { auditEventSql } from '../../security/audit/log.ts';
import type { Caller } from '../../security/callers/caller.ts';
import {
  changedRateLimitSql,
  checkMaySetRateLimit,
  lockRootSql,
  setRateLimitSql,
} from '../../security/keys/rate-limit.ts';
import type { AdminKeyChanges } from './input.ts';
import { ADMIN_KEY_KIND } from './kind.ts';
import type { AdminKey } from './rows.ts';
import { getAdminKey } from './service.ts';

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
  const { rootId, ...known } = await getAdminKey(app, id);
  checkMaySetRateLimit(caller, changes, rootId);
  const { table, columns, snapshot, target } = ADMIN_KEY_KIND;
  const assignments = assignmentsOf(changes);
  if (assignments.length === 0) return known;

  const change = { table, id, rateLimit: changes.rateLimit };
  return await app.db.transaction(async (rows) => {
    await rows(lockRootSql(change));
    const [key] = await rows<AdminKey>(sql`
      with old as (select t.* from ${table} t where t.id = ${id}),
      new as (update ${table} t set ${join(assignments)}
        where t.id = ${id} and t.revoked_at is null returning t.*),
      root as (${setRateLimitSql(change)} and exists (select from new)),
      trail as (${auditEventSql(app, caller, {
        action: 'ADMIN_KEY_UPDATED',
        target,
        rows: sql`new t`,
        id: sql`t.id`,
        before: sql`(select ${snapshot} from old t)`,
        after: changedRateLimitSql(snapshot, change),
      })})
      select ${columns} from new t`);
    if (key === undefined) throw new ConflictError(REVOKED);
    return changes.rateLimit === undefined ? key : { ...key, rateLimit: changes.rateLimit };
  });
}

function assignmentsOf({ name, rateLimit }: AdminKeyChanges): readonly Sql[] {
  return [
    name === undefined ? empty : sql`name = ${name}`,
    rateLimit === undefined ? empty : sql`rate_limit = ${rateLimit}::int`,
  ].filter((assignment) => assignment !== empty);
}
