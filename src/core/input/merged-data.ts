import { type InputIssue, InvalidInputError } from '../errors.ts';
import { type JsonObject, type JsonSize, sizeOf, sizeProblem } from './json.ts';

// Data that grows by merges: the limits of one input hold for what is stored in the end.

/** Data whose text in PostgreSQL has no more bytes fits, whatever is in it. */
export const SURELY_FITS = 20_000;

/** What is stored, in size, and the sizes of the keys that are about to be replaced. */
export type StoredSize = JsonSize & { readonly keys: ReadonlyMap<string, JsonSize> };

/** @param keys those that are to be replaced */
export function storedSize(data: JsonObject, keys: Iterable<string>): StoredSize {
  const replaced = [...keys].filter((key) => Object.hasOwn(data, key));
  return {
    ...sizeOf(data),
    keys: new Map(replaced.map((key) => [key, entrySize(key, data[key])])),
  };
}

/** After a merge at the top level, where null removes a key. */
export function mergedSize(stored: StoredSize, patch: JsonObject): StoredSize {
  const keys = new Map(stored.keys);
  let { bytes, values } = stored;
  for (const [key, value] of Object.entries(patch)) {
    const before = keys.get(key) ?? NOTHING;
    const after = value === null ? NOTHING : entrySize(key, value);
    bytes += after.bytes - before.bytes;
    values += after.values - before.values;
    keys.set(key, after);
  }
  return { bytes, values, keys };
}

/**
 * Why stored data may not become this; null if it may. Imported data may be larger than what fits
 * here: what makes it no larger is allowed.
 */
export function mergeProblem(merged: JsonSize, before: JsonSize): string | null {
  const problem = sizeProblem(merged);
  if (problem === null || (merged.bytes <= before.bytes && merged.values <= before.values))
    return null;
  return `${problem} after merging with the stored data; set unneeded keys to null, or send less`;
}

/** @param path of the data in the input */
export function mergeError(problem: string, path: InputIssue['path']): InvalidInputError {
  return new InvalidInputError([{ path, message: problem, type: 'value_error' }]);
}

const NOTHING: JsonSize = { bytes: 0, values: 0 };

/** A key takes its own text, a colon and a comma or bracket as well. */
function entrySize(key: string, value: unknown): JsonSize {
  const { bytes, values } = sizeOf(value);
  return { bytes: bytes + Buffer.byteLength(JSON.stringify(key)) + 2, values };
}
