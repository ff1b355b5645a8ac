import { InvalidInputError } from '../../core/errors.ts';
import { exactId } from '../../core/input/integer.ts';
import { textProblem } from '../../core/input/text.ts';
import { isoOf, isTimestampText, readTimestamp } from '../sql/timestamp.ts';
import type { CursorColumn, OrderColumn, TextRow } from './page.ts';

/** A place in a list: the value of the sorted column, and the id of the row. */
export type Cursor = { readonly value: string; readonly id: bigint };

type Place = readonly [columnName: string, value: string, id: string];

export function cursorOf<Row extends { readonly id: bigint }>(
  row: Row,
  column: CursorColumn<Row>,
): string {
  return encode([column.name, column.valueOf(row), row.id.toString()]);
}

/** As `cursorOf`, of a row of which nothing is read yet. */
export function cursorOfText<Row extends { readonly id: bigint }>(
  row: TextRow,
  column: OrderColumn<Row>,
): string {
  const isTime = column.cast.sql === 'timestamptz';
  const read: Record<string, unknown> = {};
  for (const name of column.reads) {
    const text = row[name] ?? null;
    read[name] = text !== null && isTime && name !== 'id' ? new TimeText(text) : text;
  }
  return cursorOf(read as Row, column);
}

/** What a cursor needs of a timestamp. */
class TimeText implements Pick<Date, 'toISOString'> {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toISOString(): string {
    return isoOf(this.#text) ?? readTimestamp(this.#text).toISOString();
  }
}

function encode(place: Place): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

type Sorted = Pick<OrderColumn<never>, 'name' | 'cast'>;

/** @throws InvalidInputError when the text is no cursor, or one of a list with another order */
export function readCursor(argument: string, text: string | null, column: Sorted): Cursor | null {
  if (text === null) return null;
  const cursor = decode(text, column);
  if (cursor !== null) return cursor;
  throw new InvalidInputError([
    {
      path: [argument],
      message:
        'is not a cursor of this list in this order; use `cursor` of an edge or of `pageInfo`',
      type: 'value_error',
    },
  ]);
}

/** Longer than that of the longest e-mail address. */
const MAX_LENGTH = 4_096;

/**
 * Only what `cursorOf` writes, to the letter: the database refuses all else in its own words. Rows that an earlier
 * version imported may be of the year 10000.
 */
function decode(text: string, column: Sorted): Cursor | null {
  if (text.length > MAX_LENGTH) return null;
  const parts = parse(Buffer.from(text, 'base64url').toString());
  if (!Array.isArray(parts) || parts.length !== 3) return null;
  const [name, value, idText]: unknown[] = parts;
  if (name !== column.name || typeof value !== 'string' || typeof idText !== 'string') return null;
  if (encode([name, value, idText]) !== text || !isValueOf(column, value)) return null;
  const id = exactId(idText);
  return id === null ? null : { value, id };
}

function isValueOf({ cast }: Sorted, value: string): boolean {
  return cast.sql === 'timestamptz' ? isTimestampText(value) : textProblem(value) === null;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
