import sql, { raw } from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { extentsOf, type Id } from './batches.ts';
import { hasMeetings } from './deletion-rows.ts';
import { takeDeletions } from './deletions.ts';
import { reserveIds } from './new-ids.ts';
import { beginRun, endRun, newProgress, type Progress } from './progress.ts';
import {
  type Ended,
  type Going,
  type ImportRun,
  runStages,
  STAGES,
  type TableProgress,
} from './run.ts';
import { realLedger, rehearse, retrying } from './session.ts';
import { readShape, type Shape } from './shape.ts';
import { openSource, type RunQuery, type Source } from './source.ts';
import type { AcceptedRisks } from './stage.ts';
import { type ImportTally, noteMany, sumOf } from './tally.ts';

export type ImportOptions = {
  /** The address of the Vexa database. Nothing is ever written there. */
  readonly from: string;
  /** Tells several databases apart; what came from each is remembered under it. */
  readonly name?: string;
  /** Decides everything and writes nothing. */
  readonly dryRun?: boolean;
  /** Take keys over whose text is easy to guess. */
  readonly acceptWeakKeys?: boolean;
  /** Take over what belongs to users who are administrators here. */
  readonly mergeAdmins?: boolean;
  /** Delete here what was deleted there since an earlier import. */
  readonly followDeletions?: boolean;
  readonly onProgress?: (heard: TableProgress) => void;
  /** Ends the run after the batch under way. */
  readonly signal?: AbortSignal;
};

export type ImportReport = {
  readonly name: string;
  readonly form: Shape['form'];
  readonly dryRun: boolean;
  /** Whether it took up a run that had not ended; its counts are then among these. */
  readonly resumed: boolean;
  /** Whether it was told to end early. The next run goes on where it stopped. */
  readonly interrupted: boolean;
  readonly tally: ImportTally;
};

/**
 * Takes over what a Vexa database holds: users, keys, meetings with their changes of status,
 * sessions and transcripts. A killed run is taken up where it stood, and a further one takes over
 * only what is new or has changed there.
 * @throws StartError that says in one line what stands in the way
 */
export async function importVexa(app: App, options: ImportOptions): Promise<ImportReport> {
  const source = await openSource(options.from);
  try {
    return await (options.dryRun ? rehearseRun : realRun)(app, source, options);
  } finally {
    await source.close();
  }
}

async function realRun(app: App, source: Source, options: ImportOptions): Promise<ImportReport> {
  const { name = 'vexa' } = options;
  const { shape, extents, leftOut } = await survey(source);
  const { sourceId, progress, resumed } = await beginRun(app.db, { name, form: shape.form });
  const run = await runOf(app, { source, shape, extents, sourceId }, options);
  const ended = await runAll(run, progress, options);
  await app.unknownFormatKeys.look();
  if (!ended.interrupted) await run.inBatch((rows) => endRun(rows, sourceId, ended.progress));
  const tally = withLeftOut(ended.progress.tally, leftOut);
  return { name, form: shape.form, dryRun: false, resumed, interrupted: ended.interrupted, tally };
}

type Surveyed = Pick<ImportRun, 'source' | 'shape' | 'extents'> & { readonly sourceId: Id };

/** With the numbers of the rows there kept for them. */
export async function runOf(
  app: App,
  { sourceId, ...surveyed }: Surveyed,
  options: ImportOptions,
): Promise<Going> {
  for (const { into, from } of STAGES) {
    if (into !== null) await reserveIds(app.db, into, surveyed.extents.get(from.name)?.upTo ?? '0');
  }
  const { name = 'vexa' } = options;
  const accepts = acceptedRisksOf(options);
  const ledger = realLedger(app, sourceId);
  const known = { app, ...surveyed, sourceName: name, ledger, accepts };
  return { ...known, dryRun: false, inBatch: retrying(app) };
}

/** All that is there, and then what is no longer there. */
export async function runAll(run: Going, begun: Progress, options: ImportOptions): Promise<Ended> {
  const isFirst = !(await run.inBatch((rows) => hasMeetings(rows, run.ledger)));
  const ended = await runStages(run, begun, options);
  if (ended.interrupted || isFirst) return ended;
  const deleted = await takeDeletions(run, { follow: options.followDeletions ?? false });
  const tally = sumOf(ended.progress.tally, deleted);
  return { ...ended, progress: { ...ended.progress, tally } };
}

function acceptedRisksOf({
  acceptWeakKeys = false,
  mergeAdmins = false,
}: ImportOptions): AcceptedRisks {
  return { weakKeys: acceptWeakKeys, admins: mergeAdmins };
}

async function rehearseRun(
  app: App,
  source: Source,
  options: ImportOptions,
): Promise<ImportReport> {
  const { name = 'vexa' } = options;
  const { shape, extents, leftOut } = await survey(source);
  return await rehearse(app, name, async (inBatch, ledger) => {
    const accepts = acceptedRisksOf(options);
    const known = { app, source, sourceName: name, shape, extents, ledger, accepts };
    const run = { ...known, inBatch, dryRun: true };
    const { progress, interrupted } = await runAll(run, newProgress(), options);
    const tally = withLeftOut(progress.tally, leftOut);
    return { name, form: shape.form, dryRun: true, resumed: false, interrupted, tally };
  });
}

/** What is there, at one moment. */
export function survey(source: Source) {
  return source.snapshot(async (ask) => {
    const shape = await readShape(ask);
    const extents = await extentsOf(
      ask,
      STAGES.map(({ from }) => from.name),
    );
    return { shape, extents, leftOut: await countLeftOut(ask, shape) };
  });
}

const NOT_TAKEN = [
  'recordings',
  'media_files',
  'transcription_jobs',
  'calendar_events',
  'platform_settings',
];

/** Tables that have no place here: said, lest anybody believe them saved. */
async function countLeftOut(
  query: RunQuery,
  { columns }: Shape,
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const table of NOT_TAKEN.filter((name) => columns.has(name))) {
    const [found] = await query<{ rows: number }>(
      sql`select count(*)::float8 as rows from ${raw(table)}`,
    );
    counts.set(table, found?.rows ?? 0);
  }
  return counts;
}

export function withLeftOut(tally: ImportTally, leftOut: ReadonlyMap<string, number>): ImportTally {
  const whole = structuredClone(tally);
  for (const [table, rows] of leftOut) {
    const text = 'rows are not imported: this service has no such data';
    noteMany(whole, { table, text, count: rows, examples: [] });
  }
  return whole;
}
