import type { App } from '../../core/app.ts';
import { moveUsers } from './numbers/move-users.ts';
import { numberNotes } from './numbers/number-notes.ts';
import { reserveNumbers } from './numbers/reserve-numbers.ts';
import { takeOperatorSettings } from './operator-settings.ts';
import { acceptedRisksOf, type ImportOptions } from './options.ts';
import type { Going, ImportRun } from './run/run.ts';
import type { SourceMark } from './source/mark.ts';
import type { Source } from './source/source.ts';
import { beginRun, findSource } from './stage/progress.ts';
import { realLedger, retrying, writeBatches } from './stage/session.ts';
import type { survey } from './survey.ts';

type Surveyed = Awaited<ReturnType<typeof survey>> & { readonly source: Source };

/**
 * Keeps the numbers of the source for its rows, then begins the run, or takes one up. With a mark, the
 * run goes on to follow what changes there.
 */
export async function begin(
  app: App,
  surveyed: Surveyed,
  options: ImportOptions,
  mark: SourceMark | null = null,
) {
  const { name = 'vexa', signal } = options;
  const { source, shape, extents, highest, leftOut, settings } = surveyed;
  const accepts = acceptedRisksOf(options);
  const inBatch = retrying(app);
  const inWriteBatch = writeBatches(inBatch, signal);
  const before = realLedger(app, await inBatch((rows) => findSource(rows, name)));
  const counted = { app, ...surveyed, ledger: before, inBatch, accepts };
  const moves = await reserveNumbers(counted, signal);
  await moveUsers({ app, ledger: before, dryRun: false }, inWriteBatch, moves);
  const reserved = accepts.newNumbers ? null : (highest.get('users') ?? null);
  const started = await beginRun(app.db, { name, form: shape.form, reserved, mark });
  const fromOperator = await takeOperatorSettings(app, settings);
  const ledger = realLedger(app, started.sourceId);
  const known = { app, source, sourceName: name, shape, extents, ledger, accepts };
  const run: Going = { ...known, dryRun: false, inBatch, inWriteBatch };
  const notes = async () => [
    ...(await numberNotes(run, inBatch, moves)),
    ...fromOperator,
    ...leftOut,
  ];
  const { progress, resumed, wasReplaced } = started;
  return { run, progress, resumed, wasReplaced, notes };
}

export function headOf({ app, sourceName: name, shape: { form }, dryRun }: ImportRun) {
  return { name, form, dryRun, defaultMaxBots: app.config.defaultMaxConcurrentBots };
}
