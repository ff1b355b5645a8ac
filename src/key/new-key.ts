import sql, { type Sql } from 'sql-template-tag';
import { nowSql } from '../clock.ts';
import type { Step } from '../step.ts';
import type { KeyKind } from './kind.ts';
import { digestOf, hintOf } from './secret.ts';

export type NewKey = {
  /** Its text, of which only the digest is kept. */
  readonly secret: string;
  /** Rows for each of which one key is made. */
  readonly from: Sql;
  /** What its kind knows of it, in the order of `inherited`. */
  readonly own: Sql;
  readonly expiresAt: Sql;
  /** Its generation, and the id of the key that it replaces. */
  readonly lineage?: Sql;
};

const FIRST = sql`1, null::bigint`;

/** The part of a statement that stores a new key and returns its row. To stand in a CTE of its own. */
export function newKeySql(
  { app: { peppers, clock } }: Step,
  { table, inherited }: KeyKind,
  { secret, from, own, expiresAt, lineage = FIRST }: NewKey,
): Sql {
  const { id, text } = peppers.current;
  return sql`
    insert into ${table} as t (${inherited}, digest, pepper_id, hint, created_at, expires_at, generation, replaces_id)
    select ${own}, ${digestOf(secret, text)}, ${id}::smallint, ${hintOf(secret)}, ${nowSql(clock)}, ${expiresAt}, ${lineage}
    from ${from}
    returning t.*`;
}

/** A moment after another; null seconds are never. */
export function laterSql(moment: Sql, seconds: number | null): Sql {
  return sql`${moment} + make_interval(secs => ${seconds}::double precision)`;
}
