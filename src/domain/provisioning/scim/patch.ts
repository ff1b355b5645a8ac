import { ScimError } from '../../../core/scim-error.ts';
import {
  type Attribute,
  attributeOf,
  type Complex,
  checkSize,
  invalid,
  partsIn,
  type Resource,
  type ResourceKind,
  readSimple,
  readValue,
  type Simple,
  sameName,
  type Value,
} from './attributes.ts';
import type { Filter } from './filter.ts';
import { matches } from './matches.ts';
import type { Operation } from './operations.ts';

/**
 * A resource with the operations of a PATCH done to it, one after the other (RFC 7644, section 3.5.2).
 * Attributes that are not stored are read over.
 * @throws ScimError
 */
export function patched(
  kind: ResourceKind,
  resource: Resource,
  operations: readonly Operation[],
): Resource {
  const changed: Record<string, Value> = { ...resource };
  for (const operation of operations) {
    const attribute = targetOf(kind, operation);
    if (attribute === null) continue;
    if (!attribute.isKept) checkValue(attribute.name, operation);
    const value = changedValue(attribute, changed[attribute.name], operation);
    if (value !== undefined) changed[attribute.name] = value;
    else if (!attribute.isKept) delete changed[attribute.name];
  }
  return changed;
}

/**
 * A value that was forgotten clears nothing: only null does, and an empty text or list.
 * @throws ScimError
 */
export function checkValue(where: string, { op, value }: Operation): void {
  if (op !== 'remove' && value === undefined)
    throw invalid(where, 'must have a value; null clears it');
}

/** The attribute that an operation changes; null for one that is not stored, or a part that is not. */
function targetOf(kind: ResourceKind, { target, isNamed }: Operation): Attribute | null {
  const { urn, attribute: name, part } = target.path;
  if (urn !== null && !sameName(urn, kind.urn)) return null;
  const attribute = attributeOf(kind.attributes, name);
  if (attribute === undefined) return null;
  if (part !== null && attribute.parts && !attributeOf(attribute.parts, part)) return null;
  if (!attribute.isReadOnly) return attribute;
  // Okta repeats the id of a group among the values that it changes.
  if (!isNamed) return null;
  throw new ScimError(`${attribute.name} is read-only`, { scimType: 'mutability' });
}

function changedValue(
  attribute: Attribute,
  before: Value | undefined,
  operation: Operation,
): Value | undefined {
  const { filter, path } = operation.target;
  if (attribute.isList)
    return changedList(attribute, (before ?? []) as readonly Complex[], operation);
  if (filter !== null) throw misfit(`${attribute.name} has one value, and takes no filter`);
  if (attribute.kind === 'COMPLEX')
    return changedComplex(attribute, (before ?? {}) as Complex, operation);
  if (path.part !== null) throw misfit(`${attribute.name} has no parts`);
  return operation.op === 'remove'
    ? undefined
    : readValue(attribute, operation.value, attribute.name);
}

function changedComplex(
  attribute: Attribute,
  before: Complex,
  { op, target, value }: Operation,
): Complex | undefined {
  const { part: name } = target.path;
  if (name !== null) return filled(withPart(attribute, before, { op, name, value }));
  if (op === 'remove' || value === null || value === '') return undefined;
  return filled(withParts(attribute, before, value));
}

/** A complex value with the parts that are given; one that is null or empty has no value afterwards. */
function withParts(attribute: Attribute, before: Complex, given: unknown): Complex {
  const parts = partsIn(given, attribute.name);
  return parts.reduce(
    (changed, [name, value]) => withPart(attribute, changed, { op: 'replace', name, value }),
    before,
  );
}

type PartChange = Pick<Operation, 'op' | 'value'> & { readonly name: string };

function withPart(attribute: Attribute, before: Complex, { op, name, value }: PartChange): Complex {
  const part = attributeOf(attribute.parts, name);
  if (part === undefined) return before;
  const { [part.name]: _old, ...rest } = before;
  if (op === 'remove' || value === null || value === '') return rest;
  return { ...rest, [part.name]: readSimple(part, value, `${attribute.name}.${part.name}`) };
}

