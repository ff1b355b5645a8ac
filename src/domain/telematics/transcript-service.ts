import { setImmediate as nextTurn } from 'node:timers/promises';
import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { outsideRequestScope } from '../../core/request/scope.ts';
import { untilOver } from '../../core/request/shared.ts';
import { idRead, orderById } from '../../data/coalescing/shared-read.ts';
import { ResultTooLargeError } from '../../data/connection/result-bytes.ts';
import type { Transcript } from './transcript.ts';
import { figuresOfTranscript, type TranscriptFigures } from './transcript-figures.ts';
import { transcripts } from './transcript-sql.ts';

type Row = {
  readonly id: bigint;
  readonly revision: bigint;
  readonly isFinal: boolean;
} & (
  | { readonly figures: TranscriptFigures; readonly transcript: null }
  | { readonly figures: null; readonly transcript: Transcript }
);

type Computed = {
  readonly id: bigint;
  readonly revision: bigint;
  readonly figures: TranscriptFigures;
  /** Whether they are to be kept, which they are not yet. */
  readonly isFresh: boolean;
};

/** What has more segments than this takes a turn of the event loop by itself. */
const LONG = 2_000;

/** As many transcripts as one statement reads: all are held in memory at once. */
const MOST = 8;

/**
 * The figures of meetings of which none are kept; null where there is no meeting. Those who ask for the
 * same meeting at the same time share one computation.
 */
export async function computeTranscripts(
  app: App,
  ids: readonly bigint[],
): Promise<(TranscriptFigures | null)[]> {
  const parts = Array.from({ length: Math.ceil(ids.length / MOST) }, (_, part) =>
    ids.slice(part * MOST, (part + 1) * MOST),
  );
  const computed = await Promise.all(
    parts.map((some) => app.sharedReads.eachInParts(app, TRANSCRIPTS, some)),
  );
  return computed.flat();
}

async function computeInOrder(
  app: App,
  ids: readonly bigint[],
): Promise<(TranscriptFigures | null)[]> {
  const rows = await readTranscripts(app, ids);
  if (rows === null) return await computeOneByOne(app, ids);
  const computed = await computeInTurns(rows);
  const fresh = computed.filter(({ isFresh }) => isFresh);
  // Kept also where nobody waits for them any longer: the next reader will.
  if (fresh.length > 0) await untilOver(outsideRequestScope(() => storeFigures(app, fresh)));
  return orderById(ids, computed).map((row) => row?.figures ?? null);
}

const TRANSCRIPTS = idRead(computeInOrder);

/** @returns null where several are too large to be held in memory at once */
async function readTranscripts(app: App, ids: readonly bigint[]): Promise<Row[] | null> {
  try {
    return await app.db.heavyRows<Row>(transcripts(ids));
  } catch (error) {
    if (ids.length > 1 && error instanceof ResultTooLargeError) return null;
    throw error;
  }
}

async function computeOneByOne(
  app: App,
  ids: readonly bigint[],
): Promise<(TranscriptFigures | null)[]> {
  const all: (TranscriptFigures | null)[] = [];
  for (const id of ids) all.push(...(await computeInOrder(app, [id])));
  return all;
}

/** Lets others be answered between long transcripts. */
async function computeInTurns(rows: readonly Row[]): Promise<Computed[]> {
  const all: Computed[] = [];
  for (const { id, revision, isFinal, figures: kept, transcript } of rows) {
    const figures = kept ?? figuresOfTranscript(transcript);
    all.push({ id, revision, figures, isFresh: isFinal && kept === null });
    if (kept === null && figures.segments > LONG) await nextTurn();
  }
  return all;
}

/** Nothing is kept of a meeting that changed since it was read: its revision has moved on. */
async function storeFigures(app: App, rows: readonly Computed[]): Promise<void> {
  await app.db
    .rows(sql`
    insert into meeting_figures as f (meeting_id, revision, kept_revision, transcript)
    select * from unnest(${rows.map(({ id }) => id)}::bigint[], ${rows.map(({ revision }) => revision)}::bigint[],
      ${rows.map(({ revision }) => revision)}::bigint[], ${rows.map(({ figures }) => JSON.stringify(figures))}::jsonb[])
    on conflict (meeting_id) do update set kept_revision = excluded.kept_revision, transcript = excluded.transcript
      where f.revision = excluded.kept_revision`)
    // The figures are right without being kept: a read must not fail because nothing can be written.
    .catch((error: unknown) => app.log.warn({ err: error }, 'figures could not be stored'));
}
