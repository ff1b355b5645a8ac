import sql from 'sql-template-tag';
import { type Clock, daysAgoSql, nowSql } from '../../core/clock.ts';
import type { Rows } from '../../data/database.ts';
import type { RetentionKind } from './kinds.ts';
import type { RetentionBatch } from './work.ts';

/** How often old rows of a kind are looked for. */
const EVERY = sql`interval '1 day'`;

/** A run under way. */
export type Run = { readonly before: Date; readonly after: string | null };

type Claimed = Run & { readonly isUnderWay: boolean; readonly isDue: boolean };

/**
 * Takes up the run of a kind, or begins one that is due, for as long as the transaction lasts. A run that was
 * begun under a shorter limit begins again.
 * @returns null where there is nothing to do, or another process does it
 */
export async function claimRun(
  rows: Rows,
  clock: Clock,
  { kind, days }: { readonly kind: RetentionKind; readonly days: number },
): Promise<Run | null> {
  await rows(sql`insert into retention_runs (kind) values (${kind}) on conflict do nothing`);
  const [claimed] = await rows<Claimed>(sql`
    select r.before, r.after,
      coalesce(r.started_at is not null and r.finished_at is null and r.before <= ${daysAgoSql(clock, days)}, false) as "isUnderWay",
      r.started_at is null or r.finished_at is null or r.wanted_at is not null or r.started_at <= (${nowSql(clock)}) - ${EVERY} as "isDue"
    from retention_runs r where r.kind = ${kind} for no key update skip locked`);
  if (claimed === undefined) return null;
  if (claimed.isUnderWay) return { before: claimed.before, after: claimed.after };
  return claimed.isDue ? await beginRun(rows, clock, { kind, days }) : null;
}

async function beginRun(
  rows: Rows,
  clock: Clock,
  { kind, days }: { readonly kind: RetentionKind; readonly days: number },
): Promise<Run | null> {
  const [run] = await rows<Run>(sql`
    update retention_runs set started_at = ${nowSql(clock)}, before = ${daysAgoSql(clock, days)}, after = null,
      removed = 0, held = 0, unfinished = 0, finished_at = null, wanted_at = null
    where kind = ${kind} returning before, after`);
  return run ?? null;
}

/** Where a batch ended, in its transaction. */
export async function saveBatch(
  rows: Rows,
  kind: RetentionKind,
  { after, removed, held, unfinished }: RetentionBatch,
): Promise<void> {
  await rows(sql`
    update retention_runs set after = ${after}, removed = removed + ${removed}, held = held + ${held},
      unfinished = unfinished + ${unfinished}, removed_in_all = removed_in_all + ${removed}
    where kind = ${kind}`);
}

export type EndedRun = {
  readonly before: Date;
  readonly removed: bigint;
  readonly held: bigint;
  readonly unfinished: bigint;
};

export async function endRun(
  rows: Rows,
  clock: Clock,
  kind: RetentionKind,
): Promise<EndedRun | null> {
  const [ended] = await rows<EndedRun>(sql`
    update retention_runs set finished_at = ${nowSql(clock)}, removed_before = greatest(removed_before, before)
    where kind = ${kind} returning before, removed, held, unfinished`);
  return ended ?? null;
}

export type StoredRun = {
  readonly kind: RetentionKind;
  readonly wantedAt: Date | null;
  readonly startedAt: Date | null;
  readonly before: Date | null;
  readonly removed: bigint;
  readonly held: bigint;
  readonly unfinished: bigint;
  readonly finishedAt: Date | null;
  readonly removedBefore: Date | null;
  readonly removedInAll: bigint;
};

export function readRuns(rows: Rows): Promise<StoredRun[]> {
  return rows<StoredRun>(sql`
    select r.kind, r.wanted_at as "wantedAt", r.started_at as "startedAt", r.before, r.removed, r.held, r.unfinished,
      r.finished_at as "finishedAt", r.removed_before as "removedBefore", r.removed_in_all as "removedInAll"
    from retention_runs r`);
}
