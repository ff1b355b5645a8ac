import { endOfString } from './json-text.ts';

const [QUOTE, COLON, OPEN_OBJECT] = [0x22, 0x3a, 0x7b];
/** How much deeper what follows a bracket stands. */
const STEPS = new Int8Array(128);
for (const bracket of '{[') STEPS[bracket.charCodeAt(0)] = 1;
for (const bracket of '}]') STEPS[bracket.charCodeAt(0)] = -1;

/**
 * The names at the top of an object that PostgreSQL wrote as JSON; null for what is no object, or has
 * an escape in such a name.
 */
export function topNames(json: string): string[] | null {
  if (json.charCodeAt(0) !== OPEN_OBJECT) return null;
  const names: string[] = [];
  let depth = 0;
  for (let at = 0; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (code !== QUOTE) depth += STEPS[code] ?? 0;
    else {
      const end = endOfString(json, at);
      if (depth === 1 && json.charCodeAt(end + 1) === COLON) names.push(json.slice(at + 1, end));
      at = end;
    }
  }
  return names.some((name) => name.includes('\\')) ? null : names;
}
