import { isJsonObject, type JsonObject } from './json.ts';
import { hintsOf, isOfHook } from './secret-names.ts';
import { mayBeJson } from './valid-json.ts';

/** Only imported data can be as deep: what lies deeper is left out. */
const MAX_DEPTH = 500;

/** Free-form data without all that is about a webhook by its name, at any depth, also in JSON within a text. */
export function withoutHooks(data: JsonObject): JsonObject {
  return objectWithout(data, 1);
}

function objectWithout(object: JsonObject, depth: number): JsonObject {
  const kept = Object.entries(object).filter(([name]) => !isOfHook(hintsOf(name)));
  return Object.fromEntries(kept.map(([name, value]) => [name, valueWithout(value, depth)]));
}

function valueWithout(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return textWithout(value, depth);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return null;
  if (Array.isArray(value)) return value.map((one) => valueWithout(one, depth + 1));
  return isJsonObject(value) ? objectWithout(value, depth + 1) : value;
}

/** A text in which nothing is left out stays as it is written. */
function textWithout(text: string, depth: number): string {
  if (!/^\s*[[{]/.test(text) || !mayBeJson(text.trim())) return text;
  try {
    const read: unknown = JSON.parse(text.trim());
    const kept = JSON.stringify(valueWithout(read, depth + 1));
    return kept === JSON.stringify(read) ? text : kept;
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    return '';
  }
}
