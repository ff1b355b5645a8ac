import sql, { type Sql } from 'sql-template-tag';
import type { z } from 'zod';
import { actorOf } from '../audit/actor.ts';
import type { Caller } from '../auth/caller.ts';
import { ForbiddenError } from '../errors.ts';
import { wholeNumber } from '../input/rules.ts';

/** Requests in a minute; null is what the settings say, left out is no change. */
export const rateLimit: z.ZodType<number | null | undefined> = wholeNumber({ min: 1 }).nullish();

export type RateLimitChange = {
  readonly table: Sql;
  readonly id: bigint;
  /** Left out: it stays as it is. */
  readonly rateLimit: number | null | undefined;
};

/** @throws ForbiddenError for a user's key: whoever is limited does not raise its own limit */
export function checkMaySetRateLimit(
  caller: Caller,
  { rateLimit }: Pick<RateLimitChange, 'rateLimit'>,
) {
  if (rateLimit !== undefined && actorOf(caller).kind === 'USER_KEY')
    throw new ForbiddenError('Only an admin key may set a request limit, not the key of a user');
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
