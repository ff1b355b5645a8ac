import { ANY_PREFIX, formOf, OLDER_PATTERN, patternOf, REMOVED_TEXT } from './key-forms.ts';
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
  /(?<![^\s;,{["'])([A-Za-z_][\w.-]{0,99})\\{0,9}["']?[ \t]{0,20}[=:][ \t]{0,20}\\{0,9}["']?(?=[^\s"'&;,])/g;

/** The same in an address after `?`, `&` or `#`, and in a form, where a credential of another service is none of ours. */
const PARAMETER = /[?&#]([A-Za-z_][\w.%-]{0,99})=(?=[^\s&])/g;
/** `<name>value` */
const ELEMENT = /<([A-Za-z_][\w.:-]{0,99})>\s{0,20}(?=[^\s<])/g;

/** @param areCredentials whether credentials other than those of webhooks count too */
export type TextRules = { readonly hints: SecretHints; readonly areCredentials: boolean };

/** What stands in every text that holds a secret by its form: most texts are told by it to have none. */
const MAY_HOLD_ONE = /[=:_<]|^\s*(?:bearer|basic)\s|-----BEGIN/i;

export function isSecretText(text: string, rules: TextRules): boolean {
  if (!MAY_HOLD_ONE.test(text)) return false;
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
  const isSecret = (own: SecretHints) =>
    isHookSecret(allHints(hints, own)) || (areCredentials && isCredential(own));
  return (
    names(text, SETTING).some(isSecret) ||
    names(text, ELEMENT).some(isSecret) ||
    names(text, PARAMETER).some(isHookSecret)
  );
}

function names(text: string, pattern: RegExp): readonly SecretHints[] {
  // To go through all matches takes longer than to find that there is none.
  if (text.search(pattern) === -1) return [];
  return [...text.matchAll(pattern)].map(([, name = '']) => hintsOf(name));
}

/** Whether an address hands over the secret of a webhook to whoever reads it. */
export function holdsHookSecret(address: string): boolean {
  return names(address, PARAMETER).some(isHookSecret);
}

/** A sentence in which a secret stands, without it; the same where none does. */
export function withoutSecretText(text: string): string {
  return isSecretText(text, { hints: 0, areCredentials: true }) ? REMOVED_TEXT : text;
}

/** What every text matches in which a secret stands by its form, in any case, here and in PostgreSQL. */
export const TEXT_SPELLINGS: readonly string[] = [
  String.raw`:\\*/`,
  '_[0-9a-z]{32}',
  'bearer',
  'basic',
  'private key',
];
