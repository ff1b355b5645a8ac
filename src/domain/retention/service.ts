import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { daysAgoSql, nowSql } from '../../core/clock.ts';
import { InvalidInputError } from '../../core/errors.ts';
import { PATIENCE_MS } from '../../core/request/patience.ts';
import { currentRequest } from '../../core/request/scope.ts';
import { auditEventSql } from '../../security/audit/log.ts';
import type { Caller } from '../../security/callers/caller.ts';
import { inTransaction } from '../../security/unit-of-work.ts';
import {
  daysOf,
  KIND_NAMES,
  RETENTION_KINDS,
  RETENTION_WORK,
  type RetentionKind,
} from './kinds.ts';
import { readRuns, type StoredRun } from './runs.ts';

export type RetentionPolicy = {
  readonly kind: RetentionKind;
  readonly days: number;
  /** Rows that are older are deleted; null where none are. */
  readonly before: Date | null;
  readonly run: StoredRun | null;
};

/** What is in force for each kind, and its run. */
export async function readPolicies({ db, clock, config }: App): Promise<RetentionPolicy[]> {
  const runs = new Map((await readRuns(db.rows)).map((run) => [run.kind, run]));
  const limits = await readLimits({ db, clock, config });
  return KIND_NAMES.map((kind) => ({
    kind,
    days: daysOf(config, kind),
    before: limits.get(kind) ?? null,
    run: runs.get(kind) ?? null,
  }));
}

/** Before when rows of each kind are deleted, for those with a limit. */
async function readLimits({
  db,
  clock,
  config,
}: Pick<App, 'db' | 'clock' | 'config'>): Promise<ReadonlyMap<RetentionKind, Date>> {
  const limited = KIND_NAMES.filter((kind) => daysOf(config, kind) > 0);
  const found = await db.rows<{ readonly kind: RetentionKind; readonly before: Date }>(sql`
    select l.kind, ${daysAgoSql(clock, sql`l.days`)} as before
    from unnest(${limited}::text[], ${limited.map((kind) => daysOf(config, kind))}::int[]) l(kind, days)`);
  return new Map(found.map(({ kind, before }) => [kind, before]));
}

export type RetentionCount = {
  readonly kind: RetentionKind;
  readonly before: Date;
  readonly rows: number;
  readonly held: number;
  readonly unfinished: number;
};

/** How many rows a run would delete now. Nothing is locked. */
export async function countOld(
  app: App,
  kinds: readonly RetentionKind[],
): Promise<RetentionCount[]> {
  currentRequest()?.answerWithin(PATIENCE_MS);
  const limits = await readLimits(app);
  const counts: RetentionCount[] = [];
  for (const kind of kinds) {
    const before = limits.get(kind);
    if (before !== undefined) counts.push(await countKind(app, kind, before));
  }
  return counts;
}

async function countKind(
  { db, vault }: App,
  kind: RetentionKind,
  before: Date,
): Promise<RetentionCount> {
  const count = { kind, before, rows: 0, held: 0, unfinished: 0 };
  for (let after: string | null = null; ; ) {
    const batch = await RETENTION_WORK[kind].count(
      { rows: db.heavyRows, vault },
      { before, after },
    );
    if (batch === null) return count;
    count.rows += batch.removed;
    count.held += batch.held;
    count.unfinished += batch.unfinished;
    after = batch.after;
  }
}

/** @throws InvalidInputError for a kind that is kept for ever */
export function limitedKinds(
  { config }: Pick<App, 'config'>,
  kinds: readonly RetentionKind[] | null,
): readonly RetentionKind[] {
  const unlimited = (kinds ?? []).flatMap((kind, place) =>
    daysOf(config, kind) > 0 ? [] : [{ kind, place }],
  );
  if (unlimited.length > 0)
    throw new InvalidInputError(
      unlimited.map(({ kind, place }) => ({
        path: ['kinds', place],
        message: `is kept forever: set ${RETENTION_KINDS[kind].setting}`,
        type: 'value_error',
      })),
    );
  return [...new Set(kinds ?? KIND_NAMES)].filter((kind) => daysOf(config, kind) > 0);
}

/** Has a run of these kinds begin within seconds. One that is under way goes on first. */
export async function requestRun(
  app: App,
  caller: Caller,
  kinds: readonly RetentionKind[],
): Promise<void> {
  if (kinds.length === 0) return;
  await inTransaction(app, caller, async ({ rows }) => {
    await rows(sql`
      insert into retention_runs (kind, wanted_at) select kind, ${nowSql(app.clock)} from unnest(${kinds}::text[]) kind
      on conflict (kind) do update set wanted_at = excluded.wanted_at`);
    await rows(
      auditEventSql(app, caller, {
        action: 'RETENTION_REQUESTED',
        target: null,
        rows: sql`(select) one`,
        isOne: true,
        id: sql`null::bigint`,
        after: sql`${JSON.stringify({ kinds })}::jsonb`,
      }),
    );
  });
}
