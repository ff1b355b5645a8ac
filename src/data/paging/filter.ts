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

/** The words that this version knows, and the one that stands for all others in a filter. */
export type Vocabulary = { readonly known: readonly string[]; readonly rest: string };

/** The column is compared as it is where it can be, so that its index serves. */
export function wordIn(
  column: Sql,
  { known, rest }: Vocabulary,
  filter: Given<EqualityFilter<string>>,
): Sql[] {
  const usesRest = filter?.eq === rest || filter?.in?.includes(rest);
  if (!usesRest) return equality(column, sql`text`, filter);
  return equality(
    sql`case when ${column} = any(${known}::text[]) then ${column} else ${rest} end`,
    sql`text`,
    filter,
  );
}

/** How texts of one kind are compared: upper and lower case and all Unicode forms of a letter are the same. */
export type Folding = {
  /** The folded text, in the collation "C". */
  readonly column: Sql;
  /** Folds a given text. */
  readonly fold: (text: Sql) => Sql;
  /** A second folding, for a part of a text that may stand where another rule holds. */
  readonly foldPart?: (text: Sql) => Sql;
};

/** For a column that is folded when it is read. */
export function textFolding(column: Sql): Folding {
  return { column: sql`folded_text(${column}) collate "C"`, fold: foldedText };
}

export function foldedText(text: Sql): Sql {
  return sql`folded_text(${text})`;
}

export function matching(
  { column, fold, foldPart = fold }: Folding,
  filter: Given<TextFilter>,
): Sql[] {
  const like = (pattern: string, way: Folding['fold']) =>
    sql`${column} like ${way(sql`${pattern}`)}`;
  return [
    ...when(filter?.eq, (text) => sql`${column} = ${fold(sql`${text}`)}`),
    ...when(
      filter?.in,
      (texts) =>
        sql`${column} = any(array(select ${fold(sql`t`)} from unnest(${texts}::text[]) t))`,
    ),
    ...when(filter?.contains, (text) => {
      const pattern = `%${escapeLike(text)}%`;
      const either = [...new Set([fold, foldPart])].map((way) => like(pattern, way));
      return sql`(${join(either, ' or ')})`;
    }),
    ...when(filter?.startsWith, (text) => like(`${escapeLike(text)}%`, fold)),
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
