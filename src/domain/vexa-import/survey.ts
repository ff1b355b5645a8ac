import sql, { raw } from 'sql-template-tag';
import { highestNumbers } from './numbers/highest-numbers.ts';
import { STAGES } from './run/run.ts';
import { extentsOf } from './source/batches.ts';
import { readShape, type Shape } from './source/shape.ts';
import type { RunQuery, Source } from './source/source.ts';
import type { Note } from './stage/tally.ts';

/** What is there, at one moment. */
export function survey(source: Source) {
  return source.snapshot(async (ask) => {
    const shape = await readShape(ask);
    const extents = await extentsOf(
      ask,
      STAGES.map(({ from }) => from.name),
    );
    const highest = await highestNumbers(ask, shape);
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
