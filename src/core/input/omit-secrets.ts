import { JSON_EXACT } from './exact-json.ts';
import { NAME_SPELLINGS } from './secret-names.ts';
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
  if (!MAY_HOLD_ONE.test(text)) return { data: text, paths: [] };
  const plain: unknown = JSON.parse(text);
  const { data, paths } = omitSecrets(plain, kinds);
  if (paths.length === 0) return { data: text, paths };
  const exact = readExactly(text);
  return {
    data: JSON.stringify(exact === undefined ? data : omitSecrets(exact, kinds).data),
    paths,
  };
}

/** Of what may be decoded: see `decodedTexts`. */
const ENCODED_SPELLINGS = ['[0-9a-z_+/-]{20}', '%[0-9a-f]{2}'];

/**
 * What every JSON text that holds a secret matches, in any case, here and in PostgreSQL. An escape, or
 * a letter of another alphabet, can stand for any letter.
 */
export const MAY_HOLD_SECRET = [
  ...NAME_SPELLINGS,
  ...TEXT_SPELLINGS,
  String.raw`\\u`,
  String.raw`[^\x01-\x7f]`,
  ...ENCODED_SPELLINGS,
].join('|');

/** Nearly all texts are told to have none without being read as JSON. */
const MAY_HOLD_ONE = new RegExp(MAY_HOLD_SECRET, 'i');

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
