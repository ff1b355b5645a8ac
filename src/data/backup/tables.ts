import type pg from 'pg';
import type { Migration } from '../migrations/migration-files.ts';
import { OWN_SCHEMA } from '../schema.ts';

// What a backup holds: all rows of every table that a migration of this program creates. Tables of others
// in the same schema are none of its business, and neither are unlogged ones, which count requests of the
// minute that runs and are lost with a crash as well.

export type TableShape = { readonly name: string; readonly columns: readonly string[] };

const CREATED = /^create table (?:if not exists )?"?(\w+)"?/gim;

/**
 * A session that was ended must not come back, nor a link that was used: whoever was signed in signs in again. What retention has
 * deleted is there again after a restore, and is deleted again.
 */
const LEFT_OUT = new Set(['sign_in_sessions', 'sign_in_used', 'sign_in_links', 'retention_runs']);

export function tablesOf(migrations: readonly Migration[]): readonly string[] {
  return migrations
    .flatMap(({ sql }) => [...sql.matchAll(CREATED)].map(([, name = '']) => name))
    .filter((name) => !LEFT_OUT.has(name));
}

/** Those tables with the columns that are stored, as the database has them now. */
export async function readShapes(
  client: pg.Client,
  names: readonly string[],
): Promise<readonly TableShape[]> {
  const { rows } = await client.query<TableShape>(
    `select c.relname::text as name, array_agg(a.attname::text order by a.attnum) as columns
       from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.relnamespace = ${OWN_SCHEMA} and c.relkind in ('r', 'p')
        and c.relname = any($1::text[]) and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      group by c.relname order by c.relname`,
    [names],
  );
  return rows;
}

/**
 * The last number that each sequence gave out. Sequences belong to no snapshot: read last, they are past
 * every number that a row of the backup has.
 */
export async function readSequences(client: pg.Client): Promise<Record<string, string | null>> {
  const { rows } = await client.query<{ name: string; last: string | null }>(
    `select s.sequencename::text as name, s.last_value::text as last from pg_sequences s
      where s.schemaname = current_schema() order by s.sequencename`,
  );
  return Object.fromEntries(rows.map(({ name, last }) => [name, last]));
}
