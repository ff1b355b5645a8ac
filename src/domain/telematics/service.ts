import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import type { ReadEach } from '../../data/coalescing/combined-query.ts';
import { eachRowBy } from '../../data/coalescing/shared-read.ts';
import { columnsSql } from '../../data/sql/columns.ts';
import { opaqueIds } from '../../data/sql/opaque.ts';
import { PERFORMANCE, type Performance } from './performance-sql.ts';
import type { TranscriptFigures } from './transcript-figures.ts';
import {
  computeTranscripts,
  figuresOfRow,
  STORED_OR_SHORT,
  type TranscriptRow,
} from './transcript-service.ts';

/** One statement for all of them. */
export function loadPerformance(read: ReadEach, ids: readonly bigint[]): Promise<Performance[]> {
  return read<Performance>(ids, BY_MEETING);
}

const BY_MEETING = eachRowBy<null>({
  statement: (_app, ids) => sql`
    select ${columnsSql(PERFORMANCE)}
    from meetings m where m.id = any(${opaqueIds(ids)})`,
})(null);

/**
 * One statement for all whose figures are kept or whose transcript is short. What is computed for a
 * meeting that is over is kept, so that the next reading computes nothing.
 */
export async function loadTranscripts(
  { app, read }: { readonly app: App; readonly read: ReadEach },
  ids: readonly bigint[],
): Promise<(TranscriptFigures & { readonly id: bigint })[]> {
  const rows = await read<TranscriptRow>(ids, STORED_OR_SHORT);
  const short = await Promise.all(rows.map((row) => figuresOfRow(app, row)));
  const open = rows.filter((_, place) => short[place] === null).map(({ id }) => id);
  const long = open.length > 0 ? await computeTranscripts(app, open) : [];
  const computed = new Map(open.map((id, place) => [id, long[place]]));
  return rows.flatMap(({ id }, place) => {
    const figures = short[place] ?? computed.get(id);
    // A meeting may be gone by the time its transcript is read.
    return figures ? [{ ...figures, id }] : [];
  });
}
