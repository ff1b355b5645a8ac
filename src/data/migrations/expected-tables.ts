import { readFile } from 'node:fs/promises';
import sql, { raw } from 'sql-template-tag';
import { packageFolder } from '../../core/package-folder.ts';
import { StartError } from '../../core/start-error.ts';
import type { Rows } from '../database.ts';
import { OWN_SCHEMA } from '../schema.ts';

/** A table that the statements of this program need. */
export type ExpectedTable = { readonly name: string; readonly columns: readonly string[] };

const FIELD = /^ {2}(\w+) +(\w+)/;
const COLUMN_NAME = / @map\("(\w+)"\)/;
const TABLE_NAME = /@@map\("(\w+)"\)/;
/** What the schema of Prisma does not name. */
const VIEWS: readonly string[] = ['counted_meetings'];

/**
 * The tables and columns that the migrations of this program make, by the schema that comes with it.
 * @throws StartError when it cannot be read
 */
export async function readTables(): Promise<readonly ExpectedTable[]> {
  const file = packageFolder('prisma', 'schema.prisma');
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new StartError(`${file} cannot be read (${error.message}). Reinstall the program.`);
  });
  const models = text.replaceAll('\r\n', '\n').split('\nmodel ').slice(1);
  const names = new Set(models.map(nameOf));
  return models.map((model) => {
    const lines = model.slice(0, model.indexOf('\n}')).split('\n');
    return {
      name: TABLE_NAME.exec(lines.at(-1) ?? '')?.[1] ?? nameOf(model),
      columns: lines.slice(1).flatMap((line) => columnIn(line, names)),
    };
  });
}

function nameOf(model: string): string {
  return model.slice(0, model.indexOf(' '));
}

/** A field whose type is another model is a relation, and no column. */
function columnIn(line: string, models: ReadonlySet<string>): string[] {
  const [, field, type] = FIELD.exec(line) ?? [];
  if (field === undefined || type === undefined || models.has(type)) return [];
  return [COLUMN_NAME.exec(line)?.[1] ?? field];
}

/** Which of the tables, columns and rights are missing that the statements of this program need. One cheap statement. */
export async function missingObjects(
  rows: Rows,
  tables: readonly ExpectedTable[],
): Promise<readonly string[]> {
  const names = tables.map(({ name }) => name);
  const columns = tables.flatMap(({ name, columns: all }) =>
    all.map((column) => ({ name, column })),
  );
  const missing = await rows<{ readonly what: string }>(sql`
    with expected as (
      select e.name, c.oid, e.rights
        from (select unnest(${names}::text[]) as name, '{select,insert,update,delete}'::text[] as rights
          union all select unnest(${VIEWS}::text[]), '{select}') e
        left join pg_class c on c.relname = e.name and c.relkind in ('r', 'p', 'v')
          and c.relnamespace = ${raw(OWN_SCHEMA)}),
    missing as (
      select 1 as place, 'table ' || name as what from expected where oid is null
      union all
      select 2, 'column ' || f.name || '.' || f.column_name
        from unnest(${columns.map(({ name }) => name)}::text[],
            ${columns.map(({ column }) => column)}::text[]) as f (name, column_name)
          join expected e on e.name = f.name and e.oid is not null
        where not exists (select from pg_attribute a
          where a.attrelid = e.oid and a.attname = f.column_name and not a.attisdropped)
      union all
      select 3, 'right to ' || r || ' on ' || name from expected, unnest(rights) r
        where oid is not null and not has_table_privilege(oid, r)
      union all
      select 3, 'right to use ' || s.relname
        from expected e join pg_depend d on d.refobjid = e.oid and d.refclassid = 'pg_class'::regclass
            and d.classid = 'pg_class'::regclass and d.deptype in ('a', 'i')
          join pg_class s on s.oid = d.objid
        where case when s.relkind = 'S' then not has_sequence_privilege(s.oid, 'usage') else false end)
    select 'schema, or the right to use it' as what where current_schema() is null
    union all
    (select what from missing where current_schema() is not null order by place, what)`);
  return missing.map(({ what }) => what);
}

const MOST_NAMED = 5;

/** In one line. */
export function listMissing(missing: readonly string[]): string {
  const named = missing.slice(0, MOST_NAMED);
  const rest = missing.length - named.length;
  return [...named, ...(rest > 0 ? [`and ${rest} more`] : [])].join(', ');
}
