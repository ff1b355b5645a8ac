import sql, { empty } from 'sql-template-tag';
import { type Clock, nowSql } from '../../core/clock.ts';
import { StartError } from '../../core/start-error.ts';
import type { Rows } from '../../data/database.ts';
import type { Peppers } from '../vault/pepper.ts';
import { workingSql } from './working.ts';

// Expired keys are let be: they say so, and no pepper is kept for them.

/** How many working keys of both sorts are kept under each pepper, by its number. */
export async function countByPepper(
  rows: Rows,
  clock: Clock,
): Promise<ReadonlyMap<number, number>> {
  const working = workingSql(sql`t`, nowSql(clock));
  const counts = await rows<{ readonly id: number; readonly keys: number }>(sql`
    select k.pepper_id as id, count(*)::int as keys
    from (select t.pepper_id from api_tokens t where ${working}
      union all select t.pepper_id from admin_keys t where ${working}) k
    group by k.pepper_id order by k.pepper_id`);
  return new Map(counts.map(({ id, keys }) => [id, keys]));
}

/** How many working keys none of these peppers fits. */
export async function countLost(
  rows: Rows,
  { current, previous }: Peppers,
  clock: Clock,
): Promise<number> {
  const counts = await countByPepper(rows, clock);
  const lost = [...counts].filter(([id]) => id !== current.id && id !== previous?.id);
  return lost.reduce((sum, [, keys]) => sum + keys, 0);
}

/**
 * A process with the wrong pepper would refuse every key, beside others that accept them.
 * @throws StartError when there are working keys that none of the given peppers fits
 */
export async function refuseLostPeppers(
  rows: Rows,
  { current, previous }: Peppers,
  clock: Clock,
): Promise<void> {
  const ids = [current.id, previous?.id ?? current.id];
  const [least, most] = [Math.min(...ids), Math.max(...ids)];
  // Not `not in`: keys under other peppers are few or none, and ranges find them by the index.
  // `offset 0` has them found before it is asked which of them work.
  const between = least < most ? sql`or pepper_id > ${least} and pepper_id < ${most}` : empty;
  const lost = sql`(pepper_id < ${least} or pepper_id > ${most} ${between})`;
  const working = workingSql(sql`t`, nowSql(clock));
  const [found] = await rows<{ readonly any: boolean }>(sql`
    select exists (select from (select * from api_tokens where ${lost} offset 0) t where ${working})
      or exists (select from (select * from admin_keys where ${lost} offset 0) t where ${working}) as "any"`);
  if (!found?.any) return;
  const keys = await countLost(rows, { current, previous }, clock);
  throw new StartError(
    `${keys} working keys in this database were made with another TOKEN_PEPPER. Set that ` +
      'one; to change it, keep the old one in TOKEN_PEPPER_PREVIOUS until `latchkey pepper ' +
      'status` shows no key under it; if it is permanently lost, revoke those keys with `latchkey pepper forget`.',
  );
}
