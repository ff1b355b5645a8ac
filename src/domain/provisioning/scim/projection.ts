import { ScimError } from '../../../core/scim-error.ts';
import { readPath } from './filter.ts';

/** Which attributes of a resource are answered (RFC 7644, section 3.9). */
export type Projection = {
  readonly only: readonly string[] | null;
  readonly without: readonly string[];
};

/** They are in every answer. */
const ALWAYS = ['schemas', 'id'];
const MOST_NAMES = 50;

type Sent = {
  readonly attributes?: string | undefined;
  readonly excludedAttributes?: string | undefined;
};

/** @throws ScimError */
export function readProjection({ attributes, excludedAttributes }: Sent): Projection {
  return {
    only: attributes ? namesIn(attributes) : null,
    without: excludedAttributes ? namesIn(excludedAttributes) : [],
  };
}

/** In lower case, and without the name of the schema. */
function namesIn(list: string): readonly string[] {
  const names = list.split(',', MOST_NAMES + 1).map((name) => name.trim());
  if (names.length > MOST_NAMES)
    throw new ScimError(`attributes must have at most ${MOST_NAMES} names`, {
      scimType: 'invalidValue',
    });
  return names
    .filter((name) => name !== '')
    .map((name) => {
      const { attribute, part } = readPath(name, 'invalidPath');
      return (part === null ? attribute : `${attribute}.${part}`).toLowerCase();
    });
}

/** Whether an attribute is answered at all, so that nothing is read for one that is not. */
export function isShown({ only, without }: Projection, attribute: string): boolean {
  const name = attribute.toLowerCase();
  if (ALWAYS.includes(attribute)) return true;
  if (without.includes(name)) return false;
  return only === null || only.some((one) => one === name || one.startsWith(`${name}.`));
}

export function projected<Body extends object>(projection: Projection, body: Body): Partial<Body> {
  const { only, without } = projection;
  if (only === null && without.length === 0) return body;
  const shown = Object.entries(body)
    .filter(([name]) => isShown(projection, name))
    .map(([name, value]) => [name, partsOf(projection, name, value)]);
  return Object.fromEntries(shown) as Partial<Body>;
}

function partsOf({ only, without }: Projection, attribute: string, value: unknown): unknown {
  const name = attribute.toLowerCase();
  const isWhole = only === null || only.includes(name) || ALWAYS.includes(attribute);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (Array.isArray(value))
    return value.map((one: unknown) => partsOf({ only, without }, attribute, one));
  const parts = Object.entries(value).filter(([part]) => {
    const path = `${name}.${part.toLowerCase()}`;
    return !without.includes(path) && (isWhole || only.includes(path));
  });
  return Object.fromEntries(parts);
}
