import sql from 'sql-template-tag';
import { type Clock, nowSql } from '../../../core/clock.ts';
import type { Rows } from '../../../data/database.ts';
import { DAY_TABLES, HELD_MS, pieceOf } from './day-tables.ts';
import { addUpMonth } from './months.ts';

/** What summarising needs of a database. */
export type SummaryDatabase = {
  readonly rows: Rows;
  readonly transaction: <Result>(work: (rows: Rows) => Promise<Result>) => Promise<Result>;
};

type Options = {
  readonly db: SummaryDatabase;
  readonly clock: Clock;
  /** How old the summary of a day is before it is made again. */
  readonly restMs?: number;
};

export const SUMMARIES_LOCK = 7_270_736_911;
/** Most meetings that last beyond midnight have ended by then. */
const OVER = sql`interval '3 hours'`;
/** Older meetings are always read themselves. */
const OLDEST = sql`interval '20 years'`;
const REST_MS = 300_000;

/**
 * Summarises one day, or adds up one month, whatever is missing or no longer current.
 * @returns whether there was anything to do
 */
export async function summariseNext({ db, clock, restMs = REST_MS }: Options): Promise<boolean> {
  await announceDays(db.rows, clock);
  return (
    (await db.transaction(async (rows) => {
      if (!(await isFirst(rows))) return false;
      await tidyMarks(rows);
      const day = await dueDay(rows, restMs);
      if (day === null) return await addUpMonth(rows);
      await summariseDay(rows, day);
      return true;
    })) ?? false
  );
}

/** One process at a time: what a month is added up from stays as it is meanwhile. */
async function isFirst(rows: Rows): Promise<boolean> {
  const [lock] = await rows<{ free: boolean }>(
    sql`select pg_try_advisory_xact_lock(${SUMMARIES_LOCK}) as free`,
  );
  return lock?.free === true;
}

/**
 * From now on, whoever changes a meeting marks these days. Whoever wrote before the row was there may not
 * have seen it: a day is settled once all of them are done.
 */
export async function announceDays(rows: Rows, clock: Clock): Promise<void> {
  const now = nowSql(clock);
  await rows(sql`
    insert into summary_days (day)
    select day from generate_series(
      (select date_trunc('day', greatest(min(m.created_at), (${now}) - ${OLDEST}), 'UTC') from counted_meetings m having min(m.created_at) is not null),
      date_trunc('day', (${now}) - ${OVER}, 'UTC') - interval '24 hours', interval '24 hours') day
    where not exists (select from summary_days d where d.day = day.day)
    on conflict do nothing`);
  // Of a database that was restored elsewhere, the numbers of transactions begin again.
  await rows(sql`
    update summary_days set settled_after = pg_snapshot_xmax(pg_current_snapshot())
    where settled_after is null or settled_after > pg_snapshot_xmax(pg_current_snapshot())`);
}

/** One mark of a day is enough, and of days that are not announced none is needed. */
async function tidyMarks(rows: Rows): Promise<void> {
  await rows(sql`
    delete from summary_marks m using (select day, min(id) as first from summary_marks group by day) f
    where f.day = m.day
      and (m.id > f.first or not exists (select from summary_days d where d.day = m.day))`);
}

async function dueDay(rows: Rows, restMs: number): Promise<Date | null> {
  const [due] = await rows<{ readonly day: Date }>(sql`
    select d.day from summary_days d
    where d.settled_after <= pg_snapshot_xmin(pg_current_snapshot()) and (d.summarised_at is null
      or d.day in (select m.day from summary_marks m)
        and d.summarised_at <= now() - ${restMs}::double precision * interval '1 millisecond')
    order by d.summarised_at is not null, d.day desc limit 1`);
  return due?.day ?? null;
}

/**
 * Every statement sees at least what those before it have seen. Whatever is committed while this runs
 * leaves a mark that the first statement does not remove.
 */
export async function summariseDay(rows: Rows, day: Date): Promise<void> {
  await rows(sql`delete from summary_marks where day = ${day}`);
  await rows(
    sql`delete from summary_months where month = date_trunc('month', ${day}::timestamptz, 'UTC')`,
  );
  for (const { name, columns, ofDay, computed } of DAY_TABLES) {
    await rows(sql`delete from ${name} s where ${ofDay(day)}`);
    await rows(
      sql`insert into ${name} (${columns}) with ${pieceOf(day)} select ${columns} from (${computed}) c`,
    );
  }
  await rows(sql`
    with ${pieceOf(day)}
    update summary_days set summarised_at = now(), held_ms = (${HELD_MS}) where day = ${day}`);
}
