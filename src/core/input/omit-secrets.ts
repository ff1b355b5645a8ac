import { JSON_EXACT } from './exact-json.ts';
import { NAME_SPELLINGS, NAME_SPELLINGS_IN_POSTGRES } from './secret-names.ts';
import type { SecretKinds } from './secret-strings.ts';
import { TEXT_SPELLINGS } from './secret-texts.ts';
import { secretsIn, type WithoutSecrets } from './secrets-in-values.ts';
import { shortened } from './shorten.ts';

type Path = readonly (string | number)[];

/** Leaves out every secret, at any depth; data that has none is returned as it is. */
export function omitSecrets<Data>(data: Data, kinds: SecretKinds = 'ALL'): WithoutSecrets<Data> {
  return secretsIn(data, kinds) as WithoutSecrets<Data>;
}

/** Where secrets stand in it. */
export function secretPaths(data: unknown): readonly Path[] {
  return omitSecrets(data).paths;
}

/**
 * As `omitSecrets`, for JSON in a text. Numbers stay as they are written, however many digits they
 * have, but for data so deep that only the plain reader can read it.
 */
export function omitSecretsInText(
  text: string,
  kinds: SecretKinds = 'ALL',
): WithoutSecrets<string> {
  if (!mayHoldSecret(text)) return { data: text, paths: [] };
  const plain: unknown = JSON.parse(text);
  const { data, paths } = omitSecrets(plain, kinds);
  if (paths.length === 0) return { data: text, paths };
  const exact = readExactly(text);
  return {
    data: JSON.stringify(exact === undefined ? data : omitSecrets(exact, kinds).data),
    paths,
  };
}

/**
 * Of secrets by their form, of an escape or a letter of another alphabet, which can stand for any
 * letter, and of what may be decoded: see `decodedTexts`.
 */
const OTHER_SPELLINGS = [
  ...TEXT_SPELLINGS,
  String.raw`\\u`,
  String.raw`[^\x01-\x7f]`,
  String.raw`[0-9a-z_+/\\-]{20}`,
  '%[0-9a-f]{2}',
];

/** What every JSON text that holds a secret matches in PostgreSQL, in any case. */
export const MAY_HOLD_SECRET_IN_POSTGRES = [...NAME_SPELLINGS_IN_POSTGRES, ...OTHER_SPELLINGS].join(
  '|',
);

const MAY_HOLD_ONE = new RegExp([...NAME_SPELLINGS, ...OTHER_SPELLINGS].join('|'), 'i');
const ESCAPED_BLANK = /\\(?:\\|[bfnrt])/g;

/** Nearly all JSON texts are told to have no secret without being read as JSON. */
export function mayHoldSecret(json: string): boolean {
  return MAY_HOLD_ONE.test(json.includes('\\') ? json.replace(ESCAPED_BLANK, ' ') : json);
}

/** @returns undefined for what is too deep: a reader that calls us back for each value calls itself */
function readExactly(text: string): unknown {
  try {
    return JSON_EXACT.parse(text, (_name, value, { source }) =>
      typeof value === 'number' ? JSON_EXACT.rawJSON(source ?? String(value)) : value,
    );
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** For people: `data.webhook.secret`. */
export function pathText(path: Path): string {
  return shortened(path.join('.'), 200);
}
