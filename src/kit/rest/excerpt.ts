import { isJsonObject } from '../../core/input/json.ts';
import { omitSecrets } from '../../core/input/omit-secrets.ts';
import { shortened } from '../../core/input/shorten.ts';

/** The ellipsis included. */
const MOST_SHOWN = 201;
/** These many make more text than is shown, however short each is. */
const MOST_VALUES = 100;
/** A longer text is not looked into, and nothing of it is shown: a secret may stand in it. */
const MOST_LENGTH = 10_000;

/**
 * What an answer shows of an input that was refused: none of its secrets, and of a megabyte only the
 * beginning. No more of it is looked at, as there may be a hundred such inputs in one body.
 * @param name of the input, which may say that it is a secret
 */
export function excerptOf(name: string, input: unknown): unknown {
  const part = partOf(input, { left: MOST_VALUES });
  return shortenInput(omitSecrets({ [name]: part }).data[name] ?? null);
}

type Budget = { left: number };

function partOf(value: unknown, budget: Budget): unknown {
  budget.left -= 1;
  if (typeof value === 'string') return value.length > MOST_LENGTH ? '…' : value;
  if (Array.isArray(value))
    return value.slice(0, Math.max(0, budget.left)).map((one) => partOf(one, budget));
  if (!isJsonObject(value)) return value;
  const part: [string, unknown][] = [];
  for (const name in value) {
    if (budget.left <= 0) break;
    if (Object.hasOwn(value, name))
      part.push([partOf(name, budget) as string, partOf(value[name], budget)]);
  }
  return Object.fromEntries(part);
}

function shortenInput(input: unknown): unknown {
  if (typeof input === 'string') return shortened(input, MOST_SHOWN);
  const json = JSON.stringify(input) ?? 'null';
  return json.length > MOST_SHOWN ? shortened(json, MOST_SHOWN) : (JSON.parse(json) as unknown);
}
