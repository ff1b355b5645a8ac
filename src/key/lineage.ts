import sql, { type Sql } from 'sql-template-tag';
import type { App } from '../app.ts';
import type { Action, TargetType } from '../audit/actions.ts';
import { trailSql } from '../audit/trail.ts';
import type { Caller } from '../auth/caller.ts';
import { nowSql } from '../clock.ts';
import type { Rows } from '../database/database.ts';
import { isUniqueViolation } from '../database/errors.ts';
import { ConflictError } from '../errors.ts';
import { digestOf, hintOf } from './secret.ts';

/** One of the two sorts of keys. What happens to keys in time is the same for both. */
export type KeyKind = {
  readonly target: TargetType;
  readonly table: Sql;
  /** What a successor takes over. */
  readonly inherited: Sql;
  /** What is returned of a key, from a table aliased `t`. */
  readonly columns: Sql;
  /** What the trail keeps of a key, as jsonb, from a table aliased `t`. */
  readonly snapshot: Sql;
  readonly actions: Readonly<Record<'rotated' | 'finished' | 'cancelled' | 'revoked', Action>>;
};

type Step = {
  readonly app: App;
  readonly rows: Rows;
  readonly caller: Caller;
  readonly kind: KeyKind;
};

export type Rotation = {
  readonly id: bigint;
  /** The text of the successor. */
  readonly secret: string;
  /** How many seconds the old key still works. */
  readonly overlap: number;
  /** The longest that a successor may live, in seconds; null is any time. */
  readonly maxLifetime: number | null;
};

const NOT_ROTATED =
  'This key is revoked, expired or already rotated; rotate its successor, or mint a new key';
const NOT_RETIRING =
  'This key has no rotation under way: it was not rotated, or its overlap is over already';

/**
 * Replaces a key by a successor with the same properties and time to live. Of two at once one wins.
 * @throws ConflictError when the key is no longer alive, or is replaced already
 */
export async function rotate<Row>(
  { app, rows, caller, kind }: Step,
  { id, secret, overlap, maxLifetime }: Rotation,
): Promise<Row> {
  const now = nowSql(app.clock);
  const { current } = app.peppers;
  const [row] = await rows<Row>(sql`
    with old as (
      update ${kind.table} t set retires_at = ${now} + make_interval(secs => ${overlap}::double precision)
      where t.id = ${id} and t.revoked_at is null and t.retires_at is null
        and (t.expires_at > ${now}) is not false
      returning t.*),
    new as (
      insert into ${kind.table} as t (${kind.inherited}, digest, pepper_id, hint, created_at, expires_at,
        generation, replaces_id)
      select ${kind.inherited}, ${digestOf(secret, current.text)}, ${current.id}::smallint, ${hintOf(secret)}, ${now},
        least(${now} + (old.expires_at - old.created_at),
          ${now} + make_interval(secs => ${maxLifetime}::double precision)),
        1 + greatest(old.generation,
          (select max(s.generation) from ${kind.table} s where s.replaces_id = old.id)), old.id
      from old returning t.*),
    trail as (${trailSql(app, caller, {
      action: kind.actions.rotated,
      target: kind.target,
      rows: sql`new t`,
      id: sql`t.id`,
      after: kind.snapshot,
    })})
    select ${kind.columns} from new t`).catch((error: unknown) => {
    throw isUniqueViolation(error) ? new ConflictError(NOT_ROTATED) : error;
  });
  if (row === undefined) throw new ConflictError(NOT_ROTATED);
  return row;
}

/**
 * Ends the overlap of a rotation early. The id names the replaced key or its successor.
 * @throws ConflictError when no rotation is under way
 */
export async function finishRotation<Row>(step: Step, id: bigint): Promise<Row> {
  const { app, rows, caller, kind } = step;
  const now = nowSql(app.clock);
  const [row] = await rows<Row>(sql`
    with old as (
      update ${kind.table} t set retires_at = ${now} where t.id = (${retiringOf(step, id)})
        and t.retires_at > ${now} and t.revoked_at is null
      returning t.*),
    trail as (${trailSql(app, caller, {
      action: kind.actions.finished,
      target: kind.target,
      rows: sql`old t`,
      id: sql`t.id`,
      after: kind.snapshot,
    })})
    select ${kind.columns} from old t`);
  if (row === undefined) throw new ConflictError(NOT_RETIRING);
  return row;
}

/**
 * Takes a rotation back while its overlap lasts: the successor, and whatever replaced that, is
 * ended, and the old key lives on as if nothing had been.
 * @throws ConflictError when no rotation is under way
 */
export async function cancelRotation<Row>(step: Step, id: bigint): Promise<Row> {
  const { app, rows, caller, kind } = step;
  const now = nowSql(app.clock);
  const [row] = await rows<Row>(sql`
    with recursive old as (
      update ${kind.table} t set retires_at = null where t.id = (${retiringOf(step, id)})
        and t.retires_at > ${now} and t.revoked_at is null
      returning t.*),
    later as (
      select s.id from ${kind.table} s join old on s.replaces_id = old.id where s.revoked_at is null
      union select s.id from ${kind.table} s join later on s.replaces_id = later.id),
    ended as (
      update ${kind.table} t set revoked_at = ${now}
      where t.id in (select id from later) and t.revoked_at is null),
    trail as (${trailSql(app, caller, {
      action: kind.actions.cancelled,
      target: kind.target,
      rows: sql`old t`,
      id: sql`t.id`,
      after: kind.snapshot,
    })})
    select ${kind.columns} from old t`);
  if (row === undefined) throw new ConflictError(NOT_RETIRING);
  return row;
}

/** The replaced key of the rotation that an id names; of a key in the middle, its own. */
function retiringOf({ app, kind }: Step, id: bigint): Sql {
  return sql`select case when k.retires_at > ${nowSql(app.clock)} then k.id else k.replaces_id end
    from ${kind.table} k where k.id = ${id}`;
}

/** Ends a key at once, for good; undefined when it was ended before. */
export async function revoke<Row>(
  { app, rows, caller, kind }: Step,
  id: bigint,
): Promise<Row | undefined> {
  const [row] = await rows<Row>(sql`
    with ended as (
      update ${kind.table} t set revoked_at = ${nowSql(app.clock)}
      where t.id = ${id} and t.revoked_at is null
      returning t.*),
    trail as (${trailSql(app, caller, {
      action: kind.actions.revoked,
      target: kind.target,
      rows: sql`ended t`,
      id: sql`t.id`,
      after: kind.snapshot,
    })})
    select ${kind.columns} from ended t`);
  return row;
}
