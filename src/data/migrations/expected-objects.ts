import { readFile } from 'node:fs/promises';
import sql, { raw } from 'sql-template-tag';
import { packageFolder } from '../../core/package-folder.ts';
import { StartError } from '../../core/start-error.ts';
import type { Rows } from '../database.ts';
import { OWN_SCHEMA } from '../schema.ts';
import type { ExpectedTable } from './expected-tables.ts';

export type MadeByMigrations = {
  readonly tables: readonly ExpectedTable[];
  /** As `readObjects` returns them. */
  readonly objects: readonly string[];
};

/**
 * What the migrations make for tables, each by its kind and name: triggers, functions, indexes, constraints. Without
 * them requests are still answered, but a figure may be wrong, a value may be stored twice, or a list may be slow.
 * @throws StartError when the list that comes with this program cannot be read
 */
export async function readObjects(): Promise<readonly string[]> {
  const file = packageFolder('prisma', 'objects.json');
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new StartError(`${file} cannot be read (${error.message}). Reinstall the program.`);
  });
  return JSON.parse(text) as readonly string[];
}

/** Which of them are missing, or there without effect: disabled, invalid, not validated, without a right to it. */
export async function missingFrom(
  rows: Rows,
  expected: readonly string[],
): Promise<readonly string[]> {
  const working = new Set(await workingObjects(rows));
  return expected.filter((what) => !working.has(what));
}

/** All that the schema has and that has an effect. The indexes of constraints are part of these. */
export async function workingObjects(rows: Rows): Promise<readonly string[]> {
  const found = await rows<{ readonly what: string }>(sql`
    with own as (
      select c.oid, c.relname from pg_class c
      where c.relnamespace = ${raw(OWN_SCHEMA)} and c.relname <> '_prisma_migrations'),
    objects as (
      select 'trigger ' || t.tgname || ' on ' || o.relname as what
        from pg_trigger t join own o on o.oid = t.tgrelid
       where not t.tgisinternal and t.tgenabled in ('O', 'A')
      union all
      select 'function ' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')'
        from pg_proc p where p.pronamespace = ${raw(OWN_SCHEMA)} and (p.prorettype = 'trigger'::regtype or has_function_privilege(p.oid, 'execute'))
      union all
      select case when x.indisunique then 'unique ' else '' end || 'index ' || i.relname from pg_index x join own i on i.oid = x.indexrelid join own o on o.oid = x.indrelid
       where x.indisvalid and x.indisready
         and not exists (select from pg_constraint k where k.conindid = x.indexrelid and k.conrelid = x.indrelid)
      union all
      select 'constraint ' || k.conname || ' on ' || o.relname
        from pg_constraint k join own o on o.oid = k.conrelid
       where k.contype in ('p', 'u', 'x', 'f', 'c') and k.convalidated
         and not exists (select from pg_trigger t where t.tgconstraint = k.oid and t.tgenabled not in ('O', 'A')))
    select what from objects order by what collate "C"`);
  return found.map(({ what }) => what);
}
