import { setImmediate as nextTurn } from 'node:timers/promises';
import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { outsideRequestScope } from '../../core/request/scope.ts';
import { untilOver } from '../../core/request/shared.ts';
import { isLockTimeout } from '../../data/errors.ts';
import type { TranscriptFigures } from './transcript-figures.ts';

/** The figures of a meeting that is over, as they were at a revision of what they are computed from. */
export type FreshFigures = {
  readonly id: bigint;
  readonly revision: bigint;
  readonly figures: TranscriptFigures;
};

type Storing = { readonly all: FreshFigures[]; readonly done: Promise<void> };

const begun = new WeakMap<App, Storing>();

/** Keeps figures for the next reader. Those who computed some in the same turn share a statement. */
export async function keepFigures(app: App, fresh: FreshFigures): Promise<void> {
  const storing = begun.get(app) ?? beginStoring(app);
  if (app.config.shortCuts) begun.set(app, storing);
  storing.all.push(fresh);
  await untilOver(storing.done);
}

function beginStoring(app: App): Storing {
  const all: FreshFigures[] = [];
  // Also where nobody waits for it any longer: the next reader will ask.
  const done = outsideRequestScope(async () => {
    await nextTurn();
    begun.delete(app);
    await storeFigures(app, all);
  });
  return { all, done };
}

/**
 * Nothing is kept of a meeting that changed since it was read: its revision has moved on. Nobody waits
 * for one that is just being changed, or for the disk: what is lost is computed again.
 */
async function storeFigures(app: App, all: readonly FreshFigures[]): Promise<void> {
  await app.db
    .rows(sql`
    with settings as materialized (select set_config('lock_timeout', '50ms', true), set_config('synchronous_commit', 'off', true))
    insert into meeting_figures as f (meeting_id, revision, kept_revision, transcript)
    select o.id, o.revision, o.revision, o.figures from settings,
      unnest(${all.map(({ id }) => id)}::bigint[], ${all.map(({ revision }) => revision)}::bigint[],
        ${all.map(({ figures }) => JSON.stringify(figures))}::jsonb[]) o(id, revision, figures)
    order by o.id
    on conflict (meeting_id) do update set kept_revision = excluded.kept_revision, transcript = excluded.transcript
      where f.revision = excluded.kept_revision`)
    // The figures are right without being kept: a read must not fail because nothing can be written.
    .catch((error: unknown) => {
      if (!isLockTimeout(error)) app.log.warn({ err: error }, 'figures could not be stored');
    });
}
