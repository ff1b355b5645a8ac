import { holdsApiKey } from './api-keys-in-text.ts';
import { REMOVED_TEXT } from './key-forms.ts';
import { holdsNamed, type TextRules } from './named-in-text.ts';
import { grant, newEffort, type SearchEffort, spend } from './search-effort.ts';

// Texts that are secrets by their own form, or hold one, whatever they are called.

/** The start that several services give the secrets of webhooks. */
const MARKED = /whsec_[^\s"'<>,;]/i;
/** Who is to be let in, in an address: `https://user:password@host`. */
const USER_INFO = /https?:\/\/[^\s/?#@]{1,1000}@|:\/\/[^\s/?#@:]{0,500}:[^\s/?#@]{1,500}@/i;
const HEADER_VALUE = /^\s*(?:bearer|basic)\s+[\w.~+/=-]{8}/i;
/** Within a sentence, only what is no word. */
const BEARER =
  /\b(?:[Bb]earer|BEARER)\s{1,20}(?=[\w.~+/=-]{0,40}(?:\d|[a-z][A-Z]|[_~+/=]))[\w.~+/=-]{8}/;
const BASIC = /\bbasic\s{1,20}([\w+/]{8,1000})/gi;
const USER_AND_PASSWORD = /^[^\p{Cc}\ufffd:]+:[^\p{Cc}\ufffd]+$/u;
const PRIVATE_KEY = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY/;
/** Nearly all texts have nothing of it. */
const MAY_HOLD_CREDENTIAL = /b(?:asic|earer)\s|-----BEGIN|curl|machine\s/i;
/** `curl -u user:password` */
const USER_OPTION =
  /(?:^|\s)(?:-u|--user|-U|--proxy-user)[ =]{0,3}["']?[^\s:"'/-][^\s:"'/]{0,200}:[^\s"'/]/;

/** A line of `.netrc` */
const NETRC = /\bmachine\s{1,20}\S{1,200}\s{1,20}login\s{1,20}\S{1,200}\s{1,20}password\s{1,20}\S/;

/** Signs that are written as others, and those that nobody sees, between the letters of a name. */
const NOT_ASCII = /[^\p{ASCII}]/u;
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;

/** What it costs: in steps for each character and for each text; names that are looked at come on top. */
const PER_CHARACTER = 2;
/** Of a letter beyond ASCII: it has one to three bytes more. */
const PER_FURTHER_BYTE = 3;
const PER_TEXT = 20;

export function isSecretText(text: string, rules: TextRules, effort: SearchEffort): boolean {
  const plain = plainly(text, effort);
  if (!spend(effort, PER_TEXT + PER_CHARACTER * plain.length)) return true;
  if (holdsNamed(plain, rules, (steps) => spend(effort, steps)) || MARKED.test(plain)) return true;
  if (plain.includes('://') && USER_INFO.test(plain)) return true;
  if (plain.includes('_') && holdsApiKey(plain)) return true;
  return rules.areCredentials && holdsCredential(plain);
}

function plainly(text: string, effort: SearchEffort): string {
  if (!NOT_ASCII.test(text)) return text;
  const further = Buffer.byteLength(text) - text.length;
  if (!spend(effort, PER_FURTHER_BYTE * further)) return text;
  return text.normalize('NFKC').replace(INVISIBLE, '');
}

function holdsCredential(text: string): boolean {
  if (!MAY_HOLD_CREDENTIAL.test(text)) return false;
  if (HEADER_VALUE.test(text) || BEARER.test(text) || PRIVATE_KEY.test(text)) return true;
  if (NETRC.test(text)) return true;
  if (text.includes('curl') && USER_OPTION.test(text)) return true;
  for (const [, encoded = ''] of text.matchAll(BASIC))
    if (USER_AND_PASSWORD.test(Buffer.from(encoded, 'base64').toString())) return true;
  return false;
}

/** Whether an address hands over the secret of a webhook to whoever reads it. */
export function holdsHookSecret(address: string): boolean {
  return holdsNamed(address, { hints: 0, areCredentials: false }, () => true);
}

/** A sentence in which a secret stands, without it; the same where none does. */
export function withoutSecretText(text: string): string {
  const effort = newEffort();
  grant(effort, text);
  return isSecretText(text, { hints: 0, areCredentials: true }, effort) ? REMOVED_TEXT : text;
}

/** What every text matches in which a secret stands by its form, in any case, here and in PostgreSQL. */
export const TEXT_SPELLINGS: readonly string[] = [
  String.raw`:\\*/`,
  '_[0-9a-z]{32}',
  'bearer',
  'basic',
  'private key',
  'curl',
];
