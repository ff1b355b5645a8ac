import { ANY_PREFIX, formOf, OLDER_PATTERN, patternOf } from '../key/secret.ts';
import { allHints, hintsOf, isCredential, isHookSecret, type SecretHints } from './secret-names.ts';

// Texts that are secrets by their own form, or hold one, whatever they are called.

/** The start that several services give the secrets of webhooks. */
const MARKED = /whsec_[^\s"'<>,;]/i;
/** Who is to be let in, in an address: `https://user:password@host`. */
const USER_INFO = /https?:\/\/[^\s/?#@]{1,1000}@|:\/\/[^\s/?#@:]{0,500}:[^\s/?#@]{1,500}@/i;
const HEADER_VALUE = /^\s*(?:bearer|basic)\s+[\w.~+/=-]{8}/i;
const PRIVATE_KEY = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY/;
/** API keys of this service and of older versions of the platform, wherever they stand. */
const API_KEY = new RegExp(`(?<![0-9a-zA-Z_])(?:${patternOf(ANY_PREFIX)}|${OLDER_PATTERN})`, 'g');
/** `NAME=value` or `name: value` at the start, after a blank or between others; in addresses after `?` it is none. */
const SETTING =
  /(?<![^\s;,{["'])([A-Za-z_][\w.-]{0,99})["']?[ \t]{0,20}[=:][ \t]{0,20}["']?(?=[^\s"'&;,])/g;

/** @param areCredentials whether credentials other than those of webhooks count too */
export type TextRules = { readonly hints: SecretHints; readonly areCredentials: boolean };

export function isSecretText(text: string, rules: TextRules): boolean {
  if (MARKED.test(text) || USER_INFO.test(text)) return true;
  if (holdsApiKey(text) || holdsSetting(text, rules)) return true;
  return rules.areCredentials && (HEADER_VALUE.test(text) || PRIVATE_KEY.test(text));
}

function holdsApiKey(text: string): boolean {
  for (const [key] of text.matchAll(API_KEY)) if (formOf(key) !== 'ALTERED') return true;
  return false;
}

/** As the environment of a program is written: a name that says it, and a value. */
function holdsSetting(text: string, { hints, areCredentials }: TextRules): boolean {
  for (const [, name = ''] of text.matchAll(SETTING)) {
    const own = hintsOf(name);
    if (isHookSecret(allHints(hints, own)) || (areCredentials && isCredential(own))) return true;
  }
  return false;
}

const REMOVED = '[removed]';

/** A sentence in which a secret stands, without it; the same where none does. */
export function withoutSecretText(text: string): string {
  return isSecretText(text, { hints: 0, areCredentials: true }) ? REMOVED : text;
}

/** What every text matches in which a secret stands by its form, in any case, here and in PostgreSQL. */
export const TEXT_SPELLINGS: readonly string[] = [
  String.raw`:\\*/`,
  '_[0-9a-z]{32}',
  'bearer',
  'basic',
  'private key',
];
