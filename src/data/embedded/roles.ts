import pg from 'pg';
import { connectionSettings } from '../connection/session-settings.ts';

/** Makes databases and roles, at the start only. Nothing that answers requests has its password. */
export const SUPERUSER = 'latchkey';
/** The service's own: the owner of the database, and nothing more. */
export const SERVICE_ROLE = 'latchkey_service';
export const DATABASE_NAME = 'latchkey';

/** Makes the service's role and its database where they are missing, and gives it all that is in there. */
export async function prepareDatabase(
  superuserUrl: string,
  servicePassword: string,
): Promise<void> {
  await asSuperuser(superuserUrl, 'postgres', (client) => prepareRole(client, servicePassword));
  await asSuperuser(superuserUrl, DATABASE_NAME, giveAll);
}

async function asSuperuser(
  url: string,
  database: string,
  work: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const client = new pg.Client({
    ...connectionSettings(`${url}/${database}`, 'latchkey-setup').config,
    connectionTimeoutMillis: 5_000,
  });
  // A lost connection fails the statement under way. Unheard, the event would end the process.
  client.on('error', () => {});
  try {
    await client.connect();
    await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}

const RIGHTS = 'login nosuperuser nocreatedb nocreaterole noreplication nobypassrls';

async function prepareRole(client: pg.Client, password: string): Promise<void> {
  const has = async (query: string, name: string) =>
    (await client.query(query, [name])).rowCount === 1;
  const known = await has('select 1 from pg_roles where rolname = $1', SERVICE_ROLE);
  const statement = `${known ? 'alter' : 'create'} role ${SERVICE_ROLE} ${RIGHTS} password ${client.escapeLiteral(password)}`;
  await client.query(statement);
  const exists = await has('select 1 from pg_database where datname = $1', DATABASE_NAME);
  await client.query(
    exists
      ? `alter database ${DATABASE_NAME} owner to ${SERVICE_ROLE}`
      : `create database ${DATABASE_NAME} owner ${SERVICE_ROLE}`,
  );
}

/**
 * In clusters of earlier versions everything belongs to the superuser. Sequences of columns, indexes
 * and row types go with their tables, and what an extension brought stays with it.
 */
const FOREIGN_OBJECTS = `
  with mine as (
    select n.oid from pg_namespace n
    where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  )
  select format('alter schema %I owner to ${SERVICE_ROLE}', n.nspname) as command
  from pg_namespace n join mine using (oid)
  where n.nspname <> 'public' and n.nspowner <> '${SERVICE_ROLE}'::regrole
  union all
  select format('alter table %s owner to ${SERVICE_ROLE}', c.oid::regclass)
  from pg_class c join mine on mine.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'S', 'f') and c.relowner <> '${SERVICE_ROLE}'::regrole
    and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid
      and d.deptype in ('a', 'e', 'i') and d.refclassid in ('pg_class'::regclass, 'pg_extension'::regclass))
  union all
  select format('alter routine %s owner to ${SERVICE_ROLE}', p.oid::regprocedure)
  from pg_proc p join mine on mine.oid = p.pronamespace
  where p.prokind <> 'a' and p.proowner <> '${SERVICE_ROLE}'::regrole
    and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid
      and d.deptype = 'e')
  union all
  select format('alter type %s owner to ${SERVICE_ROLE}', t.oid::regtype)
  from pg_type t join mine on mine.oid = t.typnamespace
  where t.typtype in ('e', 'd', 'r') and t.typowner <> '${SERVICE_ROLE}'::regrole
    and not exists (select from pg_depend d where d.classid = 'pg_type'::regclass and d.objid = t.oid
      and d.deptype = 'e')`;

async function giveAll(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ command: string }>(FOREIGN_OBJECTS);
  if (rows.length > 0) await client.query(rows.map(({ command }) => command).join(';'));
}