function filled(value: Complex): Complex | undefined {
  return Object.keys(value).length === 0 ? undefined : value;
}

function changedList(
  attribute: Attribute,
  before: readonly Complex[],
  operation: Operation,
): readonly Complex[] | undefined {
  const { filter, path } = operation.target;
  const list =
    filter === null && path.part === null
      ? changedWhole(attribute, before, operation)
      : changedElements(attribute, before, operation);
  checkSize(attribute.name, list);
  return list.length === 0 ? undefined : list;
}

function changedWhole(
  attribute: Attribute,
  before: readonly Complex[],
  { op, value }: Operation,
): readonly Complex[] {
  const given = (readValue(attribute, value, attribute.name) ?? []) as readonly Complex[];
  if (op === 'replace') return onePrimary([], given);
  if (op === 'remove')
    return given.length === 0 ? [] : before.filter((one) => !hasValueOf(given, one));
  const added = given.filter((one) => !before.some((other) => isSame(one, other)));
  return onePrimary(before, added);
}

function hasValueOf(given: readonly Complex[], { value }: Complex): boolean {
  return given.some((one) => one['value'] === value);
}

function isSame(one: Complex, other: Complex): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => one[name] === other[name]);
}

function changedElements(
  attribute: Attribute,
  before: readonly Complex[],
  { op, target, value }: Operation,
): readonly Complex[] {
  const { filter, path } = target;
  const { part: name } = path;
  const isMeant = before.map((one) => filter === null || matches(attribute, one, filter));
  const others = before.filter((_one, place) => !isMeant[place]);
  const meant = before.filter((_one, place) => isMeant[place]);
  if (op === 'remove' && name === null) return others;
  if (meant.length === 0 && op === 'remove') return before;
  if (meant.length === 0 && op === 'replace' && filter !== null)
    throw new ScimError(`${attribute.name} has no value that fits the filter`, {
      scimType: 'noTarget',
    });
  const change = (one: Complex): Complex =>
    name === null
      ? withParts(attribute, one, value)
      : withPart(attribute, one, { op, name, value });
  if (meant.length === 0) return onePrimary(before, [change(impliedBy(attribute, filter))]);
  const changed = before.map((one, place) => (isMeant[place] ? change(one) : one));
  const first = changed.findIndex((one, place) => isMeant[place] && one['primary'] === true);
  return changed
    .map((one, place) => (first < 0 || place === first ? one : withoutPrimary(one)))
    .filter((one) => Object.keys(one).length > 0);
}

/** What a value has that is added because none fitted: Microsoft Entra ID adds addresses in this way. */
function impliedBy(attribute: Attribute, filter: Filter | null): Complex {
  if (filter === null) return {};
  const conditions = filter.kind === 'AND' ? filter.filters : [filter];
  const implied: Record<string, Simple> = {};
  for (const one of conditions) {
    if (one.kind !== 'COMPARE' || one.operator !== 'eq') continue;
    const part = attributeOf(attribute.parts, one.path.attribute);
    if (part !== undefined && one.value !== null)
      implied[part.name] = readSimple(part, one.value, `${attribute.name}.${part.name}`);
  }
  return implied;
}

/** Of values that are added, the last that is primary is the only one. */
function onePrimary(before: readonly Complex[], added: readonly Complex[]): readonly Complex[] {
  const last = added.findLastIndex((one) => one['primary'] === true);
  if (last < 0) return [...before, ...added];
  return [
    ...before.map(withoutPrimary),
    ...added.map((one, at) => (at === last ? one : withoutPrimary(one))),
  ];
}

function withoutPrimary({ primary: _primary, ...rest }: Complex): Complex {
  return rest as Complex;
}

function misfit(problem: string): ScimError {
  return new ScimError(problem, { scimType: 'invalidPath' });
}
