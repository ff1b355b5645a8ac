import sql, { raw, type Sql } from 'sql-template-tag';
import { isRefusedContent } from '../../../data/errors.ts';
import type { Shape } from './shape.ts';
import type { QuerySource, Source } from './source.ts';

/** Row numbers as text: they are 64 bits wide here, whatever they are there. */
export type Id = string;

/** Rows with an id above `after` and up to `upTo`. */
export type IdRange = {
  readonly after: Id;
  readonly upTo: Id;
  /** Only these of them; left out: all. */
  readonly among?: readonly Id[];
};

/** Below every id. */
export const FIRST_ID: Id = '-9223372036854775808';

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
  query: QuerySource,
  names: readonly string[],
): Promise<ReadonlyMap<string, Extent>> {
  const extents = new Map<string, Extent>();
  for (const name of names) {
    const [extent] = await query<Extent>(sql`
      select count(*)::float8 as rows, coalesce(max(id)::bigint, ${FIRST_ID}::bigint)::text as "upTo" from ${raw(name)}`);
    if (extent !== undefined) extents.set(name, extent);
  }
  return extents;
}

/** A range that was read, or why the source could not read it. */
export type ReadRange<Batch> = { readonly range: IdRange } & (
  | { readonly batch: Batch }
  | { readonly refused: unknown }
);

/** Reads one range. A row that the source itself cannot read is no reason to end the run. */
export async function readPart<Batch>(
  query: QuerySource,
  range: IdRange,
  read: (query: QuerySource, range: IdRange) => Promise<Batch>,
): Promise<ReadRange<Batch>> {
  try {
    return { range, batch: await read(query, range) };
  } catch (error) {
    if (!isRefusedContent(error)) throw error;
    return { range, refused: error };
  }
}

/** Two ranges with half of the rows each; null where there is but one row. */
export async function halvesOf(
  query: QuerySource,
  { name }: Portion,
  range: IdRange,
): Promise<readonly [IdRange, IdRange] | null> {
  const [row] = await query<{ readonly middle: Id }>(sql`
    select id::text as middle from (
      select t.id, row_number() over (order by t.id) as place, count(*) over () as rows
      from ${raw(name)} t where ${inIdRange(range)}) counted
    where place = rows / 2`);
  if (row === undefined) return null;
  return [
    { ...range, upTo: row.middle },
    { ...range, after: row.middle },
  ];
}

/** Reads a table in parts, each in a snapshot of its own; the next while this one is worked on. */
export async function* batchesOf<Batch>(
  source: Source,
  portion: Portion,
  { after, upTo }: IdRange,
  read: (query: QuerySource, range: IdRange) => Promise<Batch>,
): AsyncGenerator<ReadRange<Batch>> {
  const fetch = (from: Id) =>
    source.snapshot(async (ask) => {
      const end = await endOfBatch(ask, portion, { after: from, upTo });
      if (end === null) return null;
      return await readPart(ask, { after: from, upTo: end }, read);
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
  query: QuerySource,
  { name, batchSize, bulk }: Portion,
  range: IdRange,
): Promise<Id | null> {
  const [row] = await query<{ readonly end: Id | null }>(sql`
    select max(id)::text as "end" from (
      select id, sum(bytes) over (order by id) - bytes as before from (
        select t.id, coalesce(pg_column_size(${raw(`t."${bulk}"`)}), 0) as bytes
        from ${raw(name)} t where ${inIdRange(range)} order by t.id limit ${batchSize}) part) sized
    where before < ${MOST_BYTES}`);
  return row?.end ?? null;
}

export function inIdRange({ after, upTo, among }: IdRange): Sql {
  const bounds = sql`t.id > ${after}::bigint and t.id <= ${upTo}::bigint`;
  return among === undefined ? bounds : sql`${bounds} and t.id = any (${among}::bigint[])`;
}

/** How the rows of a range are read: the columns, from a table aliased `t`. */
export type Reader<Batch> = (query: QuerySource, shape: Shape, range: IdRange) => Promise<Batch>;
