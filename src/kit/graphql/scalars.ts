import { NonNegativeIntResolver, PositiveIntResolver } from 'graphql-scalars';
import { createGraphQLError } from 'graphql-yoga';
import { INT64_MAX, parseInt64 } from '../../core/input/integer.ts';
import { isJsonObject } from '../../core/input/json.ts';
import { textProblem } from '../../core/input/text.ts';
import { visibleData } from '../../core/input/visible-data.ts';
import { readInstant } from '../../core/time/instant.ts';
import { builder } from './builder.ts';
import { readJsonLiteral } from './json-literal.ts';
import { checkNumbers } from './json-numbers.ts';

function badInput(message: string): Error {
  return createGraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}

function readText(value: unknown): string {
  if (typeof value !== 'string') throw badInput('must be a string');
  const problem = textProblem(value);
  if (problem !== null) throw badInput(problem);
  return value;
}

function readInt64(value: unknown): bigint {
  if (typeof value === 'bigint') return readInt64(value.toString());
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  const parsed = typeof value === 'string' ? parseInt64(value) : null;
  if (parsed === null || parsed > INT64_MAX)
    throw badInput('must be a whole number within 64 bits');
  return parsed;
}

/** One JSON type for all values: a number that every client reads exactly. */
function writeSafe(value: unknown): number {
  const number = typeof value === 'bigint' ? Number(value) : value;
  if (typeof number === 'number' && Number.isSafeInteger(number)) return number;
  throw new Error('a BigInt is beyond the whole numbers that JSON clients read exactly');
}

builder.scalarType('BigInt', {
  description:
    'A whole number, from -(2^53 - 1) to 2^53 - 1: always a JSON number in responses. Inputs may be a JSON number or a string of digits.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259#section-6',
  serialize: writeSafe,
  parseValue: readInt64,
});

builder.scalarType('DateTime', {
  description:
    'A timestamp in RFC 3339 with a time zone, such as `2026-11-20T12:00:00Z`. A date alone is refused. Responses are in UTC.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  serialize: (value) => (value instanceof Date ? value.toISOString() : String(value)),
  parseValue: readDate,
});

const DAY = /^\d{4}-\d\d-\d\d$/;

function readDate(value: unknown): Date {
  const text = readText(value);
  const date = readInstant(text);
  if (date === null) {
    const remedy = DAY.test(text)
      ? `for the start of that day in UTC, ${text}T00:00:00Z`
      : 'such as 2026-11-20T12:00:00Z';
    throw badInput(`must be a timestamp in RFC 3339 with a time zone, ${remedy}`);
  }
  return date;
}

builder.scalarType('EmailAddress', {
  description:
    'An email address. The field that takes it checks it, so that all problems of an input are reported together.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc6531',
  serialize: String,
  parseValue: readText,
});

builder.scalarType('TimeZone', {
  description:
    'An IANA time zone name, such as `Europe/Berlin`. Days are 23 or 25 hours long when daylight saving time starts or ends.',
  specifiedByURL: 'https://www.iana.org/time-zones',
  serialize: String,
  parseValue: readText,
});

builder.scalarType('URL', {
  description: 'A URL, such as `https://example.com/face.png`, as it was recorded.',
  specifiedByURL: 'https://url.spec.whatwg.org/',
  serialize: String,
  parseValue: readText,
});

builder.scalarType('JSONObject', {
  description:
    'A free-form JSON object, stored as it is, except that webhook secrets are never stored in it. Numbers that double precision cannot hold exactly are refused: send them as strings.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259#section-4',
  serialize: visibleData,
  parseValue: (value) => {
    if (!isJsonObject(value)) throw badInput('must be a JSON object');
    return value;
  },
  parseLiteral: (node, variables) => {
    checkNumbers(node);
    const value = readJsonLiteral(node, variables);
    if (!isJsonObject(value)) throw badInput('must be a JSON object');
    return value;
  },
});

builder.addScalarType('NonNegativeInt', NonNegativeIntResolver, {
  description: 'A whole number from 0 to 2,147,483,647.',
  specifiedByURL: 'https://the-guild.dev/graphql/scalars/docs/scalars/non-negative-int',
});

builder.addScalarType('PositiveInt', PositiveIntResolver, {
  description: 'A whole number from 1 to 2,147,483,647.',
  specifiedByURL: 'https://the-guild.dev/graphql/scalars/docs/scalars/positive-int',
});
