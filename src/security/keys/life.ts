import sql, { type Sql } from 'sql-template-tag';
import { laterSql } from './new-key.ts';

/** What decides how long a successor lives. */
export type LifePolicy = {
  /**
   * Whether somebody with no power of an operator's replaces a key of its own: that never adds to the
   * life of its lineage.
   */
  readonly isOwn: boolean;
  /** What the successor may not outlive in any case: a moment, or null. */
  readonly latest: Sql;
  /** Seconds that a key without an end gets; null is no end. */
  readonly defaultLifetime: number | null;
  /** The most seconds that any key gets; null is any time. */
  readonly maxLifetime: number | null;
};

/** When a successor ends, and since when that is granted; null for the latter is from when it is made. */
export type Life = { readonly expiresAt: Sql; readonly livesFrom: Sql };

/** When the end of a key was last granted by an operator, from a table aliased `t`. */
const GRANTED_AT = sql`coalesce(t.lives_from, t.created_at)`;

/**
 * The life of the successor of `t`. An operator grants as much time as was granted last, counted from
 * now. A key that replaces itself keeps its end, and counts from when an operator last granted one.
 */
export function successorLife(
  now: Sql,
  { isOwn, latest, defaultLifetime, maxLifetime }: LifePolicy,
): Life {
  const byDefault = laterSql(now, defaultLifetime);
  if (isOwn) {
    const most = laterSql(GRANTED_AT, maxLifetime);
    return {
      expiresAt: sql`least(coalesce(t.expires_at, ${byDefault}), ${most}, ${latest})`,
      livesFrom: GRANTED_AT,
    };
  }
  const granted = sql`${now} + (t.expires_at - ${GRANTED_AT})`;
  return {
    expiresAt: sql`least(coalesce(${granted}, ${byDefault}), ${laterSql(now, maxLifetime)}, ${latest})`,
    livesFrom: sql`null::timestamptz`,
  };
}
