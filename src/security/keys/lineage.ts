import sql, { type Sql } from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { nowSql } from '../../core/clock.ts';
import { ConflictError } from '../../core/errors.ts';
import type { UnitOfWork } from '../unit-of-work.ts';
import { type KeyKind, keyAuditEventSql } from './kind.ts';
import { alsoRevokedSql, inOverlapSql, notRevokedSql } from './working.ts';

const NOT_RETIRING =
  'This key has no rotation in progress: it was not rotated, or its overlap has ended';

/**
 * Ends the overlap of a rotation early. The id names the replaced key or its successor.
 * @throws ConflictError when no rotation is under way
 */
export async function finishRotation<Row>(
  unit: UnitOfWork,
  kind: KeyKind,
  id: bigint,
): Promise<Row> {
  const [row] = await endOverlaps<Row>(unit, kind, sql`t.id = (${retiringSql(kind, id)})`);
  if (row === undefined) throw new ConflictError(NOT_RETIRING);
  return row;
}

/** Ends all overlaps at once in which such keys still work. @param which a condition on `t` */
export function endOverlaps<Row>(unit: UnitOfWork, kind: KeyKind, which: Sql): Promise<Row[]> {
  const now = nowSql(unit.app.clock);
  return unit.rows<Row>(sql`
    with old as (
      update ${kind.table} t set retires_at = ${now}${alsoRevokedSql(now)}
      where ${which} and ${inOverlapSql(sql`t`, now)}
      returning t.*),
    recorded as (${keyAuditEventSql(unit, kind, { action: kind.actions.finished, rows: sql`old t` })})
    select ${kind.columns} from old t`);
}

/**
 * Takes a rotation back while its overlap lasts: the successor, and whatever replaced that, is
 * ended, and the old key lives on as if nothing had been.
 * @param unit within a transaction: it takes several statements
 * @throws ConflictError when no rotation is under way
 */
export async function cancelRotation<Row extends { readonly id: bigint }>(
  unit: UnitOfWork,
  kind: KeyKind,
  id: bigint,
): Promise<Row> {
  const now = nowSql(unit.app.clock);
  await lockRotation(unit, kind, id);
  const [row] = await unit.rows<Row>(sql`
    with old as (
      update ${kind.table} t set retires_at = null where t.id = (${retiringSql(kind, id)})
        and ${inOverlapSql(sql`t`, now)}
      returning t.*),
    recorded as (${keyAuditEventSql(unit, kind, { action: kind.actions.cancelled, rows: sql`old t` })})
    select ${kind.columns} from old t`);
  if (row === undefined) throw new ConflictError(NOT_RETIRING);
  // Each sees what was made while the one before it waited; of what is ended, nothing more is made.
  while (await endLater(unit, kind, row.id));
  return row;
}

/**
 * Waits for whoever replaces the key right now: which rotation its id names depends on that. A successor that
 * was made in the meantime would be handed out and ended at once.
 */
async function lockRotation({ rows }: UnitOfWork, { table }: KeyKind, id: bigint): Promise<void> {
  await rows(sql`
    select from ${table} t
    where t.id = ${id} or t.id = (select k.replaces_id from ${table} k where k.id = ${id})
    order by t.id for no key update`);
}

/**
 * The replaced key of the rotation that an id names: of a key that was replaced, its own, over or not.
 * A successor that was taken back names none, whatever came in its place.
 */
function retiringSql({ table }: KeyKind, id: bigint): Sql {
  return sql`
    select case when k.retires_at is not null then k.id
      when not exists (select from ${table} s where s.replaces_id = k.replaces_id and s.id > k.id)
        then k.replaces_id end
    from ${table} k where k.id = ${id}`;
}

/** Ends whatever came after a key. @returns whether anything was left to end as it began: of that, something may have come meanwhile */
async function endLater(
  { app, rows }: UnitOfWork,
  { table }: KeyKind,
  id: bigint,
): Promise<boolean> {
  const living = await rows(sql`
    with recursive later as (
      select s.id from ${table} s where s.replaces_id = ${id}
      union all select s.id from ${table} s join later l on s.replaces_id = l.id),
    living as materialized (
      select t.id from ${table} t where t.id in (select id from later) and ${notRevokedSql(sql`t`)}),
    ended as (
      update ${table} t set revoked_at = ${nowSql(app.clock)} from living
      where t.id = living.id and ${notRevokedSql(sql`t`)})
    select id from living`);
  return living.length > 0;
}

/** Ends a key at once, for good; undefined when it was ended before. */
export async function revoke<Row>(
  unit: UnitOfWork,
  kind: KeyKind,
  id: bigint,
): Promise<Row | undefined> {
  const [row] = await unit.rows<Row>(sql`
    with ended as (
      update ${kind.table} t set revoked_at = ${nowSql(unit.app.clock)}
      where t.id = ${id} and ${notRevokedSql(sql`t`)}
      returning t.*),
    recorded as (${keyAuditEventSql(unit, kind, { action: kind.actions.revoked, rows: sql`ended t` })})
    select ${kind.columns} from ended t`);
  return row;
}

type Successor<Row> = Row & { readonly replacesId: bigint };

/** What replaced each of these keys, unless that was taken back. */
export function loadSuccessors<Row>(
  { db }: App,
  { table, columns }: KeyKind,
  ids: readonly bigint[],
): Promise<Successor<Row>[]> {
  return db.rows<Successor<Row>>(sql`
    select distinct on (t.replaces_id) ${columns}
    from ${table} t join ${table} o on o.id = t.replaces_id
    where t.replaces_id = any(${ids}::bigint[]) and o.retires_at is not null
    order by t.replaces_id, t.id desc`);
}
