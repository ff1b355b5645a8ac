import {
  ANY_PREFIX,
  formOf,
  GENERATED_PATTERN,
  isPlausibleSecret,
  patternOf,
  type SecretForm,
} from '../../core/input/key-forms.ts';
import { isScope } from '../../core/scopes.ts';
import type { AdminAccess } from '../../security/callers/viewer.ts';
import { hintOf, middleOf } from '../../security/keys/secret.ts';

/** What was found in a text, with as little of it as lists show. */
export type TextVerdict = { readonly hint: string; readonly text: string; readonly isKey: boolean };

/** Long enough that words with underscores between are not taken for a key that was cut off. */
const LIKE_A_KEY = patternOf(ANY_PREFIX, '20,');
const BARE = '(?<![0-9A-Za-z_])[0-9A-Za-z]{40}(?![0-9A-Za-z_])';
const ADMIN_KINDS: Readonly<Record<AdminAccess, string>> = {
  admin: 'an admin key, full access',
  analytics: 'an admin key, read-only',
  provisioning: 'an admin key for provisioning by SCIM',
};

const KEYS = new RegExp(`${GENERATED_PATTERN}|${LIKE_A_KEY}|${BARE}`, 'g');
const GENERATED = new RegExp(`^${GENERATED_PATTERN}$`);

/** Finds what is a key, or looks like one, wherever it stands in a text. */
export function verdictsOn(text: string, prefix: string): readonly TextVerdict[] {
  const found = text.match(KEYS) ?? [];
  return [...new Set(found.map(withoutPreface))].map((secret) => ({
    hint: hintOf(secret),
    ...(GENERATED.test(secret) ? GENERATED_VERDICT : verdictOf(secret, prefix)),
  }));
}

const GENERATED_VERDICT = {
  text: 'the format of the admin key that a first start generates, full access; it has no checksum',
  isKey: true,
} as const;

function verdictOf(secret: string, prefix: string): Omit<TextVerdict, 'hint'> {
  return { text: TEXTS[formOf(secret)](secret, prefix), isKey: isPlausibleSecret(secret) };
}

const TEXTS: Readonly<Record<SecretForm, (secret: string, prefix: string) => string>> = {
  OURS: (secret, prefix) => `${kindOf(secret)}; the checksum matches${originOf(secret, prefix)}`,
  ALTERED: (secret) =>
    `the format of ${kindOf(secret)}, but the checksum does not match: mistyped, altered or invented`,
  OLDER: () => 'a key in the format of an older version, which has no checksum',
  BARE: () =>
    '40 bare characters: the oldest key format, which has no checksum; commit hashes look the same',
  UNKNOWN: () =>
    'an unknown format that begins like a key: truncated, concatenated, or from another service',
};

/** What stands right before a key can read as its beginning (`\nvxa_…`): the checksum tells. */
function withoutPreface(found: string): string {
  const starts = Array.from({ length: found.indexOf('_') }, (_, start) => found.slice(start));
  return starts.find(isPlausibleSecret) ?? found;
}

function kindOf(secret: string): string {
  const middle = middleOf(secret);
  if (isScope(middle)) return `a user's key, first scope ${middle}`;
  return isAdminAccess(middle) ? ADMIN_KINDS[middle] : `a key of an unknown kind (${middle})`;
}

function isAdminAccess(middle: string): middle is AdminAccess {
  return Object.hasOwn(ADMIN_KINDS, middle);
}

function originOf(secret: string, prefix: string): string {
  return secret.startsWith(`${prefix}_`)
    ? ''
    : `; the prefix is not ${prefix}: made before TOKEN_PREFIX was changed, or by another installation`;
}
