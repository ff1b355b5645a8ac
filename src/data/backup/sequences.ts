import pg from 'pg';
import { OWN_SCHEMA } from '../schema.ts';

/**
 * How many numbers are left out after a restore. What was given out between the backup and the loss of the
 * database is not in the backup: other services may know a user or a meeting by such a number.
 */
export const NUMBERS_LEFT_OUT = 1_000_000;

type Sequence = {
  readonly name: string;
  /** The column that it numbers. */
  readonly of: string | null;
  readonly column: string | null;
};

const SEQUENCES = `
  select s.relname::text as name, d.refobjid::regclass::text as of, quote_ident(a.attname) as column
    from pg_class s
    left join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = s.oid
      and d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0 and d.deptype in ('a', 'i')
    left join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
   where s.relkind = 'S' and s.relnamespace = ${OWN_SCHEMA}`;

/** Sets every sequence past all numbers that it has given out, and those of rows that an import numbered. */
export async function raiseSequences(
  client: pg.Client,
  last: Readonly<Record<string, string | null>>,
): Promise<void> {
  const { rows: sequences } = await client.query<Sequence>(SEQUENCES);
  for (const { name, of, column } of sequences) {
    const most = of === null ? 'null::bigint' : `(select max(${column}) from ${of})`;
    await client.query(
      `select setval($1::regclass, n + $3) from (select greatest($2::bigint, ${most}) as n) highest where n > 0`,
      [pg.escapeIdentifier(name), last[name] ?? null, NUMBERS_LEFT_OUT],
    );
  }
}
