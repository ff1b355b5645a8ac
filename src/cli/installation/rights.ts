import type pg from 'pg';
import { listMissing } from '../../data/migrations/expected-tables.ts';
import { OWN_SCHEMA } from '../../data/schema.ts';
import { fail, type InstallationCheck, ok, warn } from './check.ts';

type Rights = {
  readonly role: string;
  readonly schema: string;
  readonly isSuperuser: boolean;
  readonly canCreate: boolean;
  /** Tables that it cannot read and write, each with the rights that are missing. */
  readonly closed: readonly { readonly name: string; readonly lacks: string }[];
};

const NAME = 'rights';

/** What the role of the service may do: enough, and no more. */
export async function checkRights(client: pg.Client): Promise<InstallationCheck[]> {
  const { rows } = await client.query<Rights>(
    `select current_user::text as role, coalesce(current_schema()::text, 'public') as schema, r.rolsuper as "isSuperuser",
       coalesce(has_schema_privilege(current_schema(), 'create'), false) as "canCreate",
       array(select json_build_object('name', c.relname, 'lacks', string_agg(p, ', '))
         from pg_class c, unnest('{select,insert,update,delete}'::text[]) p
         where c.relnamespace = ${OWN_SCHEMA} and c.relkind = 'r'
           and exists (select from pg_class o where o.relnamespace = c.relnamespace and o.relname = '_prisma_migrations')
           and not has_table_privilege(c.oid, p)
         group by c.relname order by c.relname) as closed
     from pg_roles r where r.rolname = current_user`,
  );
  const [rights] = rows;
  if (rights === undefined) return [];
  const { role, schema, isSuperuser, canCreate, closed } = rights;
  const checks: InstallationCheck[] = [];
  const [first] = closed;
  if (first !== undefined) {
    const names = listMissing(closed.map(({ name, lacks }) => `${name} (${lacks})`));
    checks.push(
      fail(
        NAME,
        `The role "${role}" cannot read and write ${closed.length} tables: no right to ${names}.`,
        `Make it their owner: alter table ${first.name} owner to "${role}". If it is, give the rights back: grant all on ${first.name} to "${role}".`,
      ),
    );
  }
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
