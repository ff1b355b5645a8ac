import sql, { type Sql } from 'sql-template-tag';
import type { Rows } from '../../../data/database.ts';
import { DAY_TABLES, HELD_MS, pieceOf } from './day-tables.ts';
import { MONTH_TABLES, type Month } from './months.ts';

/** A summary that is not what its meetings say. */
type Difference = { readonly start: Date; readonly table: string; readonly rows: number };

export type SummaryCheck = {
  readonly days: number;
  readonly months: number;
  readonly differences: readonly Difference[];
};

/**
 * Compares every summary that figures are read from with the meetings, and every month with its days.
 * Each comparison is one statement, so that changes meanwhile are no differences.
 */
export async function checkSummaries(rows: Rows): Promise<SummaryCheck> {
  const differences: Difference[] = [];
  const days = await rows<{ day: Date }>(sql`
    select day from summary_days where summarised_at is not null order by day`);
  for (const { day } of days)
    for (const check of checksOf(day))
      differences.push(...(await run(rows, { start: day, ...check })));
  const months = await rows<Month>(sql`
    select month, ends_at as "endsAt" from summary_months order by month`);
  for (const month of months)
    for (const check of monthChecksOf(month))
      differences.push(...(await run(rows, { start: month.month, ...check })));
  return { days: days.length, months: months.length, differences };
}

type Check = {
  readonly table: string;
  readonly computed: Sql;
  readonly stored: Sql;
  /** Whether figures are read from it. */
  readonly isUsed: Sql;
};

async function run(
  rows: Rows,
  { start, table, computed, stored, isUsed }: Check & { readonly start: Date },
): Promise<Difference[]> {
  const found = await rows<{ rows: number }>(sql`
    with computed as materialized (${computed}), stored as materialized (${stored})
    select count(*)::int as rows from (
      (select * from computed except all select * from stored)
      union all (select * from stored except all select * from computed)
    ) difference where ${isUsed} having count(*) > 0`);
  return found.map(({ rows: count }) => ({ start, table, rows: count }));
}

function checksOf(day: Date): Check[] {
  const isUsed = sql`${day}::timestamptz not in (select m.day from summary_marks m)`;
  const tables = DAY_TABLES.map(({ name, columns, ofDay, computed }) => ({
    table: name.sql,
    computed: sql`with ${pieceOf(day)} select ${columns} from (${computed}) c`,
    stored: sql`select ${columns} from ${name} s where ${ofDay(day)}`,
    isUsed,
  }));
  const held = {
    table: 'summary_days',
    computed: sql`with ${pieceOf(day)} select (${HELD_MS}) as held_ms`,
    stored: sql`select held_ms from summary_days where day = ${day}`,
    isUsed,
  };
  return [...tables, held];
}

function monthChecksOf(month: Month): Check[] {
  const isUsed = sql`exists (select from summary_months where month = ${month.month})
    and not exists (select from summary_marks m where m.day >= ${month.month} and m.day < ${month.endsAt})`;
  return MONTH_TABLES.map(({ name, columns, computed }) => ({
    table: name.sql,
    computed: sql`select ${columns} from (${computed(month)}) c`,
    stored: sql`select ${columns} from ${name} s where s.is_month and s.start = ${month.month}::timestamptz`,
    isUsed,
  }));
}
