import sql, { raw } from 'sql-template-tag';
import type { Id } from '../source/batches.ts';
import { lastNumberOf } from '../source/number-range.ts';
import type { Shape } from '../source/shape.ts';
import type { QuerySource } from '../source/source.ts';
import type { Stage } from '../stage/stage.ts';

type Numbered = NonNullable<Stage<unknown>['into']>;

/**
 * Columns of other tables that name rows of these. Vexa's services keep what belongs to a user by
 * number, also of users who were deleted since.
 */
const REFERENCES: Readonly<Record<Numbered, string | null>> = {
  users: 'user_id',
  api_tokens: null,
  meetings: 'meeting_id',
  meeting_sessions: null,
};

const INTEGERS: ReadonlySet<string> = new Set(['smallint', 'integer', 'bigint']);

/** The tables of the source that name rows of this one by number. */
export function referencesTo({ columns }: Shape, table: Numbered): readonly string[] {
  const name = REFERENCES[table];
  if (name === null) return [];
  return [...columns]
    .filter(([, known]) => INTEGERS.has(known.get(name)?.type ?? ''))
    .map(([referring]) => referring);
}

export function referenceColumn(table: Numbered): string | null {
  return REFERENCES[table];
}

/**
 * The highest number of each table that the source ever gave to a row, if it can be known: rows
 * that are gone may still be named elsewhere.
 */
export async function highestNumbers(
  query: QuerySource,
  shape: Shape,
): Promise<ReadonlyMap<string, Id>> {
  const highest = new Map<string, Id>();
  for (const table of Object.keys(REFERENCES) as Numbered[]) {
    const last = lastNumberOf(shape, table);
    const known = ['0', await lastDrawn(query, table), await highestIn(query, { table, last })];
    for (const referring of referencesTo(shape, table)) {
      const column = REFERENCES[table] ?? 'id';
      known.push(await highestIn(query, { table: referring, column, last }));
    }
    const possible = known.filter((one) => BigInt(one) <= BigInt(last));
    highest.set(
      table,
      possible.reduce((one, other) => (BigInt(one) > BigInt(other) ? one : other)),
    );
  }
  return highest;
}

type Numbers = { readonly table: string; readonly column?: string; readonly last: Id };

async function highestIn(query: QuerySource, { table, column = 'id', last }: Numbers): Promise<Id> {
  const number = raw(`t."${column}"`);
  const [found] = await query<{ readonly highest: Id }>(sql`
    select coalesce(max(${number}), 0)::text as highest from ${raw(`"${table}"`)} t
    where ${number} <= ${last}::bigint`);
  return found?.highest ?? '0';
}

/** What the sequence of a table has come to; 0 if this role may not see it. */
async function lastDrawn(query: QuerySource, table: Numbered): Promise<Id> {
  const [found] = await query<{ readonly last: Id | null }>(sql`
    select s.last_value::text as last from pg_sequences s
    where to_regclass(format('%I.%I', s.schemaname, s.sequencename))
      = to_regclass(pg_get_serial_sequence(${table}, 'id'))`);
  return found?.last ?? '0';
}
