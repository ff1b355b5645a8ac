import sql, { raw } from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { extentsOf } from './batches.ts';
import { highestNumbers } from './highest-numbers.ts';
import { moveUsers } from './move-users.ts';
import { checkNumbers, type NumberContext, refusalOf } from './number-check.ts';
import { numberNotes } from './number-notes.ts';
import { beginRun, endRun, findSource, newProgress } from './progress.ts';
import { reserveNumbers } from './reserve-numbers.ts';
import { type ImportRun, runStages, STAGES, type TableProgress } from './run.ts';
import { realLedger, rehearse, retrying } from './session.ts';
import { readShape, type Shape } from './shape.ts';
import { openSource, type RunQuery, type Source } from './source.ts';
import type { AcceptedRisks } from './stage.ts';
import { type ImportTally, type Note, noteMany } from './tally.ts';

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
  const { name = 'vexa' } = options;
  const surveyed = await survey(source);
  const { shape, extents } = surveyed;
  const accepts = acceptedRisksOf(options);
  const inBatch = retrying(app);
  const { moves, sourceId, progress, resumed } = await begin(
    { app, source, ...surveyed, inBatch, accepts },
    name,
  );
  const ledger = realLedger(app, sourceId);
  const known = { app, source, sourceName: name, shape, extents, ledger, accepts };
  const run: ImportRun = { ...known, dryRun: false };
  const ended = await runStages({ ...run, inBatch }, progress, options);
  await app.unknownFormatKeys.look();
  if (!ended.interrupted) await inBatch((rows) => endRun(rows, sourceId, ended.progress));
  const numbers = await numberNotes(run, inBatch, moves);
  const tally = withNotes(ended.progress.tally, [...numbers, ...surveyed.leftOut]);
  const { interrupted } = ended;
  return { ...headOf(run), resumed, interrupted, refusal: null, tally };
}

/** Keeps the numbers of the source for its rows, then begins the run, or takes one up. */
async function begin(context: Omit<NumberContext, 'ledger'>, name: string) {
  const { app, inBatch, accepts, shape, highest } = context;
  const ledger = realLedger(app, await inBatch((rows) => findSource(rows, name)));
  const moves = await reserveNumbers({ ...context, ledger });
  await moveUsers({ app, ledger, dryRun: false }, inBatch, moves);
  const reserved = accepts.newNumbers ? null : (highest.get('users') ?? null);
  return { moves, ...(await beginRun(app.db, { name, form: shape.form, reserved })) };
}

function headOf({ app, sourceName: name, shape: { form }, dryRun }: ImportRun) {
  return { name, form, dryRun, defaultMaxBots: app.config.defaultMaxConcurrentBots };
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
    const { progress, interrupted } = await runStages(run, newProgress(), options);
    const numbers = await numberNotes(run, inBatch, moves);
    const tally = withNotes(progress.tally, [...conflicts, ...numbers, ...leftOut]);
    return { ...headOf(run), resumed: false, interrupted, refusal, tally };
  });
}

/** What is there, at one moment. */
function survey(source: Source) {
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

const NOT_TAKEN = [
  'recordings',
  'media_files',
  'transcription_jobs',
  'calendar_events',
  'platform_settings',
];

/** Tables that have no place here: said, lest anybody believe them saved. */
async function countLeftOut(query: RunQuery, { columns }: Shape): Promise<readonly Note[]> {
  const notes: Note[] = [];
  for (const table of NOT_TAKEN.filter((name) => columns.has(name))) {
    const [found] = await query<{ rows: number }>(
      sql`select count(*)::float8 as rows from ${raw(table)}`,
    );
    const text = 'rows are not imported: this service has no such data';
    notes.push({ table, text, count: found?.rows ?? 0, examples: [] });
  }
  return notes;
}

function withNotes(tally: ImportTally, notes: readonly Note[]): ImportTally {
  const whole = structuredClone(tally);
  for (const given of notes) noteMany(whole, given);
  return whole;
}
