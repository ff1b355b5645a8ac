import sql, { type Sql } from 'sql-template-tag';
import { nowSql } from '../../core/clock.ts';
import type { UnitOfWork } from '../unit-of-work.ts';
import { type KeyKind, keyAuditEventSql } from './kind.ts';
import { notRevokedSql } from './working.ts';

/** All keys of the lineage that an id belongs to: a condition on a table aliased `t`. */
export function inLineageSql({ table }: KeyKind, id: bigint): Sql {
  const root = sql`(select coalesce(k.root_id, k.id) from ${table} k where k.id = ${id})`;
  return sql`(t.id = ${root} or t.root_id = ${root})`;
}

/**
 * Ends keys for good, also those whose time is over: that says nothing if a clock is set back.
 * @param unit within a transaction: while a statement waits for a rotation, the successor is made, and
 *   only the next statement sees that. Of a key that is ended, no more is made.
 * @param which a condition on `t`
 * @returns the keys that it ended, one event for each
 */
export async function revokeAll<Row extends { readonly id: bigint }>(
  unit: UnitOfWork,
  kind: KeyKind,
  which: Sql,
): Promise<Row[]> {
  const ended: Row[] = [];
  for (;;) {
    const found = await revokeThose<Row>(unit, kind, which);
    if (found.length === 0) return ended.sort((one, other) => (one.id < other.id ? -1 : 1));
    ended.push(...found.filter(({ hasEvent }) => hasEvent));
  }
}

type Found<Row> = Row & { readonly hasEvent: boolean };

/** @returns a row for each key that was not ended as the statement began, also those that others ended first */
function revokeThose<Row>(unit: UnitOfWork, kind: KeyKind, which: Sql): Promise<Found<Row>[]> {
  const now = nowSql(unit.app.clock);
  // A key that was replaced while this statement waited for it has a successor, which only another
  // statement sees: so one follows until there is nothing left to end.
  return unit.rows<Found<Row>>(sql`
    with living as materialized (
      select t.id from ${kind.table} t
      where ${which} and ${notRevokedSql(sql`t`)}
      order by t.id),
    ended as (
      update ${kind.table} t set revoked_at = ${now} from living
      where t.id = living.id and ${notRevokedSql(sql`t`)}
      returning t.*),
    recorded as (${keyAuditEventSql(unit, kind, { action: kind.actions.revoked, rows: sql`ended t` })})
    select ${kind.columns}, t.id is not null as "hasEvent" from living left join ended t on t.id = living.id`);
}
