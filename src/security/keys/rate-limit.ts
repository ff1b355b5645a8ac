import sql, { type Sql } from 'sql-template-tag';
import type { z } from 'zod';
import { ForbiddenError } from '../../core/errors.ts';
import { wholeNumber } from '../../core/input/rules.ts';
import type { Caller } from '../callers/caller.ts';
import { isAdmin } from '../callers/viewer.ts';
import { hasOwnPower, powerOf } from './power.ts';

/** Requests in a minute; null is what the settings say, left out is no change. */
export const rateLimit: z.ZodType<number | null | undefined> = wholeNumber({ min: 1 }).nullish();

export type RateLimitChange = {
  readonly table: Sql;
  readonly id: bigint;
  /** Left out: it stays as it is. */
  readonly rateLimit: number | null | undefined;
};

const BY_A_USER =
  "Only an admin key created by an operator can set a request limit, not a user's key or an admin key that was created with one";
const OF_ITSELF =
  'An admin key cannot set its own request limit or that of its lineage: use another admin key';

/** Whether a caller may set request limits, other than its own. Whoever is limited does not raise its own. */
export function setsRequestLimits(caller: Pick<Caller, 'viewer'>): boolean {
  return isAdmin(caller.viewer) && hasOwnPower(caller);
}

/**
 * @param adminKeyRootId the first key of the lineage, where the limit is that of an admin key
 * @throws ForbiddenError for the power of a user, and for an admin key's own limit
 */
export function checkMaySetRateLimit(
  caller: Caller,
  { rateLimit }: Pick<RateLimitChange, 'rateLimit'>,
  adminKeyRootId?: bigint,
) {
  if (rateLimit === undefined) return;
  const { adminKeyId } = powerOf(caller);
  if (!hasOwnPower(caller)) throw new ForbiddenError(BY_A_USER);
  if (adminKeyId !== null && caller.viewer.operator?.rootId === adminKeyRootId)
    throw new ForbiddenError(OF_ITSELF);
}

/** Locks the first key of a lineage. To be done before its others are locked: everybody does so. */
export function lockRootSql({ table, id }: Pick<RateLimitChange, 'table' | 'id'>): Sql {
  return sql`select from ${table} t where t.id = ${rootSql(table, id)} for no key update`;
}

/** The part of a statement that sets it at the first key, where `id` is another one. A CTE of its own. */
export function setRateLimitSql({ table, id, rateLimit }: RateLimitChange): Sql {
  return sql`update ${table} t set rate_limit = ${rateLimit ?? null}::int
    where ${rateLimit !== undefined} and t.id = ${rootSql(table, id)} and t.id <> ${id}`;
}

/** What a snapshot gets in the statement that changes it. */
export function changedRateLimitSql(
  snapshot: Sql,
  { rateLimit }: Pick<RateLimitChange, 'rateLimit'>,
): Sql {
  return rateLimit === undefined
    ? snapshot
    : sql`${snapshot} || jsonb_build_object('rateLimit', ${rateLimit}::int)`;
}

function rootSql(table: Sql, id: bigint): Sql {
  return sql`(select coalesce(k.root_id, k.id) from ${table} k where k.id = ${id})`;
}
