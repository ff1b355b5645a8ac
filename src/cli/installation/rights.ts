import type pg from 'pg';
import { fail, type InstallationCheck, ok, warn } from './check.ts';

type Rights = {
  readonly role: string;
  readonly schema: string;
  readonly isSuperuser: boolean;
  readonly canCreate: boolean;
  /** Tables that it cannot read and write. */
  readonly closed: readonly string[];
};

const NAME = 'rights';

/** What the role of the service may do: enough, and no more. */
export async function checkRights(client: pg.Client): Promise<InstallationCheck[]> {
  const { rows } = await client.query<Rights>(
    `select current_user::text as role, coalesce(current_schema()::text, 'public') as schema, r.rolsuper as "isSuperuser",
       coalesce(has_schema_privilege(current_schema(), 'create'), false) as "canCreate",
       array(select c.relname::text from pg_class c
         where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
           and exists (select from pg_class o where o.relnamespace = c.relnamespace and o.relname = '_prisma_migrations')
           and not (has_table_privilege(c.oid, 'select') and has_table_privilege(c.oid, 'insert')
             and has_table_privilege(c.oid, 'update') and has_table_privilege(c.oid, 'delete'))
         order by c.relname) as closed
     from pg_roles r where r.rolname = current_user`,
  );
  const [rights] = rows;
  if (rights === undefined) return [];
  const { role, schema, isSuperuser, canCreate, closed } = rights;
  const checks: InstallationCheck[] = [];
  if (closed.length > 0)
    checks.push(
      fail(
        NAME,
        `The role "${role}" cannot read and write ${closed.length} tables, for example ${closed[0]}.`,
        `Make it their owner: alter table ${closed[0]} owner to "${role}".`,
      ),
    );
  if (!canCreate)
    checks.push(
      warn(
        NAME,
        `The role "${role}" cannot create tables, so an upgrade cannot migrate.`,
        `Run: grant create on schema "${schema}" to "${role}", or migrate with another role (\`latchkey migrate\`).`,
      ),
    );
  if (isSuperuser)
    checks.push(
      warn(
        NAME,
        `The role "${role}" is a superuser.`,
        'Give the service a role of its own that only owns its database: ops/db-role.sh makes one.',
      ),
    );
  return checks.length > 0 ? checks : [ok(NAME, `The role "${role}" has what it needs.`)];
}
