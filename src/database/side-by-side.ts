import sql, { type Sql } from 'sql-template-tag';
import type { Rows } from './database.ts';

/** Runs a statement that yields one row for each of the ids, under `id`. */
export type ReadEach = <Row>(
  ids: readonly bigint[],
  statement: Sql,
) => Promise<(Row & { readonly id: bigint })[]>;

type Waiting = {
  readonly key: string;
  readonly statement: Sql;
  readonly answer: (rows: Promise<unknown[]>) => void;
};

/**
 * Statements about the same rows that are asked for together go out as one, side by side. Their
 * columns need names of their own: each gets all of them.
 */
export function sideBySide(rows: Rows): ReadEach {
  let waiting: Waiting[] = [];

  function send(): void {
    const groups = Map.groupBy(waiting, ({ key }) => key);
    waiting = [];
    for (const group of groups.values()) {
      const sent = rows(group.map(({ statement }) => statement).reduce(joined));
      for (const { answer } of group) answer(sent);
    }
  }

  return <Row>(ids: readonly bigint[], statement: Sql) => {
    const { promise, resolve } = Promise.withResolvers<unknown[]>();
    // After all that this turn still asks for.
    if (waiting.length === 0) process.nextTick(send);
    waiting.push({ key: ids.join(), statement, answer: resolve });
    return promise as Promise<(Row & { readonly id: bigint })[]>;
  };
}

function joined(one: Sql, other: Sql): Sql {
  return sql`select * from (${one}) one join (${other}) other using (id)`;
}
