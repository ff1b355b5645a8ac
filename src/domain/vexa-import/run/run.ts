import type { Rows } from '../../../data/database.ts';
import { codeOf, isRefusedContent } from '../../../data/errors.ts';
import { StoppedError } from '../../users/erased.ts';
import { meetingStage } from '../meetings/meetings.ts';
import { segmentStage } from '../meetings/segments.ts';
import { sessionStage } from '../meetings/sessions.ts';
import {
  batchesOf,
  type Extent,
  FIRST_ID,
  halvesOf,
  type IdRange,
  type ReadRange,
  readPart,
} from '../source/batches.ts';
import type { Shape } from '../source/shape.ts';
import type { Source } from '../source/source.ts';
import { type Progress, saveProgress } from '../stage/progress.ts';
import type { InBatch } from '../stage/session.ts';
import type { ImportContext, Stage } from '../stage/stage.ts';
import { count, emptyTally, note, readOf, sumOf, type Table } from '../stage/tally.ts';
import { tokenStage } from '../tokens/tokens.ts';
import { userStage } from '../users/users.ts';

export type ImportRun = Omit<ImportContext, 'rows' | 'tally'> & {
  readonly source: Source;
  readonly shape: Shape;
  readonly extents: ReadonlyMap<string, Extent>;
};

/** How far a table has come, told after each batch. */
export type TableProgress = {
  readonly table: Table;
  readonly done: number;
  readonly total: number;
};

type Listener = {
  readonly onProgress?: (heard: TableProgress) => void;
  readonly signal?: AbortSignal;
};

export type RunEnd = { readonly progress: Progress; readonly interrupted: boolean };
export type Going = ImportRun & {
  readonly inBatch: InBatch;
  /** For what is written. @throws StoppedError where it is told to stop while a user is erased */
  readonly inWriteBatch: InBatch;
};

/** In the order in which rows refer to each other. */
export const STAGES = [userStage, tokenStage, meetingStage, sessionStage, segmentStage] as const;

export async function runStages(run: Going, begun: Progress, listener: Listener): Promise<RunEnd> {
  let ended: RunEnd = { progress: begun, interrupted: false };
  ended = await runStage(run, userStage, ended, listener);
  ended = await runStage(run, tokenStage, ended, listener);
  ended = await runStage(run, meetingStage, ended, listener);
  ended = await runStage(run, sessionStage, ended, listener);
  return await runStage(run, segmentStage, ended, listener);
}

async function runStage<Batch>(
  run: Going,
  stage: Stage<Batch>,
  before: RunEnd,
  { onProgress, signal }: Listener,
): Promise<RunEnd> {
  if (before.interrupted) return before;
  let { progress } = before;
  const { table, from, read, finish } = stage;
  const { rows: total, upTo } = run.extents.get(from.name) ?? { rows: 0, upTo: FIRST_ID };
  const tell = () => onProgress?.({ table, done: readOf(progress.tally, table), total });
  tell();
  const rest = { after: progress.last[table] ?? FIRST_ID, upTo };
  const batches = batchesOf(run.source, from, rest, (ask, range) => read(ask, run.shape, range));
  try {
    for await (const part of batches) {
      progress = await takePart(run, stage, progress, part);
      tell();
      if (signal?.aborted) return { progress, interrupted: true };
    }
    if (finish !== undefined && !progress.finished.includes(table)) {
      const done = { finished: [...progress.finished, table] };
      progress = await advance(run, { ...progress, ...done }, (step) => finish(step, upTo));
    }
    return { progress, interrupted: false };
  } catch (error) {
    if (error instanceof StoppedError) return { progress, interrupted: true };
    throw error;
  }
}

/** Takes a part over; if it is refused, in smaller parts, until the row that spoils it is alone. */
export async function takePart<Batch>(
  run: Going,
  stage: Stage<Batch>,
  before: Progress,
  part: ReadRange<Batch>,
): Promise<Progress> {
  const { table, take } = stage;
  const { range } = part;
  const after = { ...before, last: { ...before.last, [table]: range.upTo } };
  try {
    if ('refused' in part) throw part.refused;
    return await advance(run, after, (step) => take(step, part.batch, range));
  } catch (error) {
    if (!isRefusedContent(error)) throw error;
    return (
      (await takeHalves(run, stage, before, range)) ??
      (await advance(run, after, (step) => skipRefused(step, table, range, error)))
    );
  }
}

async function takeHalves<Batch>(
  run: Going,
  stage: Stage<Batch>,
  before: Progress,
  range: IdRange,
): Promise<Progress | null> {
  const { source, shape } = run;
  const halves = await source.snapshot((ask) => halvesOf(ask, stage.from, range));
  if (halves === null) return null;
  let progress = before;
  for (const half of halves) {
    const part = await source.snapshot((ask) =>
      readPart(ask, half, (asking, wanted) => stage.read(asking, shape, wanted)),
    );
    progress = await takePart(run, stage, progress, part);
  }
  return progress;
}

function skipRefused(
  { tally }: ImportContext,
  table: Table,
  { upTo }: IdRange,
  error: unknown,
): Promise<void> {
  count(tally, table, 'skipped');
  // By its code: the database's own words may repeat what is in the row.
  note(tally, table, `skipped: the database rejects them (${codeOf(error)})`, [upTo]);
  return Promise.resolve();
}

/** Does the work and saves how far it brought the run, both or neither. */
function advance(
  run: Going,
  progress: Progress,
  work: (step: ImportContext) => Promise<void>,
): Promise<Progress> {
  const takeOver = async (rows: Rows) => {
    const tally = emptyTally();
    await work({ ...run, rows, tally });
    const next = { ...progress, tally: sumOf(progress.tally, tally) };
    if (!run.dryRun) await saveProgress(rows, run.ledger.sourceId, next);
    return next;
  };
  return run.inWriteBatch(takeOver);
}
