import sql, { raw, type Sql } from 'sql-template-tag';
import type { Shape } from './shape.ts';
import type { Ask, Source } from './source.ts';

/** Row numbers as text: they are 64 bits wide here, whatever they are there. */
export type Id = string;

/** Rows with an id above `after` and up to `upTo`. */
export type Range = { readonly after: Id; readonly upTo: Id };

/** Below every id. */
export const START: Id = '-9223372036854775808';

/** What of a table was there when the run began: later rows wait for the next run. */
export type Extent = { readonly rows: number; readonly upTo: Id };

/** A table to be read by id, and how much of it at once. */
export type Portion = {
  /** Its name there. */
  readonly name: string;
  readonly batchSize: number;
  /** The column that can be large. */
  readonly bulk: string;
};

/** Of what is compressed there: enough rows to be quick, and few enough to fit in memory. */
const MOST_BYTES = 1_000_000;

/** All at one moment, so that no row is read before the one that it refers to. */
export async function extentsOf(
  ask: Ask,
  names: readonly string[],
): Promise<ReadonlyMap<string, Extent>> {
  const extents = new Map<string, Extent>();
  for (const name of names) {
    const [extent] = await ask<Extent>(sql`
      select count(*)::float8 as rows, coalesce(max(id)::bigint, ${START}::bigint)::text as "upTo" from ${raw(name)}`);
    if (extent !== undefined) extents.set(name, extent);
  }
  return extents;
}

/** Reads a table in parts, each in a snapshot of its own; the next while this one is worked on. */
export async function* batchesOf<Batch>(
  source: Source,
  portion: Portion,
  { after, upTo }: Range,
  read: (ask: Ask, range: Range) => Promise<Batch>,
): AsyncGenerator<{ readonly range: Range; readonly batch: Batch }> {
  const fetch = (from: Id) =>
    source.snapshot(async (ask) => {
      const end = await endOfBatch(ask, portion, { after: from, upTo });
      if (end === null) return null;
      const range = { after: from, upTo: end };
      return { range, batch: await read(ask, range) };
    });
  for (let next = fetch(after); ; ) {
    const current = await next;
    if (current === null) return;
    next = fetch(current.range.upTo);
    // Whoever stops here does not wait for it: its failure is then nobody's.
    next.catch(() => {});
    yield current;
  }
}

async function endOfBatch(
  ask: Ask,
  { name, batchSize, bulk }: Portion,
  range: Range,
): Promise<Id | null> {
  const [row] = await ask<{ readonly end: Id | null }>(sql`
    select max(id)::text as "end" from (
      select id, sum(bytes) over (order by id) - bytes as before from (
        select t.id, coalesce(pg_column_size(${raw(`t."${bulk}"`)}), 0) as bytes
        from ${raw(name)} t where ${within(range)} order by t.id limit ${batchSize}) part) sized
    where before < ${MOST_BYTES}`);
  return row?.end ?? null;
}

export function within({ after, upTo }: Range): Sql {
  return sql`t.id > ${after}::bigint and t.id <= ${upTo}::bigint`;
}

/** How the rows of a range are read: the columns, from a table aliased `t`. */
export type Reader<Batch> = (ask: Ask, shape: Shape, range: Range) => Promise<Batch>;
