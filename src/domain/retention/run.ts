import type { Logger } from 'pino';
import sql from 'sql-template-tag';
import { type BackgroundJob, NOT_DUE } from '../../core/background-job.ts';
import type { Clock } from '../../core/clock.ts';
import type { Config } from '../../core/config/config.ts';
import type { PlainDatabase, Rows } from '../../data/database.ts';
import { auditEventSql } from '../../security/audit/log.ts';
import type { Sealer } from '../../security/audit/seal.ts';
import { onHost } from '../../security/callers/caller.ts';
import type { Vault } from '../../security/vault/data-keys.ts';
import { seeHolds } from '../legal-holds/held.ts';
import { daysOf, KIND_NAMES, RETENTION_WORK, type RetentionKind } from './kinds.ts';
import { claimRun, type EndedRun, endRun, readRuns, saveBatch } from './runs.ts';
import type { RetentionState } from './state.ts';

export type RetentionOptions = {
  /** It signs what is written. */
  readonly db: PlainDatabase;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly sealer: Pick<Sealer, 'sealWithin'>;
  readonly config: Pick<Config, 'retention'>;
  readonly log: Logger;
  readonly state: RetentionState;
};

/** As long as it may keep other work in the background waiting. */
const ROUND_MS = 200;
/** How long it looks for nothing new where nothing is due. */
const IDLE_MS = 5_000;

const RETENTION = onHost('retention');

/** Does some of what is due at each call. */
export function retentionJob(options: RetentionOptions): BackgroundJob['run'] {
  const kinds = KIND_NAMES.filter((kind) => daysOf(options.config, kind) > 0);
  let idleSince = Number.NEGATIVE_INFINITY;
  return async () => {
    const begun = performance.now();
    if (kinds.length === 0 || begun - idleSince < IDLE_MS) return NOT_DUE;
    const isTime = () => performance.now() - begun < ROUND_MS;
    const failures: unknown[] = [];
    // A kind that fails, or has a lot to do, does not hold up the others.
    for (const kind of kinds)
      await runWhile(isTime, options, kind).catch((error: unknown) => failures.push(error));
    // What fails is not to be tried without a pause.
    idleSince = isTime() || failures.length > 0 ? begun : Number.NEGATIVE_INFINITY;
    options.state.set(await readRuns(options.db.rows));
    if (failures.length > 0) throw failures[0];
    return null;
  };
}

/** One batch at least. */
async function runWhile(
  isTime: () => boolean,
  options: RetentionOptions,
  kind: RetentionKind,
): Promise<void> {
  while ((await runSome(options, [kind])) && isTime());
}

/** A batch of the first kind that has something to do. @returns whether there was one */
export async function runSome(
  options: RetentionOptions,
  kinds: readonly RetentionKind[] = KIND_NAMES,
): Promise<boolean> {
  for (const kind of kinds) {
    const days = daysOf(options.config, kind);
    if (days > 0 && (await runBatch(options, { kind, days }))) return true;
  }
  return false;
}

type Limited = { readonly kind: RetentionKind; readonly days: number };

/** One batch, and the place where it ended, in one transaction. */
async function runBatch(options: RetentionOptions, { kind, days }: Limited): Promise<boolean> {
  const { db, vault, clock, sealer, log } = options;
  const ended = await db.transaction(async (rows) => {
    await seeHolds(rows);
    const run = await claimRun(rows, clock, { kind, days });
    if (run === null) return 'NOTHING';
    const batch = await RETENTION_WORK[kind].remove({ rows, vault, clock, sealer }, run);
    if (batch === 'LATER') return 'NOTHING';
    if (batch !== null) {
      await saveBatch(rows, kind, batch);
      return 'BATCH';
    }
    const end = await endRun(rows, clock, kind);
    if (end !== null && end.removed > 0n) await leaveEvent({ rows, clock }, kind, end);
    return end;
  });
  if (ended === 'NOTHING') return false;
  if (ended !== 'BATCH' && ended !== null && ended.removed > 0n)
    log.info({ kind, rows: String(ended.removed), before: ended.before }, 'old rows were deleted');
  return true;
}

async function leaveEvent(
  { rows, clock }: { readonly rows: Rows; readonly clock: Clock },
  kind: RetentionKind,
  { before, removed, held, unfinished }: EndedRun,
): Promise<void> {
  const after = {
    kind,
    before: before.toISOString(),
    removed: Number(removed),
    held: Number(held),
    unfinished: Number(unfinished),
  };
  await rows(
    auditEventSql({ clock }, RETENTION, {
      action: 'RETENTION_RUN',
      target: null,
      rows: sql`(select) one`,
      isOne: true,
      id: sql`null::bigint`,
      after: sql`${JSON.stringify(after)}::jsonb`,
    }),
  );
}
