import { ScimError } from '../../../core/scim-error.ts';
import { type Attribute, attributeOf, type Complex } from './attributes.ts';
import type { AttributePath, Filter, FilterOperator, FilterValue } from './filter.ts';

/** Whether one value of a list fulfils the filter in the brackets of a path. @throws ScimError */
export function matches(list: Attribute, element: Complex, filter: Filter): boolean {
  switch (filter.kind) {
    case 'AND':
      return filter.filters.every((one) => matches(list, element, one));
    case 'OR':
      return filter.filters.some((one) => matches(list, element, one));
    case 'NOT':
      return !matches(list, element, filter.filter);
    case 'PRESENT':
      return partOf(list, element, filter.path) !== undefined;
    case 'COMPARE':
      return compare(partOf(list, element, filter.path), filter.operator, filter.value);
    default:
      throw new ScimError('The path of an operation has brackets within brackets', {
        scimType: 'invalidPath',
      });
  }
}

function partOf(list: Attribute, element: Complex, { attribute, part }: AttributePath) {
  const known = part === null ? attributeOf(list.parts, attribute) : undefined;
  return known === undefined ? undefined : element[known.name];
}

function compare(
  found: string | boolean | undefined,
  operator: FilterOperator,
  wanted: FilterValue,
): boolean {
  const value = found ?? null;
  if (operator === 'ne') return !compare(found, 'eq', wanted);
  if (operator === 'eq')
    return typeof value === 'boolean' ? value === flagOf(wanted) : folded(value) === folded(wanted);
  if (typeof value !== 'string' || typeof wanted !== 'string') return false;
  return COMPARE[operator](folded(value) as string, folded(wanted) as string);
}

/** In PATCH, Microsoft Entra ID writes booleans as texts. */
function flagOf(value: FilterValue): FilterValue {
  const word = folded(value);
  return word === 'true' || word === 'false' ? word === 'true' : value;
}

function folded(value: FilterValue): FilterValue {
  return typeof value === 'string' ? value.normalize('NFC').toLowerCase() : value;
}

const COMPARE: Readonly<
  Record<Exclude<FilterOperator, 'eq' | 'ne'>, (one: string, other: string) => boolean>
> = {
  co: (one, other) => one.includes(other),
  sw: (one, other) => one.startsWith(other),
  ew: (one, other) => one.endsWith(other),
  gt: (one, other) => one > other,
  ge: (one, other) => one >= other,
  lt: (one, other) => one < other,
  le: (one, other) => one <= other,
};
