import sql, { raw, type Sql } from 'sql-template-tag';

// PostgreSQL makes a plan for each call of a prepared statement as long as that looks cheaper than
// the one plan that serves all calls: it sees how many ids there are this time. For short statements
// planning costs more than running. What it cannot see, it cannot plan for.

const BIGINT = sql`bigint`;

/** An array, after `any(` or within `unnest(`. */
function opaque(values: readonly unknown[], type: Sql): Sql {
  return sql`(select ${values}::${type}[])::${type}[]`;
}

/** As `opaque`, of ids. */
export function opaqueIds(ids: readonly bigint[]): Sql {
  return opaque(ids, BIGINT);
}

/** A condition that is decided before any row is read: what it keeps out costs nothing. */
export function opaqueFlag(isSet: boolean): Sql {
  return sql`(select ${isSet}::boolean)`;
}

/** One more than the usual sizes of pages: whether more rows follow is read with them. */
const LIMITS = [2, 6, 11, 21, 51, 101, 251, 501, 1_001];

/**
 * A limit as a part of the text: hidden, it would be taken for a large one. There are only a few, as
 * each makes a statement of its own: as many rows as are asked for, or some more.
 */
export function literalLimit(rows: number): Sql {
  return raw(String(LIMITS.find((limit) => limit >= rows) ?? Math.trunc(rows)));
}
