import sql, { type Sql } from 'sql-template-tag';
import { orderById, type RowReaders, type SharedReads } from './read-coalescing.ts';

/** A statement that yields one row for each of some ids that exist, under `id`. */
export type EachRow = {
  /** The same for the same columns. */
  readonly name: string;
  /** All that the statement depends on beside the ids. */
  readonly args?: unknown;
  /** It sums up many rows for each id. */
  readonly isSummary?: true;
  readonly statement: (ids: readonly bigint[]) => Sql;
};

export type ReadEach = <Row>(
  ids: readonly bigint[],
  each: EachRow,
) => Promise<(Row & { readonly id: bigint })[]>;

type Found = { readonly id: bigint };

type Waiting = {
  readonly key: string;
  readonly ids: readonly bigint[];
  readonly each: EachRow;
  readonly answer: (rows: Promise<Found[]>) => void;
};

/**
 * Statements about the same rows that one request asks for together go out as one, side by side.
 * Each gets the columns of all: statements of the same name never meet.
 */
export function combinedQueries(
  { rows, heavyRows }: RowReaders,
  sharedReads: SharedReads,
): ReadEach {
  let waiting: Waiting[] = [];

  function send(): void {
    const groups = Map.groupBy(waiting, ({ key }) => key);
    waiting = [];
    for (const group of groups.values()) {
      const sent = read(
        group[0]?.ids ?? [],
        group.map(({ each }) => each),
      );
      for (const { answer } of group) answer(sent);
    }
  }

  async function read(ids: readonly bigint[], all: readonly EachRow[]): Promise<Found[]> {
    const isSummary = all.some((each) => each.isSummary);
    const run = isSummary ? heavyRows : rows;
    const find = (some: readonly bigint[]) =>
      run<Found>(all.map(({ statement }) => statement(some)).reduce(joined));
    const findInOrder = async (some: readonly bigint[]) => orderById(some, await find(some));
    const name = all.map(({ name: own, args }) => `${own} ${JSON.stringify(args)}`).join(' + ');
    const share = isSummary ? sharedReads.eachInParts : sharedReads.each;
    const found = await share(name, ids, findInOrder);
    return found.filter((row) => row !== null);
  }

  return <Row>(ids: readonly bigint[], each: EachRow) => {
    const { promise, resolve } = Promise.withResolvers<Found[]>();
    // After all that this turn still asks for.
    if (waiting.length === 0) process.nextTick(send);
    const alike = waiting.filter(
      (other) => other.each.name === each.name && `${other.ids}` === `${ids}`,
    );
    const key = `${ids} ${alike.length}`;
    waiting.push({ key, ids, each, answer: resolve });
    return promise as Promise<(Row & Found)[]>;
  };
}

function joined(one: Sql, other: Sql): Sql {
  return sql`select * from (${one}) one join (${other}) other using (id)`;
}
