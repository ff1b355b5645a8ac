import sql, { type Sql } from 'sql-template-tag';
import type { Id } from '../source/batches.ts';
import type { Ledger } from './ledger.ts';
import type { ImportContext } from './stage.ts';
import { count, type Fate, noteMany, type Table } from './tally.ts';

/** What a statement decided of the rows of a batch that belong to meetings. */
export type Decided = {
  readonly fate: 'orphan' | 'old' | 'double' | 'unusable' | 'fresh' | 'changed' | 'same';
  readonly count: number;
  readonly examples: readonly Id[];
};

/** Our meeting for a row `x` of theirs: its number here as `local_id`, null where it did not come. */
export function withMeeting({ entries, sourceId }: Ledger): Sql {
  return sql`left join ${oneByOne(sql`
    select e.local_id from ${entries} e
    where e.source_id = ${sourceId} and e.kind = 'meeting' and e.foreign_id = x."meetingId"`)} r on true`;
}

/**
 * Looked up for each row by itself, through the index. What the planner knows of a table that grows
 * as fast as these is always out of date, and a join that suits a small one takes hours on a large.
 */
export function oneByOne(lookUp: Sql): Sql {
  return sql`lateral (${lookUp} offset 0)`;
}

const FATES: Readonly<Record<Decided['fate'], Fate>> = {
  orphan: 'skipped',
  old: 'skipped',
  double: 'skipped',
  unusable: 'skipped',
  fresh: 'written',
  changed: 'written',
  same: 'unchanged',
};

const REASONS: Readonly<Partial<Record<Decided['fate'], string>>> = {
  orphan: 'skipped: their meeting is not here',
  old: 'skipped: their meeting is older than TRANSCRIPT_RETENTION_DAYS, or its transcript was deleted by age',
  double: 'skipped: their meeting has another with the same id',
  unusable:
    'skipped: their start or end is not a valid number of seconds (NaN, infinite, or neither an offset nor a time since 1970)',
};

export function countDecided(
  { tally }: ImportContext,
  table: Table,
  decided: readonly Readonly<Decided>[],
): void {
  for (const { fate, count: rows, examples } of decided) {
    count(tally, table, FATES[fate], rows);
    const text = REASONS[fate];
    if (text !== undefined) noteMany(tally, { table, text, count: rows, examples: [...examples] });
  }
}
