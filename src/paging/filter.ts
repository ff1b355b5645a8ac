import sql, { join, type Sql } from 'sql-template-tag';

// The one family of filters that all lists share. What is absent or null does not filter; an empty
// `in` matches nothing.

export type EqualityFilter<Value> = {
  readonly eq?: Value | null | undefined;
  readonly in?: readonly Value[] | null | undefined;
};

export type TextFilter = EqualityFilter<string> & {
  readonly contains?: string | null | undefined;
  readonly startsWith?: string | null | undefined;
};

export type TimeFilter = {
  readonly gte?: Date | null | undefined;
  readonly gt?: Date | null | undefined;
  readonly lte?: Date | null | undefined;
  readonly lt?: Date | null | undefined;
};

type Given<Filter> = Filter | null | undefined;

/** All conditions at once; `true` when there are none. */
export function allOf(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? sql`true` : join(conditions, ' and ');
}

/** @param cast the column's type in the database */
export function equality<Value>(
  column: Sql,
  cast: Sql,
  filter: Given<EqualityFilter<Value>>,
): Sql[] {
  return [
    ...when(filter?.eq, (value) => sql`${column} = ${value}::${cast}`),
    ...when(filter?.in, (values) => sql`${column} = any(${values}::${cast}[])`),
  ];
}

/** Text matches without regard to case. */
export function matching(column: Sql, filter: Given<TextFilter>): Sql[] {
  const lower = sql`lower(${column})`;
  return [
    ...when(filter?.eq, (text) => sql`${lower} = lower(${text})`),
    ...when(
      filter?.in,
      (texts) => sql`${lower} = any(${texts.map((text) => text.toLowerCase())}::text[])`,
    ),
    ...when(filter?.contains, (text) => sql`${lower} like lower(${`%${escapeLike(text)}%`})`),
    ...when(filter?.startsWith, (text) => sql`${lower} like lower(${`${escapeLike(text)}%`})`),
  ];
}

export function during(column: Sql, filter: Given<TimeFilter>): Sql[] {
  return [
    ...when(filter?.gte, (time) => sql`${column} >= ${time}`),
    ...when(filter?.gt, (time) => sql`${column} > ${time}`),
    ...when(filter?.lte, (time) => sql`${column} <= ${time}`),
    ...when(filter?.lt, (time) => sql`${column} < ${time}`),
  ];
}

export function is(column: Sql, flag: boolean | null | undefined): Sql[] {
  return when(flag, (value) => sql`${column} = ${value}`);
}

function when<Value>(given: Value | null | undefined, condition: (value: Value) => Sql): Sql[] {
  return given === null || given === undefined ? [] : [condition(given)];
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
