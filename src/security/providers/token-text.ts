import { isJsonObject, type JsonObject } from '../../core/input/json.ts';
import { endOfString } from '../../core/input/json-text.ts';
import { TokenRefused } from './refusals.ts';

/** What a token says, before anything of it is proved. */
export type TokenText = { readonly header: JsonObject; readonly claims: JsonObject };

/** All headers of a request have 16,384 characters at most. */
const MOST_CHARACTERS = 14_336;

const FORM = /^ey[\w-]+(?:\.[\w-]*){2,4}$/;

/**
 * Whether a text is a JSON Web Token by its form. No key that is made here has it; an imported key of an
 * unknown format may, and is then not accepted as a bearer token while there are providers.
 */
export function hasTokenForm(text: string): boolean {
  return FORM.test(text);
}

/** @throws TokenRefused */
export function readTokenText(text: string): TokenText {
  if (text.length > MOST_CHARACTERS) throw new TokenRefused('TOO_LONG');
  const [header = '', claims = '', signature = '', ...more] = text.split('.');
  if (signature === '' || more.length > 0) throw new TokenRefused('MALFORMED');
  return { header: readPart(header), claims: readPart(claims) };
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** Of a name that comes twice, every reader takes the value that it likes. */
function readPart(part: string): JsonObject {
  const json = decoded(part);
  const read = parsed(json);
  if (!isJsonObject(read)) throw new TokenRefused('MALFORMED');
  if (countNames(json) !== Object.keys(read).length) throw new TokenRefused('MALFORMED');
  return read;
}

function decoded(part: string): string {
  try {
    return UTF8.decode(Buffer.from(part, 'base64url'));
  } catch {
    throw new TokenRefused('MALFORMED');
  }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new TokenRefused('MALFORMED');
  }
}

const STEPS: Readonly<Record<string, number>> = { '{': 1, '[': 1, '}': -1, ']': -1 };
const BLANKS = ' \t\r\n';

/** How many names the object of a valid JSON text has, counting each as often as it stands there. */
function countNames(json: string): number {
  let depth = 0;
  let count = 0;
  for (let at = 0; at < json.length; at += 1) {
    const character = json.charAt(at);
    depth += STEPS[character] ?? 0;
    if (character !== '"') continue;
    at = endOfString(json, at);
    if (depth === 1 && isBeforeColon(json, at + 1)) count += 1;
  }
  return count;
}

function isBeforeColon(json: string, from: number): boolean {
  let at = from;
  while (at < json.length && BLANKS.includes(json.charAt(at))) at += 1;
  return json.charAt(at) === ':';
}
