import { decodedTexts } from './encoded-texts.ts';
import { grant, type SearchEffort, settle, spend } from './search-effort.ts';
import { isCredential, isHookSecret, type SecretHints } from './secret-names.ts';
import { isSecretText } from './secret-texts.ts';
import { mayBeJson, SHORT_JSON } from './valid-json.ts';

/** Base64 of base64 of base64; nothing here is encoded more often. */
const MOST_DECODED = 3;

/**
 * Which secrets are left out: those of webhooks, or credentials of all sorts as well. An operator may
 * have stored the latter in a user's data for another service, where they are not taken away.
 */
export type SecretKinds = 'ALL' | 'HOOKS';

export type StringSearch = {
  readonly kinds: SecretKinds;
  readonly effort: SearchEffort;
  /** How often the text was decoded that is searched. */
  readonly decoded: number;
  /** Whether a secret stands in a value. */
  readonly holds: (value: unknown, place: StringPlace, search: StringSearch) => boolean;
  /** Within a text, which has its share of the effort already. */
  readonly isInText: boolean;
};

export type StringPlace = { readonly hints: SecretHints; readonly depth: number };

/** Whether a text is a secret by its names or itself, holds one, or takes too long to be searched. */
export function isSecretString(text: string, place: StringPlace, search: StringSearch): boolean {
  if (search.isInText) return isSecretPart(text, place, search);
  grant(search.effort, text);
  const isSecret = isSecretPart(text, place, search);
  settle(search.effort);
  return isSecret;
}

const PER_PART = 20;
/** `pw=x` */
const SHORTEST = 4;
/** Neither marks nor digits say anything, but for a long row of digits. */
const SAYS_SOMETHING = /[a-z%]|[^\p{ASCII}]|\d{20}/iu;

function isSecretPart(text: string, place: StringPlace, search: StringSearch): boolean {
  const { hints } = place;
  const areCredentials = search.kinds === 'ALL';
  const isNamed = isHookSecret(hints) || (areCredentials && isCredential(hints));
  if (!spend(search.effort, PER_PART)) return true;
  if (isNamed && text.trim() !== '') return true;
  if (text.length < SHORTEST || !SAYS_SOMETHING.test(text)) return false;
  return (
    isSecretText(text, { hints, areCredentials }, search.effort) ||
    hidesOne(text, place, search) ||
    encodesOne(text, place, search)
  );
}

function encodesOne(text: string, place: StringPlace, search: StringSearch): boolean {
  const decoded = search.decoded + 1;
  if (decoded > MOST_DECODED) return false;
  const inside = { ...search, decoded, isInText: true };
  for (const one of decodedTexts(text, search.effort))
    if (isSecretPart(one, { ...place, hints: 0 }, inside)) return true;
  // What was not decoded was not searched.
  return !spend(search.effort, 0);
}

const PER_CHECKED = 4;
const PER_PARSED = 3;

/** JSON within a text, which counts as deeper than the text: else texts within texts had no end. */
function hidesOne(text: string, place: StringPlace, search: StringSearch): boolean {
  if (!/^\s*[[{"]/.test(text)) return false;
  const perCharacter = PER_PARSED + (text.length < SHORT_JSON ? PER_CHECKED : 0);
  if (!spend(search.effort, perCharacter * text.length)) return true;
  const read = readText(text);
  return read !== null && search.holds(read, place, search);
}

function readText(text: string): unknown {
  // More is blank here than in JSON.
  const trimmed = text.trim();
  if (!mayBeJson(trimmed)) return null;
  try {
    return JSON.parse(trimmed);
  } catch {
    return null;
  }
}
