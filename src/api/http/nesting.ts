import { endOfString } from '../../core/input/json-text.ts';

/** What is wrong with a JSON text before anybody reads it. */
export type JsonProblem = 'TOO_DEEP' | 'TOO_MANY';

type JsonLimits = { readonly depth: number; readonly tokens: number };

/**
 * Whether a JSON text nests deeper, or holds more names and values, than may be. Looked at character by
 * character: everything that walks a parsed value recursively would overflow its stack on a deep enough
 * one, and to parse a megabyte of names takes a hundred times as long as to look at it.
 */
export function jsonProblem(json: string, limits: JsonLimits): JsonProblem | null {
  let depth = 0;
  let tokens = 0;
  for (let at = 0; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    const step = STEPS[code];
    if (code === QUOTE) at = endOfString(json, at);
    if (step === undefined) continue;
    depth += step;
    if (step >= 0) tokens += 1;
    if (depth > limits.depth) return 'TOO_DEEP';
    if (tokens > limits.tokens) return 'TOO_MANY';
  }
  return null;
}

const COMMA = 0x2c;
const COLON = 0x3a;
const QUOTE = 0x22;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
/** How much deeper each sign leads. But for those that close, each stands before a name or a value. */
const STEPS: readonly (number | undefined)[] = Object.assign(new Array<number | undefined>(128), {
  [COMMA]: 0,
  [COLON]: 0,
  [OPEN_BRACE]: 1,
  [OPEN_BRACKET]: 1,
  [CLOSE_BRACE]: -1,
  [CLOSE_BRACKET]: -1,
});
