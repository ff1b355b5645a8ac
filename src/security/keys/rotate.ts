import sql, { empty, join, type Sql } from 'sql-template-tag';
import { nowSql } from '../../core/clock.ts';
import { ConflictError } from '../../core/errors.ts';
import { isUniqueViolation } from '../../data/errors.ts';
import type { UnitOfWork } from '../unit-of-work.ts';
import { type KeyKind, keyAuditEventSql } from './kind.ts';
import { type LifePolicy, successorLife } from './life.ts';
import { laterSql, newKeySql, storedKeySql } from './new-key.ts';
import { alsoRevokedSql, unreplacedSql, workingSql } from './working.ts';

/** What must hold of a key, from a table aliased `t`, before it is replaced. */
type RotationRule = { readonly holds: Sql; readonly otherwise: string };

export type Rotation = {
  readonly id: bigint;
  /** The text of the successor. */
  readonly secret: string;
  /** How many seconds the old key still works. */
  readonly overlap: number;
  readonly life: LifePolicy;
  /** What the successor gets of what its kind adds, in the order of `inherited`, from a table aliased `t`. */
  readonly own: Sql;
  readonly rules: readonly RotationRule[];
};

const NOT_ROTATED =
  'This key is revoked, expired or already rotated; rotate its successor, or mint a new key';

const STILL_RETIRING =
  'An earlier key of this lineage still works in its overlap, and at most two keys of a lineage may work at once: finish that rotation first, or rotate without an overlap';

const OUTLIVED =
  'This key has reached the maximum lifetime on this server and cannot extend itself: ask an operator to rotate it or to mint a new key';

/**
 * Replaces a key by a successor with the same properties, as far as today's policy allows. Of two at
 * once one wins.
 * @throws ConflictError when the key is no longer alive, is replaced already, or breaks a rule
 */
export async function rotate<Row>(
  unit: UnitOfWork,
  kind: KeyKind,
  rotation: Rotation,
): Promise<Row> {
  const { id, secret, overlap, own } = rotation;
  const now = nowSql(unit.app.clock);
  const life = successorLife(now, rotation.life);
  const may = sql`t.id = ${id} and ${unreplacedSql(sql`t`, now)}`;
  const rules: RotationRule[] = [
    { holds: sql`(${life.expiresAt} > ${now}) is not false`, otherwise: OUTLIVED },
    ...(overlap > 0 ? [notRetiring(kind, id, now)] : []),
    ...rotation.rules,
  ];
  const successor = {
    kept: storedKeySql(unit.app, secret),
    from: sql`old t`,
    own,
    expiresAt: life.expiresAt,
    lineage: sql`1 + greatest(t.generation,
      (select max(s.generation) from ${kind.table} s where s.replaces_id = t.id)), t.id, ${life.livesFrom}`,
  };
  const [row] = await unit
    .rows<Row>(sql`
      with old as (
        update ${kind.table} t set retires_at = ${laterSql(now, overlap)}${overlap > 0 ? empty : alsoRevokedSql(now)}
        where ${may} and ${join(holdsOf(rules), ' and ')}
        returning t.*),
      new as (${newKeySql(unit.app, kind, successor)}),
      recorded as (${keyAuditEventSql(unit, kind, { action: kind.actions.rotated, rows: sql`new t` })})
      select ${kind.columns} from new t`)
    .catch((error: unknown) => {
      throw isUniqueViolation(error) ? new ConflictError(NOT_ROTATED) : error;
    });
  if (row !== undefined) return row;
  const [broken] = await unit.rows<{ readonly held: readonly boolean[] }>(
    sql`select array[${join(holdsOf(rules))}] as held from ${kind.table} t where ${may}`,
  );
  throw new ConflictError(rules[broken?.held.indexOf(false) ?? -1]?.otherwise ?? NOT_ROTATED);
}

function holdsOf(rules: readonly RotationRule[]): Sql[] {
  return rules.map(({ holds }) => holds);
}

/** None of the keys that a key replaced, itself or through others, still works. */
function notRetiring({ table }: KeyKind, id: bigint, now: Sql): RotationRule {
  const holds = sql`not exists (
    with recursive earlier as (
      select k.replaces_id as id from ${table} k where k.id = ${id}
      union all select k.replaces_id from ${table} k join earlier e on k.id = e.id)
    select from ${table} k join earlier e on k.id = e.id where ${workingSql(sql`k`, now)})`;
  return { holds, otherwise: STILL_RETIRING };
}
