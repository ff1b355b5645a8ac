import sql, { type Sql } from 'sql-template-tag';
import type { Rows } from './database.ts';
import { inOrder, type Together } from './together.ts';

/** A statement that yields one row for each of some ids that exist, under `id`. */
export type EachRow = {
  readonly statement: (ids: readonly bigint[]) => Sql;
  /** Its name, if it is quick whatever the ids: then requests that come together share it. */
  readonly sharedAs?: string;
};

export type ReadEach = <Row>(
  ids: readonly bigint[],
  each: EachRow,
) => Promise<(Row & { readonly id: bigint })[]>;

type Found = { readonly id: bigint };

type Waiting = {
  readonly ids: readonly bigint[];
  readonly each: EachRow;
  readonly answer: (rows: Promise<Found[]>) => void;
};

/**
 * Statements about the same rows that one request asks for together go out as one, side by side.
 * Their columns need names of their own: each gets all of them.
 */
export function sideBySide(rows: Rows, together: Together): ReadEach {
  let waiting: Waiting[] = [];

  function send(): void {
    const groups = Map.groupBy(waiting, ({ ids, each }) => `${ids} ${each.sharedAs !== undefined}`);
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
    const find = (some: readonly bigint[]) =>
      rows<Found>(all.map(({ statement }) => statement(some)).reduce(joined));
    const names = all.map(({ sharedAs }) => sharedAs);
    if (names.includes(undefined)) return await find(ids);
    const findInOrder = async (some: readonly bigint[]) => inOrder(some, await find(some));
    const name = names.join(' + ');
    const found = await Promise.all(ids.map((id) => together.below(name, id, findInOrder)));
    return found.filter((row) => row !== null);
  }

  return <Row>(ids: readonly bigint[], each: EachRow) => {
    const { promise, resolve } = Promise.withResolvers<Found[]>();
    // After all that this turn still asks for.
    if (waiting.length === 0) process.nextTick(send);
    waiting.push({ ids, each, answer: resolve });
    return promise as Promise<(Row & Found)[]>;
  };
}

function joined(one: Sql, other: Sql): Sql {
  return sql`select * from (${one}) one join (${other}) other using (id)`;
}
