import sql, { raw } from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { extentsOf } from './batches.ts';
import { hasMeetings } from './deletion-rows.ts';
import { takeDeletions } from './deletions.ts';
import { highestNumbers } from './highest-numbers.ts';
import type { Mark } from './mark.ts';
import { moveUsers } from './move-users.ts';
import { checkNumbers, refusalOf } from './number-check.ts';
import { numberNotes } from './number-notes.ts';
import { beginRun, endRun, findSource, newProgress, type Progress } from './progress.ts';
import { reserveNumbers } from './reserve-numbers.ts';
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
import { type ImportTally, type Note, noteMany, sumOf } from './tally.ts';

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
  /** Import rows whose number is taken here under new numbers. */
  readonly renumber?: boolean;
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
  /** Of a rehearsal: why the import would not begin; what follows is then what `renumber` would do. */
  readonly refusal: string | null;
  /** How many bots a user without a limit may run in the settings of this process. */
  readonly defaultMaxBots: number;
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
  const begun = await begin(app, { source, ...(await survey(source)) }, options);
  const { run, progress, resumed } = begun;
  const ended = await runAll(run, progress, options);
  await app.unknownFormatKeys.look();
  if (!ended.interrupted) {
    const { sourceId } = run.ledger;
    await run.inBatch((rows) => endRun(rows, sourceId, ended.progress));
  }
  const tally = withNotes(ended.progress.tally, await begun.notes());
  return { ...headOf(run), resumed, interrupted: ended.interrupted, refusal: null, tally };
}

type Surveyed = Awaited<ReturnType<typeof survey>> & { readonly source: Source };

/**
 * Keeps the numbers of the source for its rows, then begins the run, or takes one up. With a mark, the
 * run goes on to follow what changes there.
 */
export async function begin(
  app: App,
  surveyed: Surveyed,
  options: ImportOptions,
  mark: Mark | null = null,
) {
  const { name = 'vexa' } = options;
  const { source, shape, extents, highest, leftOut } = surveyed;
  const accepts = acceptedRisksOf(options);
  const inBatch = retrying(app);
  const before = realLedger(app, await inBatch((rows) => findSource(rows, name)));
  const moves = await reserveNumbers({ app, ...surveyed, ledger: before, inBatch, accepts });
  await moveUsers({ app, ledger: before, dryRun: false }, inBatch, moves);
  const reserved = accepts.newNumbers ? null : (highest.get('users') ?? null);
  const started = await beginRun(app.db, { name, form: shape.form, reserved, mark });
  const ledger = realLedger(app, started.sourceId);
  const known = { app, source, sourceName: name, shape, extents, ledger, accepts };
  const run: Going = { ...known, dryRun: false, inBatch };
  const notes = async () => [...(await numberNotes(run, inBatch, moves)), ...leftOut];
  return { run, progress: started.progress, resumed: started.resumed, notes };
}

export function headOf({ app, sourceName: name, shape: { form }, dryRun }: ImportRun) {
  return { name, form, dryRun, defaultMaxBots: app.config.defaultMaxConcurrentBots };
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
  renumber = false,
}: ImportOptions): AcceptedRisks {
  return { weakKeys: acceptWeakKeys, admins: mergeAdmins, newNumbers: renumber };
}

async function rehearseRun(
  app: App,
  source: Source,
  options: ImportOptions,
): Promise<ImportReport> {
  const { name = 'vexa' } = options;
  const surveyed = await survey(source);
  const { shape, extents, leftOut } = surveyed;
  return await rehearse(app, name, async (inBatch, ledger) => {
    const asked = acceptedRisksOf(options);
    const context = { app, source, ...surveyed, ledger, inBatch, accepts: asked };
    const { conflicts, moves } = await checkNumbers(context);
    const refusal = refusalOf(conflicts);
    const accepts = { ...asked, newNumbers: asked.newNumbers || refusal !== null };
    const known = { app, source, sourceName: name, shape, extents, ledger, accepts };
    const run = { ...known, inBatch, dryRun: true };
    await moveUsers(run, inBatch, moves);
    const { progress, interrupted } = await runAll(run, newProgress(), options);
    const numbers = await numberNotes(run, inBatch, moves);
    const tally = withNotes(progress.tally, [...conflicts, ...numbers, ...leftOut]);
    return { ...headOf(run), resumed: false, interrupted, refusal, tally };
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
    const highest = await highestNumbers(ask, shape, extents);
    return { shape, extents, highest, leftOut: await countLeftOut(ask, shape) };
  });
}

const NO_SUCH_DATA = 'rows are not imported: this service has no such data';
const NOT_TAKEN: readonly (readonly [table: string, why: string])[] = [
  ['recordings', NO_SUCH_DATA],
  ['media_files', NO_SUCH_DATA],
  ['transcription_jobs', NO_SUCH_DATA],
  ['calendar_events', NO_SUCH_DATA],
  ['platform_settings', "rows are not imported: set them again in Vexa's terminal"],
];

/** Tables that are not imported: said, lest anybody believe them saved. */
async function countLeftOut(query: RunQuery, { columns }: Shape): Promise<readonly Note[]> {
  const notes: Note[] = [];
  for (const [table, text] of NOT_TAKEN.filter(([name]) => columns.has(name))) {
    const [found] = await query<{ rows: number }>(
      sql`select count(*)::float8 as rows from ${raw(table)}`,
    );
    notes.push({ table, text, count: found?.rows ?? 0, examples: [] });
  }
  return notes;
}

export function withNotes(tally: ImportTally, notes: readonly Note[]): ImportTally {
  const whole = structuredClone(tally);
  for (const given of notes) noteMany(whole, given);
  return whole;
}
