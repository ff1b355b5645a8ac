import { InvalidInputError } from '../errors.ts';
import { parseInt64 } from '../input/integer.ts';
import { textProblem } from '../input/text.ts';
import type { OrderColumn } from './page.ts';

/** A place in a list: the value of the sorted column, and the id of the row. */
export type Cursor = { readonly value: string; readonly id: bigint };

export function cursorOf<Row extends { readonly id: bigint }>(
  row: Row,
  column: OrderColumn<Row>,
): string {
  const parts = [column.name, column.valueOf(row), row.id.toString()];
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** @throws InvalidInputError when the text is no cursor, or one of a list with another order */
export function readCursor(
  argument: string,
  text: string | null,
  columnName: string,
): Cursor | null {
  if (text === null) return null;
  const cursor = decode(text, columnName);
  if (cursor !== null) return cursor;
  throw new InvalidInputError([
    {
      path: [argument],
      message:
        'is not a cursor of this list in this order; take `cursor` of an edge or of `pageInfo`',
      type: 'value_error',
    },
  ]);
}

function decode(text: string, columnName: string): Cursor | null {
  const parts = parse(Buffer.from(text, 'base64url').toString());
  if (!Array.isArray(parts) || parts.length !== 3) return null;
  const [name, value, idText]: unknown[] = parts;
  if (name !== columnName || typeof value !== 'string' || typeof idText !== 'string') return null;
  if (textProblem(value) !== null || !isValueOf(columnName, value)) return null;
  const id = parseInt64(idText);
  return id === null ? null : { value, id };
}

const ISO_DATE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** A forged date must not reach the database, which would refuse it in its own words. */
function isValueOf(columnName: string, value: string): boolean {
  return !columnName.endsWith('_AT') || (ISO_DATE.test(value) && !Number.isNaN(Date.parse(value)));
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
