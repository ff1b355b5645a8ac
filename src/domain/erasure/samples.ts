import sql, { raw } from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { OWN_SCHEMA } from '../../data/schema.ts';

/**
 * PostgreSQL keeps values of each column as samples (`pg_stats`): takes them anew of all tables, after the
 * erasure is committed. It fails no erasure: where that takes too long, autovacuum does it later.
 */
export async function forgetSamples({ db, log }: App): Promise<void> {
  const note = (error: unknown, table?: string) =>
    log.warn({ err: error, table }, 'statistics of the database were not renewed');
  try {
    for (const { name } of await ownTables(db))
      await db.rows(sql`analyze ${raw(name)}`).catch((error: unknown) => note(error, name));
  } catch (error) {
    note(error);
  }
}

function ownTables({ rows }: App['db']) {
  return rows<{ readonly name: string }>(sql`
    select format('%I', c.relname) as name from pg_class c
    where c.relnamespace = ${raw(OWN_SCHEMA)} and c.relkind = 'r'
      and pg_has_role(c.relowner, 'usage') order by c.relname`);
}
