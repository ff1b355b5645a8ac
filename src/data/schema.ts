import pg from 'pg';
import { StartError } from '../core/start-error.ts';

/**
 * In SQL, the id of the schema that the tables are in. `current_schema()::regnamespace` would read its name as an
 * identifier, in lower case.
 */
export const OWN_SCHEMA =
  '(select oid from pg_catalog.pg_namespace where nspname = current_schema())';

/**
 * Makes the schema that the address names, if it is missing.
 * @throws StartError where it names none, and the tables are in another one than usual
 */
export async function openSchema(client: pg.Client, named: string | null): Promise<void> {
  if (named === null) await refuseElsewhere(client);
  else await makeSchema(client, named);
}

/** @throws StartError where the tables are in another schema than usual */
export async function refuseElsewhere(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ readonly name: string }>(
    `select n.nspname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relname = '_prisma_migrations' and to_regclass('_prisma_migrations') is null
        and exists (select from pg_class o where o.relnamespace = n.oid and o.relname = 'api_tokens')
      order by n.nspname limit 1`,
  );
  const [elsewhere] = rows;
  if (elsewhere === undefined) return;
  throw new StartError(
    `The tables of this program are in the schema "${elsewhere.name}" of the database. Add ` +
      `schema=${elsewhere.name} to the parameters of DATABASE_URL, or schema=public to create ` +
      'new ones.',
  );
}

async function makeSchema(client: pg.Client, name: string): Promise<void> {
  const { rows } = await client.query('select from pg_namespace where nspname = $1', [name]);
  if (rows.length === 0) await client.query(`create schema ${pg.escapeIdentifier(name)}`);
}
