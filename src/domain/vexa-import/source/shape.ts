import sql, { empty, raw, type Sql } from 'sql-template-tag';
import { StartError } from '../../../core/start-error.ts';
import { FIRST_INSTANT, LAST_INSTANT } from '../../../core/time/instant.ts';
import type { QuerySource } from './source.ts';

type Column = { readonly name: string; readonly type: string; readonly hasDefault: boolean };

/** Which columns the database has that is imported from: the versions of Vexa differ in them. */
export type Shape = {
  readonly form: '0.9' | '0.10' | '0.12';
  readonly columns: ReadonlyMap<string, ReadonlyMap<string, Column>>;
};

/** How many bots a new user may run at once there, by the version of its admin API. */
export const DEFAULT_MAX_BOTS: Readonly<Record<Shape['form'], number>> = {
  '0.9': 1,
  '0.10': 1,
  '0.12': 3,
};

/** Without these, there is nothing to go by. The rest may be missing, and counts as empty. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  users: ['id', 'email'],
  api_tokens: ['id', 'token', 'user_id'],
  meetings: ['id', 'user_id', 'platform', 'platform_specific_id', 'status', 'data'],
  meeting_sessions: ['id', 'meeting_id', 'session_uid', 'session_start_time'],
  transcriptions: ['id', 'meeting_id', 'start_time', 'end_time', 'text'],
};

/** @throws StartError when this is not a Vexa database: it says what is missing */
export async function readShape(query: QuerySource): Promise<Shape> {
  const found = await query<Column & { readonly table: string }>(sql`
    select table_name as "table", column_name as name, data_type as type,
      column_default is not null as "hasDefault"
    from information_schema.columns where table_schema = any (current_schemas(false))`);
  const columns = new Map<string, Map<string, Column>>();
  for (const { table, ...column } of found) {
    const known = columns.get(table) ?? new Map<string, Column>();
    columns.set(table, known.set(column.name, column));
  }
  const missing = Object.entries(REQUIRED).flatMap(([table, names]) =>
    names.filter((name) => !columns.get(table)?.has(name)).map((name) => `${table}.${name}`),
  );
  if (missing.length > 0) {
    throw new StartError(
      `The database at --from is not a Vexa database: it has no ${missing.join(', ')}. Check the name of the database, and that this role may read its tables.`,
    );
  }
  return { form: formOf(columns), columns };
}

function formOf(columns: Shape['columns']): Shape['form'] {
  if (!columns.get('api_tokens')?.has('scopes')) return '0.9';
  const isLater =
    columns.has('platform_settings') || columns.get('meetings')?.get('data')?.hasDefault;
  return isLater ? '0.12' : '0.10';
}

/** A column of a table aliased `t`; null where this version has none. */
export function column(shape: Shape, table: string, name: string): Sql {
  return shape.columns.get(table)?.has(name) ? raw(`t."${name}"`) : raw('null');
}

const FIRST = raw(`timestamp '${FIRST_INSTANT}'`);
const LAST = raw(`timestamp '${LAST_INSTANT}'`);

/** Whatever is within the last millisecond is cut to it: there, it would be rounded up to the year 10000. */
const isInTime = (naive: Sql) => sql`${naive} < ${LAST} + interval '1 millisecond'`;
const isHeld = (naive: Sql) => sql`(${naive} >= ${FIRST} and ${isInTime(naive)})`;

/**
 * A date as text in UTC, whatever zone anybody lives in; null where there is none, or none that
 * is held here: the years 1 to 9999.
 */
export function timestampColumn(shape: Shape, table: string, name: string): Sql {
  const naive = naiveTimestamp(shape, table, name);
  return sql`case when ${isHeld(naive)} then ${asText(naive)} end`;
}

/** An end of validity as text: one before all dates is over, and one after all dates is none. */
export function expiry(shape: Shape, table: string, name: string): Sql {
  const naive = naiveTimestamp(shape, table, name);
  return sql`case when ${isInTime(naive)} then ${asText(sql`greatest(${naive}, ${FIRST})`)} end`;
}

/** Whether any of these dates is there, but such that it cannot be taken over. */
export function hasInvalidDate(shape: Shape, table: string, names: readonly string[]): Sql {
  const conditions = names.map(
    (name) => sql` or ${isHeld(naiveTimestamp(shape, table, name))} is false`,
  );
  return conditions.reduce((all, one) => sql`${all}${one}`, sql`false${empty}`);
}

/** Dates without a zone are UTC there. Of one with a zone, this is what a clock in UTC shows. */
function naiveTimestamp(shape: Shape, table: string, name: string): Sql {
  const type = shape.columns.get(table)?.get(name)?.type;
  if (type === undefined) return raw('null::timestamp');
  return type === 'timestamp with time zone'
    ? raw(`(t."${name}" at time zone 'UTC')`)
    : raw(`t."${name}"`);
}

function asText(naive: Sql): Sql {
  return sql`to_char(least(${naive}, ${LAST}), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}

/** What tells one state of a row from another. */
export function stateOf(shape: Shape, table: string, names: readonly string[]): Sql {
  const values = names.map((name) => column(shape, table, name));
  const list = values.reduce((all, one) => sql`${all}, ${one}`);
  return sql`md5(row(${list})::text)`;
}
