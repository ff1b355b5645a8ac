import { textProblem } from '../../../core/input/text.ts';
import { ScimError } from '../../../core/scim-error.ts';

/** An attribute that the service stores. All others are read over, as RFC 7644 (section 3.3) wants. */
export type Attribute = {
  readonly name: string;
  readonly kind: 'TEXT' | 'FLAG' | 'COMPLEX';
  readonly isList?: true;
  readonly isReadOnly?: true;
  /** Whether it is accepted for another one, and has no value of its own. */
  readonly isWriteOnly?: true;
  readonly isRequired?: true;
  readonly isUnique?: true;
  readonly isCaseExact?: true;
  /** What it always is, whatever is sent. */
  readonly always?: string;
  /** Whether it always has a value: one that is left out, empty or removed stays as it is. */
  readonly isKept?: true;
  readonly parts?: readonly Attribute[];
};

export type ResourceKind = { readonly urn: string; readonly attributes: readonly Attribute[] };

export type Simple = string | boolean;
export type Complex = { readonly [part: string]: Simple };
export type Value = Simple | Complex | readonly Complex[];
/** What is known of a resource, under the names as the schema writes them. */
export type Resource = { readonly [attribute: string]: Value };

/** Far beyond the addresses of a person. */
const MOST_ELEMENTS = 100;

/** @throws ScimError for a list that is too long, given at once or by many operations */
export function checkSize(where: string, { length }: readonly unknown[]): void {
  if (length > MOST_ELEMENTS) throw invalid(where, `must have at most ${MOST_ELEMENTS} values`);
}

/** Names of attributes are compared without regard to case. */
export function sameName(one: string, other: string): boolean {
  return one.length === other.length && one.toLowerCase() === other.toLowerCase();
}

export function attributeOf(
  attributes: readonly Attribute[] | undefined,
  name: string,
): Attribute | undefined {
  return attributes?.find((attribute) => sameName(attribute.name, name));
}

/** A body as the schema has it. @throws ScimError for a value of another type */
export function readResource({ attributes }: ResourceKind, body: object): Resource {
  const known: Record<string, Value> = {};
  for (const [name, given] of Object.entries(body)) {
    const attribute = attributeOf(attributes, name);
    if (attribute === undefined || attribute.isReadOnly) continue;
    const value = readValue(attribute, given, attribute.name);
    if (value !== undefined) known[attribute.name] = value;
  }
  return known;
}

/** @returns undefined for null, an empty text and an empty list: the attribute has no value then */
export function readValue(attribute: Attribute, given: unknown, where: string): Value | undefined {
  if (given === null || given === undefined || given === '') return undefined;
  if (attribute.isList) return readList(attribute, given, where);
  return attribute.kind === 'COMPLEX'
    ? readComplex(attribute, given, where)
    : readSimple(attribute, given, where);
}

function readList(
  attribute: Attribute,
  given: unknown,
  where: string,
): readonly Complex[] | undefined {
  const all: readonly unknown[] = Array.isArray(given) ? given : [given];
  checkSize(where, all);
  const elements: Complex[] = [];
  for (const [place, one] of all.entries()) {
    const element = typeof one === 'string' ? { value: one } : one;
    const known = readComplex(attribute, element, `${where}[${place}]`);
    if (known !== undefined) elements.push(known);
  }
  return elements.length === 0 ? undefined : elements;
}

function readComplex({ parts }: Attribute, given: unknown, where: string): Complex | undefined {
  const known: Record<string, Simple> = {};
  for (const [name, one] of partsIn(given, where)) {
    const part = attributeOf(parts, name);
    if (part === undefined || one === null || one === '') continue;
    known[part.name] = readSimple(part, one, `${where}.${part.name}`);
  }
  return Object.keys(known).length === 0 ? undefined : known;
}

/** The parts of a complex value, as they are given. @throws ScimError for another value */
export function partsIn(given: unknown, where: string): readonly (readonly [string, unknown])[] {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw invalid(where, 'must be an object');
  return Object.entries(given);
}

const WORDS: Readonly<Record<string, boolean>> = { true: true, false: false };

/** Microsoft Entra ID writes booleans as "True" and "False", and sends some values as a list of one. */
export function readSimple({ kind }: Attribute, given: unknown, where: string): Simple {
  const value = unwrapped(given);
  if (kind === 'FLAG') {
    const flag = typeof value === 'string' ? WORDS[value.toLowerCase()] : value;
    if (typeof flag !== 'boolean') throw invalid(where, 'must be true or false');
    return flag;
  }
  if (typeof value !== 'string') throw invalid(where, 'must be a text');
  const problem = textProblem(value);
  if (problem !== null) throw invalid(where, problem);
  return value;
}

function unwrapped(given: unknown): unknown {
  if (!Array.isArray(given) || given.length !== 1) return given;
  const [only] = given as readonly unknown[];
  return typeof only === 'object' && only !== null && 'value' in only ? only.value : given;
}

export function invalid(where: string, problem: string): ScimError {
  return new ScimError(`${where} ${problem}`, { scimType: 'invalidValue' });
}
