import sql, { type Sql } from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { nowSql } from '../../core/clock.ts';
import type { KeyKind } from './kind.ts';
import { digestOf, hintOf } from './secret.ts';

export type NewKey = {
  /** What is kept of its text: the digest and the hint. */
  readonly kept: Sql;
  /** Rows for each of which one key is made. */
  readonly from: Sql;
  /** What its kind knows of it, in the order of `inherited`. */
  readonly own: Sql;
  readonly expiresAt: Sql;
  /** Its generation, the id of the key that it replaces, and since when its end is granted. */
  readonly lineage?: Sql;
  /** Of the first key of a lineage. */
  readonly rateLimit?: Sql;
};

const NO_LIMIT = sql`null::int`;
const FIRST = sql`1, null::bigint, null::timestamptz`;

/** The part of a statement that stores a new key and returns its row. To stand in a CTE of its own. */
export function newKeySql(
  { peppers, clock }: Pick<App, 'peppers' | 'clock'>,
  { table, inherited }: KeyKind,
  { kept, from, own, expiresAt, lineage = FIRST, rateLimit = NO_LIMIT }: NewKey,
): Sql {
  return sql`
    insert into ${table} as t (${inherited}, digest, hint, pepper_id, created_at, expires_at, generation, replaces_id, lives_from,
      rate_limit)
    select ${own}, ${kept}, ${peppers.current.id}::smallint, ${nowSql(clock)}, ${expiresAt}, ${lineage}, ${rateLimit}
    from ${from}
    returning t.*`;
}

/** What is kept of the text of one key. */
export function storedKeySql({ peppers }: Pick<App, 'peppers'>, secret: string): Sql {
  return sql`${digestOf(secret, peppers.current.text)}, ${hintOf(secret)}`;
}

/** A moment after another; null seconds are never. */
export function laterSql(instant: Sql, seconds: Sql | number | null): Sql {
  return sql`${instant} + make_interval(secs => ${seconds}::double precision)`;
}
