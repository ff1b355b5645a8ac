import {
  type GraphQLLeafType,
  type GraphQLOutputType,
  getNullableType,
  isLeafType,
  isNonNullType,
} from 'graphql';
import type { Text } from '../../../data/paging/page.ts';
import { isoOf, readTimestamp } from '../../../data/sql/timestamp.ts';
import { UnwritableError } from '../../../kit/graphql/json-rows.ts';

/** Writes a value that is stored in a column of the type that its field has. */
type WriteText = (text: Text) => string;

/** Null for a type that cannot be written from a text. */
export function leafWriter(type: GraphQLOutputType): WriteText | null {
  const leaf = getNullableType(type);
  const write = isLeafType(leaf) ? (WRITERS[leaf.name] ?? enumWriter(leaf)) : null;
  if (write === null) return null;
  const isNullable = !isNonNullType(type);
  return (text) => {
    if (text !== null) return write(text);
    if (!isNullable) throw new UnwritableError();
    return 'null';
  };
}

type Write = (text: string) => string;

/** Digits of numbers that are safe whatever they are. */
const SAFE_DIGITS = 15;

const WRITERS: Readonly<Record<string, Write>> = {
  String: quoted,
  EmailAddress: quoted,
  URL: quoted,
  BigInt: (text) => {
    if (text.length > SAFE_DIGITS && !Number.isSafeInteger(Number(text)))
      throw new UnwritableError();
    return text;
  },
  Boolean: (text) => (text === 't' ? 'true' : 'false'),
  NonNegativeInt: (text) => {
    if (text.startsWith('-')) throw new UnwritableError();
    return text;
  },
  DateTime: (text) => {
    const iso = isoOf(text);
    return iso === null ? JSON.stringify(dateOf(text)) : `"${iso}"`;
  },
};

/** What `JSON.stringify` escapes, and some control characters that it does not. */
const ESCAPED = /["\\\p{Cc}\p{Cs}]/u;

/** As `JSON.stringify`, which takes twice as long for the short texts of most columns. */
function quoted(text: string): string {
  return ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`;
}

/** What `DateTime` answers for a time that has another form. */
function dateOf(text: string): string {
  const date: unknown = readTimestamp(text);
  if (!(date instanceof Date)) return String(date);
  if (Number.isNaN(date.getTime())) throw new UnwritableError();
  return date.toISOString();
}

/** Null for other scalars. */
function enumWriter(type: GraphQLLeafType): Write | null {
  if (!('getValues' in type)) return null;
  const names = new Map(type.getValues().map(({ value, name }) => [value, `"${name}"`]));
  return (text) => {
    const known = names.get(text);
    if (known !== undefined) return known;
    try {
      return JSON.stringify(type.serialize(text));
    } catch {
      throw new UnwritableError();
    }
  };
}
