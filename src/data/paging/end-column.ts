import sql, { raw, type Sql } from 'sql-template-tag';
import { LAST_INSTANT } from '../../core/time/instant.ts';
import type { OrderColumn } from './page.ts';

/** The indexes of `migrations/steps/list-orders.ts` are on the same expression. */
const NO_END = LAST_INSTANT;

type EndColumn<Row> = Pick<OrderColumn<Row>, 'name' | 'reads'> & {
  readonly column: Sql;
  readonly endOf: (row: Row) => Date | null;
};

/** Sorts by a time that may be missing: what has no end comes after all that has one. */
export function endColumn<Row>({ name, column, reads, endOf }: EndColumn<Row>): OrderColumn<Row> {
  return {
    name,
    expression: sql`coalesce(${column}, ${raw(`'${NO_END}'`)}::timestamptz)`,
    cast: sql`timestamptz`,
    reads,
    valueOf: (row) => endOf(row)?.toISOString() ?? NO_END,
  };
}
