import type { App } from '../../core/app.ts';
import { begin, headOf } from './begin.ts';
import { takeDeletions } from './deletions.ts';
import { hasMeetings } from './meetings/deletion-rows.ts';
import { moveUsers } from './numbers/move-users.ts';
import { checkForeignNumbers, refusalOf } from './numbers/number-check.ts';
import { numberNotes } from './numbers/number-notes.ts';
import { namedOperatorSettings } from './operator-settings.ts';
import { acceptedRisksOf, type ImportOptions, type ImportReport } from './options.ts';
import { type Going, type RunEnd, runStages } from './run/run.ts';
import { openSource, type Source } from './source/source.ts';
import { endImportRun, newProgress, type Progress } from './stage/progress.ts';
import { rehearse } from './stage/session.ts';
import { sumOf, withNotes } from './stage/tally.ts';
import { survey } from './survey.ts';

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
  const tally = withNotes(ended.progress.tally, await begun.notes());
  if (!ended.interrupted) {
    const { sourceId } = run.ledger;
    await run.inBatch((rows) => endImportRun(rows, sourceId, ended.progress, tally));
  }
  return { ...headOf(run), resumed, interrupted: ended.interrupted, refusal: null, tally };
}

/** All that is there, and then what is no longer there. */
export async function runAll(run: Going, begun: Progress, options: ImportOptions): Promise<RunEnd> {
  const isFirst = !(await run.inBatch((rows) => hasMeetings(rows, run.ledger)));
  const ended = await runStages(run, begun, options);
  if (ended.interrupted || isFirst) return ended;
  const deleted = await takeDeletions(run, { follow: options.followDeletions ?? false });
  if (deleted === null) return { ...ended, interrupted: true };
  const tally = sumOf(ended.progress.tally, deleted);
  return { ...ended, progress: { ...ended.progress, tally } };
}

async function rehearseRun(
  app: App,
  source: Source,
  options: ImportOptions,
): Promise<ImportReport> {
  const { name = 'vexa' } = options;
  const surveyed = await survey(source);
  const { shape, extents, leftOut, settings } = surveyed;
  return await rehearse(app, name, async (inBatch, ledger) => {
    const asked = acceptedRisksOf(options);
    const context = { app, source, ...surveyed, ledger, inBatch, accepts: asked };
    const { conflicts, moves } = await checkForeignNumbers(context);
    const refusal = refusalOf(conflicts);
    const accepts = { ...asked, newNumbers: asked.newNumbers || refusal !== null };
    const known = { app, source, sourceName: name, shape, extents, ledger, accepts };
    const run = { ...known, inBatch, inWriteBatch: inBatch, dryRun: true };
    await moveUsers(run, inBatch, moves);
    const { progress, interrupted } = await runAll(run, newProgress(), options);
    const numbers = await numberNotes(run, inBatch, moves);
    const tally = withNotes(progress.tally, [
      ...conflicts,
      ...numbers,
      ...namedOperatorSettings(settings),
      ...leftOut,
    ]);
    return { ...headOf(run), resumed: false, interrupted, refusal, tally };
  });
}
