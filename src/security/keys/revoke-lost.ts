import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { nowSql } from '../../core/clock.ts';
import { auditEventSql } from '../audit/log.ts';
import type { Caller } from '../callers/caller.ts';
import { workingSql } from './working.ts';

/**
 * Ends every working key whose pepper is not given: nobody can use it any more, and it would stand in the way
 * of a start. @returns how many there were
 */
export async function revokeKeysOfLostPeppers(app: App, caller: Caller): Promise<number> {
  const { current, previous } = app.peppers;
  const given = [current.id, previous?.id ?? current.id];
  const now = nowSql(app.clock);
  const working = workingSql(sql`t`, now);
  const [ended] = await app.db.rows<{ readonly keys: number }>(sql`
    with tokens as (
      update api_tokens t set revoked_at = ${now}
      where ${working} and t.pepper_id <> all(${given}::smallint[]) returning t.id),
    admins as (
      update admin_keys t set revoked_at = ${now}
      where ${working} and t.pepper_id <> all(${given}::smallint[]) returning t.id),
    total as (select (select count(*) from tokens) + (select count(*) from admins) as keys),
    recorded as (${auditEventSql(app, caller, {
      action: 'PEPPER_FORGOTTEN',
      target: null,
      rows: sql`total`,
      id: sql`null::bigint`,
      after: sql`jsonb_build_object('endedKeys', total.keys)`,
    })})
    select keys::int from total`);
  return ended?.keys ?? 0;
}
