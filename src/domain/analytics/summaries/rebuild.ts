import { setTimeout as pause } from 'node:timers/promises';
import sql from 'sql-template-tag';
import type { Clock } from '../../../core/clock.ts';
import type { Rows } from '../../../data/database.ts';
import { announceDays, SUMMARIES_LOCK, type SummaryDatabase, summariseDay } from './keep.ts';
import { addUpMonth } from './months.ts';

type Options = {
  readonly db: SummaryDatabase;
  readonly clock: Clock;
  readonly onDay?: (day: Date) => void;
  /** How long it waits for transactions that were there before it. */
  readonly patienceMs?: number;
};

export type Rebuilt = {
  readonly days: number;
  readonly months: number;
  /** Days for which a transaction was not awaited: the service summarises them later. */
  readonly waiting: number;
};

const PATIENCE_MS = 60_000;
const RETRY_MS = 500;

/**
 * Makes all summaries again, one day in each transaction: figures are exact all the while, and at most as
 * slow as they would be without that day.
 */
export async function rebuildSummaries(options: Options): Promise<Rebuilt> {
  const { db, clock, onDay } = options;
  await announceDays(db.rows, clock);
  await untilSettled(options);
  const days = await db.rows<{ day: Date; isSettled: boolean }>(sql`
    select day, settled_after <= pg_snapshot_xmin(pg_current_snapshot()) as "isSettled" from summary_days order by day desc`);
  const settled = days.filter(({ isSettled }) => isSettled);
  for (const { day } of settled) {
    await alone(db, (rows) => summariseDay(rows, day));
    onDay?.(day);
  }
  let months = 0;
  while (await alone(db, addUpMonth)) months += 1;
  return { days: settled.length, months, waiting: days.length - settled.length };
}

async function untilSettled({ db, patienceMs = PATIENCE_MS }: Options): Promise<void> {
  const end = performance.now() + patienceMs;
  while (performance.now() < end) {
    const [state] = await db.rows<{ isSettled: boolean }>(sql`
      select coalesce(bool_and(settled_after <= pg_snapshot_xmin(pg_current_snapshot())), true) as "isSettled" from summary_days`);
    if (state?.isSettled === true) return;
    await pause(RETRY_MS);
  }
}

function alone<Result>(
  db: SummaryDatabase,
  work: (rows: Rows) => Promise<Result>,
): Promise<Result> {
  return db.transaction(async (rows) => {
    await rows(sql`select pg_advisory_xact_lock(${SUMMARIES_LOCK})`);
    return await work(rows);
  });
}
