import pg from 'pg';
import { parseStored } from '../../core/input/exact-json.ts';
import { readTimestamp } from '../sql/timestamp.ts';
import { BoundedTypes } from './result-bytes.ts';

const INT8 = 20;
const JSONB = 3_802;
const TIMESTAMPTZ = 1_184;
const INT8_ARRAY = 1_016;

const PARSERS: ReadonlyMap<number, (text: string) => unknown> = new Map<
  number,
  (text: string) => unknown
>([
  [INT8, BigInt],
  [JSONB, parseStored],
  [TIMESTAMPTZ, readTimestamp],
  [INT8_ARRAY, readBigInts],
]);

/** How a value of this type is read. */
export function parserOf(oid: number): (text: string) => unknown {
  return PARSERS.get(oid) ?? pg.types.getTypeParser(oid);
}

export function boundedTypes(): BoundedTypes {
  return new BoundedTypes(parserOf);
}

export function boundedTexts(): BoundedTypes {
  return new BoundedTypes(() => (text) => text);
}

/** Reads `{1,2}`. */
function readBigInts(text: string): bigint[] {
  return text.slice(1, -1).split(',').filter(Boolean).map(BigInt);
}
