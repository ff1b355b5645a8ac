import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import type { ReadEach } from '../../data/coalescing/combined-query.ts';
import { eachRowBy } from '../../data/coalescing/shared-read.ts';
import { columnsSql } from '../../data/sql/columns.ts';
import { opaqueIds } from '../../data/sql/opaque.ts';
import { PERFORMANCE, type Performance } from './performance-sql.ts';
import type { TranscriptFigures } from './transcript-figures.ts';
import { computeTranscripts } from './transcript-service.ts';
import { storedFigures } from './transcript-sql.ts';

/** One statement for all of them. */
export function loadPerformance(read: ReadEach, ids: readonly bigint[]): Promise<Performance[]> {
  return read<Performance>(ids, BY_MEETING);
}

const BY_MEETING = eachRowBy<null>({
  statement: (_app, ids) => sql`
    select ${columnsSql(PERFORMANCE)}
    from meetings m where m.id = any(${opaqueIds(ids)})`,
})(null);

const KEPT = eachRowBy<null>({ statement: (_app, ids) => storedFigures(ids) })(null);

type StoredFigures = { readonly figures: TranscriptFigures | null };

/**
 * One statement for all whose figures are kept. Others read the transcripts of the rest, and keep what
 * comes of those that are over, so that the next reading computes nothing.
 */
export async function loadTranscripts(
  { app, read }: { readonly app: App; readonly read: ReadEach },
  ids: readonly bigint[],
): Promise<(TranscriptFigures & { readonly id: bigint })[]> {
  const rows = await read<StoredFigures>(ids, KEPT);
  const open = rows.filter(({ figures }) => figures === null).map(({ id }) => id);
  const computed = open.length > 0 ? await computeTranscripts(app, open) : [];
  const fresh = new Map(open.map((id, place) => [id, computed[place]]));
  return rows.flatMap(({ id, figures: kept }) => {
    const figures = kept ?? fresh.get(id);
    // A meeting may be gone by the time its transcript is read.
    return figures ? [{ ...figures, id }] : [];
  });
}
