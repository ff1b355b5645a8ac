import sql, { empty, type Sql } from 'sql-template-tag';
import { nowSql } from '../clock.ts';
import { isUniqueViolation } from '../database/errors.ts';
import { ConflictError } from '../errors.ts';
import type { Step } from '../step.ts';
import { type KeyKind, keyTrailSql } from './kind.ts';
import { keptSql, laterSql, newKeySql } from './new-key.ts';
import { unreplacedSql, workingSql } from './working.ts';

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

const STILL_RETIRING =
  'A key that this one replaced still works in its overlap, and of one lineage no more than two may: finish that rotation first, or rotate without an overlap';

/**
 * Replaces a key by a successor with the same properties and, counted anew, the time to live that was
 * granted last. Of two at once one wins.
 * @throws ConflictError when the key is no longer alive, is replaced already, or would be the second of
 *   its lineage that retires
 */
export async function rotate<Row>(
  step: Step,
  kind: KeyKind,
  { id, secret, overlap, maxLifetime }: Rotation,
): Promise<Row> {
  const now = nowSql(step.app.clock);
  const may = sql`t.id = ${id} and ${unreplacedSql(sql`t`, now)}`;
  const retiring = earlierSql(kind, id, now);
  const successor = {
    kept: keptSql(step.app, secret),
    from: sql`old t`,
    own: kind.inherited,
    expiresAt: sql`least(${now} + (${kind.lifetime}), ${laterSql(now, maxLifetime)})`,
    lineage: sql`1 + greatest(t.generation,
      (select max(s.generation) from ${kind.table} s where s.replaces_id = t.id)), t.id`,
  };
  const [row] = await step
    .rows<Row>(sql`
      with old as (
        update ${kind.table} t set retires_at = ${laterSql(now, overlap)}
        where ${may} ${overlap > 0 ? sql`and not exists (${retiring})` : empty}
        returning t.*),
      new as (${newKeySql(step.app, kind, successor)}),
      trail as (${keyTrailSql(step, kind, { action: kind.actions.rotated, rows: sql`new t` })})
      select ${kind.columns} from new t`)
    .catch((error: unknown) => {
      throw isUniqueViolation(error) ? new ConflictError(NOT_ROTATED) : error;
    });
  if (row !== undefined) return row;
  const blocked = await step.rows(
    sql`select from ${kind.table} t where ${may} and exists (${retiring})`,
  );
  throw new ConflictError(blocked.length > 0 ? STILL_RETIRING : NOT_ROTATED);
}

/** The keys that work of those which a key replaced: itself, or through others. */
function earlierSql({ table }: KeyKind, id: bigint, now: Sql): Sql {
  return sql`
    with recursive earlier as (
      select k.replaces_id as id from ${table} k where k.id = ${id}
      union all select k.replaces_id from ${table} k join earlier e on k.id = e.id)
    select from ${table} k join earlier e on k.id = e.id where ${workingSql(sql`k`, now)}`;
}
