import sql, { type Sql } from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { valueKey } from './value-key.ts';

// What reads are shared by. A read is defined once, when its module is loaded, by a function that gets
// all that its statement depends on. Its key is made here, of that definition and of the values of the
// arguments: reads with equal keys send the same statement for the same ids. No caller can write a key, and
// a function that captures something else is another definition each time, and shares with nobody.

const KEY = Symbol('key');

/** What arguments consist of: values of which a text can say whether they are equal. */
export type Argument =
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | Date
  | readonly Argument[]
  | { readonly [name: string]: Argument };

/** A read of what belongs to each of some ids, its arguments included. */
export type IdRead<Found> = {
  readonly [KEY]: string;
  /** Answers in the order of the ids. */
  readonly find: (app: App, ids: readonly bigint[]) => Promise<readonly Found[]>;
};

type Find<Found, Args> = (
  app: App,
  ids: readonly bigint[],
  args: Args,
) => Promise<readonly Found[]>;

/** Defines a read that depends on ids and arguments. */
export function idReadBy<Found, Args extends Argument>(
  find: Find<Found, Args>,
): (args: Args) => IdRead<Found> {
  const definition = nextDefinition();
  return (args) => ({
    [KEY]: definition + valueKey(args),
    find: (app, ids) => find(app, ids, args),
  });
}

/** Defines a read that depends on ids alone. */
export function idRead<Found>(find: IdRead<Found>['find']): IdRead<Found> {
  return { [KEY]: nextDefinition(), find };
}

type WithId = { readonly id: bigint };

/** Defines a read of rows by their ids; null where there is none. */
export function rowRead<Row extends WithId>(
  load: (app: App, ids: readonly bigint[]) => Promise<readonly Row[]>,
): IdRead<Row | null> {
  return idRead(async (app, ids) => orderById(ids, await load(app, ids)));
}

/** A statement that yields one row for each of some ids that exist, under `id`. */
export type EachRow = {
  readonly [KEY]: string;
  readonly definition: string;
  readonly isSummary: boolean;
  readonly statement: (app: App, ids: readonly bigint[]) => Sql;
};

type EachRowBy<Args> = {
  /** It sums up many rows for each id. */
  readonly isSummary?: true;
  readonly statement: (app: App, ids: readonly bigint[], args: Args) => Sql;
};

/** Defines such a statement. */
export function eachRowBy<Args extends Argument>({
  isSummary,
  statement,
}: EachRowBy<Args>): (args: Args) => EachRow {
  const definition = nextDefinition();
  return (args) => ({
    [KEY]: definition + valueKey(args),
    definition,
    isSummary: isSummary === true,
    statement: (app, ids) => statement(app, ids, args),
  });
}

/** One statement that yields the columns of several. */
export function combinedRead(all: readonly EachRow[]): IdRead<WithId | null> {
  const isSummary = all.some((each) => each.isSummary);
  return {
    [KEY]: all.map(readKeyOf).join(),
    find: async (app, ids) => {
      const run = isSummary ? app.db.heavyRows : app.db.rows;
      const statements = all.map(({ statement }) => statement(app, ids));
      return orderById(ids, await run<WithId>(statements.reduce(joined)));
    },
  };
}

function joined(one: Sql, other: Sql): Sql {
  return sql`select * from (${one}) one join (${other}) other using (id)`;
}

/** Equal for reads that send the same statement for the same ids, and different for all others. */
export function readKeyOf(read: { readonly [KEY]: string }): string {
  return read[KEY];
}

let definitions = 0;

function nextDefinition(): string {
  definitions += 1;
  return `#${definitions}:`;
}

/** What was found of each id; null where nothing was. */
export function orderById<Row extends WithId>(
  ids: readonly bigint[],
  rows: readonly Row[],
): (Row | null)[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id) ?? null);
}
