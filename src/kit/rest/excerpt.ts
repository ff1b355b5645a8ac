import { isJsonObject, type JsonObject } from '../../core/input/json.ts';
import { omitSecrets } from '../../core/input/omit-secrets.ts';
import { shortened } from '../../core/input/shorten.ts';

/** The ellipsis included. */
const MOST_SHOWN = 201;
/** These many make more text than is shown, however short each is. */
const MOST_VALUES = 100;
/**
 * Of all texts together. Nothing is shown of one that is longer than what is left, as a secret may
 * stand in it, nor of what follows, as it may be the name of that.
 */
const MOST_LENGTH = 2_000;

/**
 * What an answer shows of an input that was refused: none of its secrets, and of a megabyte only the
 * beginning. No more of it is looked at, as there may be a hundred such inputs in one body.
 * @param name of the input, which may say that it is a secret
 */
export function excerptOf(name: string, input: unknown): unknown {
  const part = partOf(input, { values: MOST_VALUES, characters: MOST_LENGTH });
  return shortenInput(omitSecrets({ [name]: part }).data[name] ?? null);
}

type Budget = { values: number; characters: number };

function partOf(value: unknown, budget: Budget): unknown {
  budget.values -= 1;
  if (typeof value === 'string') budget.characters -= value.length;
  if (budget.characters < 0) return '…';
  if (Array.isArray(value))
    return value.slice(0, Math.max(0, budget.values)).map((one) => partOf(one, budget));
  return isJsonObject(value) ? partOfObject(value, budget) : value;
}

function partOfObject(object: JsonObject, budget: Budget): JsonObject {
  const part: [string, unknown][] = [];
  for (const name in object) {
    if (budget.values <= 0) break;
    if (Object.hasOwn(object, name))
      part.push([partOf(name, budget) as string, partOf(object[name], budget)]);
  }
  return Object.fromEntries(part) as JsonObject;
}

function shortenInput(input: unknown): unknown {
  if (typeof input === 'string') return shortened(input, MOST_SHOWN);
  const json = JSON.stringify(input) ?? 'null';
  return json.length > MOST_SHOWN ? shortened(json, MOST_SHOWN) : (JSON.parse(json) as unknown);
}
