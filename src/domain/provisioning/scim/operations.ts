import { isJsonObject } from '../../../core/input/json.ts';
import { ScimError } from '../../../core/scim-error.ts';
import { type AttributePath, type Filter, readPath, TokenReader } from './filter.ts';
import { tokensOf } from './tokens.ts';

/** What an operation of PATCH changes: `emails[type eq "work"].value`. */
export type Target = {
  readonly path: AttributePath;
  /** Which values of a list; all, if null. */
  readonly filter: Filter | null;
};

export type Operation = {
  readonly op: 'add' | 'replace' | 'remove';
  readonly target: Target;
  readonly value: unknown;
  /** Whether the client named it as the path, not among others in a value. */
  readonly isNamed: boolean;
};

export const MOST_OPERATIONS = 500;
/** Among the values of an operation without a path. */
const MOST_NAMES = 200;

/** @throws ScimError */
export function readTarget(text: string): Target {
  const reader = new TokenReader(tokensOf(text, 'invalidPath'), 'invalidPath');
  const path = readPath(reader.word(), 'invalidPath');
  if (!reader.takeSign('[')) {
    reader.end();
    return { path, filter: null };
  }
  const filter = reader.bracketed(1);
  const part = reader.hasWord() ? partOf(reader.word()) : null;
  reader.end();
  return { path: part === null ? path : { ...path, part }, filter };
}

function partOf(word: string): string {
  const { attribute, part, urn } = readPath(word.slice(1), 'invalidPath');
  if (word.startsWith('.') && part === null && urn === null) return attribute;
  throw new ScimError('The path of an operation continues where it should end', {
    scimType: 'invalidPath',
  });
}

/**
 * The operations of a PATCH in their order. One without a path is as many as its value has names.
 * @throws ScimError, before anything is done
 */
export function readOperations(body: object): readonly Operation[] {
  const given = Object.entries(body).find(([name]) => name.toLowerCase() === 'operations')?.[1];
  if (!Array.isArray(given) || given.length === 0)
    throw new ScimError('Operations must be a list with at least one operation', {
      scimType: 'invalidSyntax',
    });
  if (given.length > MOST_OPERATIONS)
    throw new ScimError(`Operations must have at most ${MOST_OPERATIONS} operations`, {
      status: 413,
    });
  return (given as readonly unknown[]).flatMap((one, place) => readOperation(one, place));
}

function readOperation(given: unknown, place: number): readonly Operation[] {
  const where = `Operations[${place}]`;
  if (!isJsonObject(given)) throw syntax(where, 'must be an object');
  const { op: word, path, value } = given;
  const op = (['add', 'replace', 'remove'] as const).find(
    (known) => known === (typeof word === 'string' ? word.toLowerCase() : null),
  );
  if (op === undefined) throw syntax(`${where}.op`, 'must be add, replace or remove');
  if (typeof path === 'string' && path !== '')
    return [{ op, target: readTarget(path), value, isNamed: true }];
  if (path !== undefined && path !== null && path !== '')
    throw new ScimError(`${where}.path must be a text`, { scimType: 'invalidPath' });
  if (op === 'remove') throw new ScimError(`${where}.path is required`, { scimType: 'noTarget' });
  if (!isJsonObject(value))
    throw new ScimError(`${where}.value must be an object where there is no path`, {
      scimType: 'invalidValue',
    });
  const names = Object.entries(value);
  if (names.length > MOST_NAMES)
    throw syntax(`${where}.value`, `must have at most ${MOST_NAMES} names`);
  return names.flatMap(([name, one]) => {
    const target = targetNamed(name);
    return target === null ? [] : [{ op, target, value: one, isNamed: false }];
  });
}

/** Null for a name that can be of no attribute here: among values it is read over, as in a new resource. */
function targetNamed(name: string): Target | null {
  try {
    return readTarget(name);
  } catch (error) {
    if (error instanceof ScimError) return null;
    throw error;
  }
}

function syntax(where: string, problem: string): ScimError {
  return new ScimError(`${where} ${problem}`, { scimType: 'invalidSyntax' });
}
