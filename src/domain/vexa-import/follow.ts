import { setTimeout as pause } from 'node:timers/promises';
import type { App } from '../../core/app.ts';
import { UnavailableError } from '../../core/errors.ts';
import { asExpected } from '../../data/errors.ts';
import { StoppedError } from '../users/erased.ts';
import { begin, headOf } from './begin.ts';
import { runAll } from './import.ts';
import type { ImportOptions, ImportReport } from './options.ts';
import type { Going, RunEnd } from './run/run.ts';
import { readSourceMark } from './source/mark.ts';
import { openSource, type Source, SourceAwayError } from './source/source.ts';
import { type Progress, saveProgress } from './stage/progress.ts';
import { type ImportTally, withNotes, writtenOf } from './stage/tally.ts';
import { survey } from './survey.ts';
import { takeChanges } from './take-changes.ts';

export type FollowOptions = Omit<ImportOptions, 'dryRun'> & {
  /** How long to wait at least before it looks for changes again. */
  readonly pollMs?: number;
  /** Heard after changes were taken over, with all that was so far. */
  readonly onChanges?: (tally: ImportTally) => void;
  /** Heard once when a database is away, and once (with null) when it is back. */
  readonly onAway?: (why: string | null) => void;
};

const POLL_MS = 2_000;
/** A database in which it takes longer to look for changes is asked less often, within limits. */
const SHARE_OF_TIME = 4;
const LONGEST_POLL_MS = 5_000;
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 60_000;

/**
 * Imports, and then takes over what changes there until it is told to stop. A database that is away is
 * waited for. However it ends, the next one goes on where it stopped.
 * @throws StartError when it cannot begin, or another process has taken this import up
 */
export async function followVexa(app: App, options: FollowOptions): Promise<ImportReport> {
  const outage = newOutage(options);
  const last: { report: ImportReport | null } = { report: null };
  const hear = (report: ImportReport) => {
    outage.over();
    last.report = report;
  };
  for (let source: Source | null = await openSource(options.from); ; source = null) {
    try {
      source ??= await openSource(options.from);
      for await (const report of followOn(app, source, options)) hear(report);
    } catch (error) {
      await outage.wait(error, last.report);
    } finally {
      await source?.close();
    }
    const { report } = last;
    if (report !== null && (options.signal?.aborted || report.interrupted)) return report;
  }
}

/** Waits longer each time, and says it once. */
function newOutage({ onAway, signal }: FollowOptions) {
  let retryMs = FIRST_RETRY_MS;
  return {
    over: (): void => {
      if (retryMs > FIRST_RETRY_MS) onAway?.(null);
      retryMs = FIRST_RETRY_MS;
    },
    /** @throws what is no outage; or, told to stop before there is anything to report, what this one is */
    wait: async (error: unknown, report: ImportReport | null): Promise<void> => {
      if (signal?.aborted && report === null) throw error;
      if (error instanceof StoppedError) return;
      const away = asExpected(error);
      if (!(away instanceof SourceAwayError || away instanceof UnavailableError)) throw error;
      if (retryMs === FIRST_RETRY_MS) onAway?.(away.message);
      await sleep(retryMs, signal);
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
    },
  };
}

/** What is here by now: when everything was read once, and each time that changes were taken over. */
async function* followOn(
  app: App,
  source: Source,
  options: FollowOptions,
): AsyncGenerator<ImportReport> {
  const { signal, followDeletions = false, pollMs = POLL_MS } = options;
  // Before the survey: what is written between the two is read twice rather than never.
  const now = await source.snapshot(readSourceMark);
  const surveyed = await survey(source);
  const { run, resumed, ...begun } = await begin(app, { source, ...surveyed }, options, now);
  // What an older copy lacks was not deleted there.
  const deletes = followDeletions && !begun.wasReplaced;
  const asked = { ...options, followDeletions: deletes };
  const { interrupted, ...read } = await readOnce(run, begun.progress, asked);
  const notes = await begun.notes();
  let { progress } = read;
  const report = (): ImportReport => {
    const tally = withNotes(progress.tally, notes);
    return { ...headOf(run), resumed, interrupted, refusal: null, tally };
  };
  yield report();
  let isFirst = true;
  while (!(interrupted || signal?.aborted)) {
    const begunAt = performance.now();
    const before = writtenOf(progress.tally);
    const since = progress.mark ?? now;
    const changed = { since, followDeletions, isFirst, ...(signal && { signal }) };
    progress = await takeChanges(run, progress, changed);
    isFirst = false;
    if (writtenOf(progress.tally) > before) options.onChanges?.(progress.tally);
    yield report();
    const rest = (performance.now() - begunAt) * SHARE_OF_TIME;
    await sleep(Math.max(pollMs, Math.min(rest, LONGEST_POLL_MS)), signal);
  }
}

/** Reads everything, unless that was done before. */
async function readOnce(run: Going, begun: Progress, options: FollowOptions): Promise<RunEnd> {
  if (begun.isFollowing) return { progress: begun, interrupted: false };
  const ended = await runAll(run, begun, options);
  if (ended.interrupted) return ended;
  const progress = { ...ended.progress, isFollowing: true };
  await run.inBatch((rows) => saveProgress(rows, run.ledger.sourceId, progress));
  return { progress, interrupted: false };
}

/** Ends early, and quietly, when it is told to. */
async function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await pause(ms, undefined, signal && { signal }).catch(() => {});
}
