import sql, { join, type Sql } from 'sql-template-tag';
import { ScimError } from '../../core/scim-error.ts';
import { readInstant } from '../../core/time/instant.ts';
import { isDefined } from './defined-attributes.ts';
import { sameName } from './scim/attributes.ts';
import type { AttributePath, Filter, FilterOperator, FilterValue } from './scim/filter.ts';

/** How an attribute is compared in the database. Texts are in the collation "C". */
type Comparable =
  | {
      readonly kind: 'TEXT';
      readonly column: Sql;
      /** Makes a given text alike, where case does not count. */
      readonly fold?: (text: string) => Sql;
      /** What `eq` is by an index. */
      readonly equals?: (text: string) => Sql;
    }
  | { readonly kind: 'FLAG' | 'TIME'; readonly column: Sql }
  /** The only comparison is that one of them is it. */
  | { readonly kind: 'ONE_OF'; readonly has: (text: string) => Sql; readonly any: Sql }
  /** No resource has a value of it. */
  | { readonly kind: 'NO_VALUE' };

/** What can stand in a filter: by names in lower case, with a point before a part. */
export type Comparables = {
  readonly urn: string;
  readonly attributes: Readonly<Record<string, Comparable>>;
  /** What resources do have, and what cannot stand in a filter all the same. */
  readonly excluded: readonly string[];
};

/** A condition of SQL for a filter. All values are parameters. @throws ScimError */
export function filterSql(
  comparables: Comparables,
  filter: Filter,
  within: AttributePath | null = null,
): Sql {
  switch (filter.kind) {
    case 'AND':
    case 'OR': {
      const parts = filter.filters.map((one) => filterSql(comparables, one, within));
      return sql`(${join(parts, filter.kind === 'AND' ? ' and ' : ' or ')})`;
    }
    case 'NOT':
      // What has no value is not equal to anything.
      return sql`((${filterSql(comparables, filter.filter, within)}) is not true)`;
    case 'WITHIN': {
      if (within !== null || filter.path.part !== null)
        throw refused('has brackets within brackets');
      const condition = filterSql(comparables, filter.filter, filter.path);
      // Where there are no values, none fulfils a condition, not even one with `not`.
      return hasNoValue(comparables, named(filter.path)) ? sql`false` : condition;
    }
    case 'PRESENT':
      return presentSql(find(comparables, filter.path, within).found);
    default:
      return compareSql(find(comparables, filter.path, within), filter);
  }
}

type Named = { readonly urn: string | null; readonly name: string };

function named(
  { urn, attribute, part }: AttributePath,
  within: AttributePath | null = null,
): Named {
  const names = [within?.attribute, attribute, part];
  const name = names.filter((one) => one !== undefined && one !== null).join('.');
  return { urn: urn ?? within?.urn ?? null, name };
}

type FoundAttribute = { readonly name: string; readonly found: Comparable };

function find(
  comparables: Comparables,
  path: AttributePath,
  within: AttributePath | null,
): FoundAttribute {
  const { urn, name } = named(path, within);
  const key = name.toLowerCase();
  const { attributes } = comparables;
  const found =
    isOfResource(comparables, urn) && Object.hasOwn(attributes, key) ? attributes[key] : undefined;
  if (found !== undefined) return { name, found };
  if (hasNoValue(comparables, { urn, name })) return { name, found: { kind: 'NO_VALUE' } };
  // The text of a client is not repeated: it would stand in the audit log.
  throw refused(`can be by ${Object.keys(attributes).join(', ')} only`);
}

function isOfResource({ urn: own }: Comparables, urn: string | null): boolean {
  return urn === null || sameName(urn, own);
}

/**
 * Whether a schema of SCIM defines an attribute of which resources here have no value: it is not stored, or is
 * one of other resources. A filter by it is right, and finds nothing (RFC 7644, section 3.4.2.2).
 */
function hasNoValue(comparables: Comparables, { urn, name }: Named): boolean {
  const key = name.toLowerCase();
  const { attributes, excluded } = comparables;
  const isHere = Object.hasOwn(attributes, key) || excluded.includes(key);
  return isDefined(urn, key) && !(isHere && isOfResource(comparables, urn));
}

function presentSql(found: Comparable): Sql {
  if (found.kind === 'NO_VALUE') return sql`false`;
  return found.kind === 'ONE_OF' ? found.any : sql`${found.column} is not null`;
}

type Comparison = { readonly operator: FilterOperator; readonly value: FilterValue };

function compareSql({ name, found }: FoundAttribute, comparison: Comparison): Sql {
  const { operator, value } = comparison;
  if (operator === 'ne')
    return sql`((${compareSql({ name, found }, { operator: 'eq', value })}) is not true)`;
  if (operator === 'eq' && value === null) return sql`(not ${presentSql(found)})`;
  const condition = CONDITIONS[found.kind](found as never, comparison);
  if (condition === null) throw refused(`compares ${name} in a way that is not supported`);
  return condition;
}

type Of<Kind extends Comparable['kind']> = Extract<Comparable, { readonly kind: Kind }>;
type Condition<Kind extends Comparable['kind']> = (
  found: Of<Kind>,
  comparison: Comparison,
) => Sql | null;

const CONDITIONS: { readonly [Kind in Comparable['kind']]: Condition<Kind> } = {
  TEXT: textSql,
  FLAG: ({ column }, { operator, value }) => {
    const flag = typeof value === 'string' ? WORDS[value.toLowerCase()] : value;
    return operator === 'eq' && typeof flag === 'boolean' ? sql`${column} = ${flag}` : null;
  },
  TIME: timeSql,
  ONE_OF: ({ has }, { operator, value }) =>
    operator === 'eq' && typeof value === 'string' ? has(value) : null,
  NO_VALUE: () => sql`false`,
};

const WORDS: Readonly<Record<string, boolean>> = { true: true, false: false };

function textSql(
  { column, fold = (text) => sql`${text}::text`, equals }: Of<'TEXT'>,
  { operator, value }: Comparison,
): Sql | null {
  if (typeof value !== 'string') return null;
  const text = fold(value);
  switch (operator) {
    case 'eq':
      return equals?.(value) ?? sql`${column} = ${text}`;
    case 'co':
      return sql`strpos(${column}, ${text}) > 0`;
    case 'sw':
      return sql`starts_with(${column}, ${text})`;
    case 'ew':
      return sql`right(${column}, char_length(${text})) = ${text}`;
    default:
      return orderSql(sql`${column} collate "C"`, operator, text);
  }
}

function timeSql({ column }: Of<'TIME'>, { operator, value }: Comparison): Sql | null {
  const time = typeof value === 'string' ? readInstant(value) : null;
  if (time === null) return null;
  return operator === 'eq' ? sql`${column} = ${time}` : orderSql(column, operator, sql`${time}`);
}

function orderSql(column: Sql, operator: FilterOperator, value: Sql): Sql | null {
  if (operator === 'gt') return sql`${column} > ${value}`;
  if (operator === 'ge') return sql`${column} >= ${value}`;
  if (operator === 'lt') return sql`${column} < ${value}`;
  return operator === 'le' ? sql`${column} <= ${value}` : null;
}

function refused(problem: string): ScimError {
  return new ScimError(`The filter ${problem}`, { scimType: 'invalidFilter' });
}
