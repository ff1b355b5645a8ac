import { setImmediate as nextTurn } from 'node:timers/promises';
import type { App } from '../../core/app.ts';
import { eachRowBy, idRead, orderById } from '../../data/coalescing/shared-read.ts';
import { ResultTooLargeError } from '../../data/connection/result-bytes.ts';
import { keepFigures } from './stored-figures.ts';
import { countSegments, type Transcript } from './transcript.ts';
import { figuresOfTranscript, type TranscriptFigures } from './transcript-figures.ts';
import { transcripts } from './transcript-sql.ts';

/** A meeting with the figures that are kept of it, else with what they are computed from. */
export type TranscriptRow = {
  readonly id: bigint;
  readonly revision: bigint;
  readonly isFinal: boolean;
  readonly figures: TranscriptFigures | null;
  /** Null also where it was too long to be read. */
  readonly transcript: Transcript | null;
};

/** Beside the reading of more segments, a statement more costs little. */
const SHORT = 128;

/** As many segments as one statement reads at most beside kept figures. */
const MOST_SEGMENTS = 4_096;

/** Most figures are kept, or soon computed: then this is the only statement. */
export const STORED_OR_SHORT = eachRowBy<null>({
  statement: (_app, ids) =>
    transcripts(ids, Math.min(SHORT, Math.floor(MOST_SEGMENTS / ids.length))),
})(null);

/** All who ask for the same meeting at the same time get the same row. */
const computed = new WeakMap<TranscriptRow, Promise<TranscriptFigures>>();

/** @returns null where they would have to be computed from a long transcript, which was not read */
export function figuresOfRow(app: App, row: TranscriptRow): Promise<TranscriptFigures> | null {
  const { id, revision, isFinal, figures, transcript } = row;
  if (figures !== null) return Promise.resolve(figures);
  if (transcript === null) return null;
  const known = computed.get(row);
  if (known !== undefined) return known;
  const fresh = figuresOfTranscript(transcript);
  const kept = isFinal ? keepFigures(app, { id, revision, figures: fresh }) : Promise.resolve();
  const found = kept.then(() => fresh);
  computed.set(row, found);
  return found;
}

/** What has more segments than this takes a turn of the event loop by itself. */
const LONG = 2_000;

/** As many long transcripts as one statement reads: all are held in memory at once. */
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
  const all = await Promise.all(
    parts.map((some) => app.sharedReads.eachInParts(app, TRANSCRIPTS, some)),
  );
  return all.flat();
}

async function computeInOrder(
  app: App,
  ids: readonly bigint[],
): Promise<(TranscriptFigures | null)[]> {
  const rows = await readTranscripts(app, ids);
  if (rows === null) return await computeOneByOne(app, ids);
  return await Promise.all(await computeInTurns(app, orderById(ids, rows)));
}

const TRANSCRIPTS = idRead(computeInOrder);

/** @returns null where several are too large to be held in memory at once */
async function readTranscripts(app: App, ids: readonly bigint[]): Promise<TranscriptRow[] | null> {
  try {
    return await app.db.heavyRows<TranscriptRow>(transcripts(ids));
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
async function computeInTurns(
  app: App,
  rows: readonly (TranscriptRow | null)[],
): Promise<(Promise<TranscriptFigures> | null)[]> {
  const all: (Promise<TranscriptFigures> | null)[] = [];
  for (const row of rows) {
    all.push(row && figuresOfRow(app, row));
    if (row?.transcript && countSegments(row.transcript) > LONG) await nextTurn();
  }
  return all;
}
