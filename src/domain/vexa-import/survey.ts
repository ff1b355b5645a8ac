import sql, { raw } from 'sql-template-tag';
import { highestNumbers } from './numbers/highest-numbers.ts';
import { readOperatorSettings } from './operator-settings.ts';
import { STAGES } from './run/run.ts';
import { extentsOf } from './source/batches.ts';
import { readShape, type Shape } from './source/shape.ts';
import type { QuerySource, Source } from './source/source.ts';
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
    const settings = await readOperatorSettings(ask, shape);
    return { shape, extents, highest, settings, leftOut: await countLeftOut(ask, shape) };
  });
}

const NOT_TAKEN = ['recordings', 'media_files', 'transcription_jobs', 'calendar_events'];

/** Tables that have no place here: said, lest anybody believe them saved. */
async function countLeftOut(query: QuerySource, { columns }: Shape): Promise<readonly Note[]> {
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
