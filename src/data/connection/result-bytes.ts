import pg from 'pg';
import { DomainError } from '../../core/errors.ts';

/** Rows are held in memory, several times over: what one statement of a request may bring of text and JSON. */
export const MAX_RESULT_BYTES = 16_777_216;

/** A statement found more than may be held in memory at once. Fewer rows would do. */
export class ResultTooLargeError extends DomainError {
  override readonly name = 'ResultTooLargeError';
  readonly code = 'BAD_USER_INPUT';
  /** The first rows, as many as are not too large together. */
  readonly rows: readonly unknown[];

  constructor(rows: readonly unknown[], limit = `${MAX_RESULT_BYTES} bytes of stored data`) {
    super(`The answer would hold more than ${limit}; request less at once`);
    this.rows = rows;
  }
}

type Parser = (text: string) => unknown;

/** Stands for a value that came after the limit. */
const BEYOND = Symbol('beyond');

const TEXT_ARRAY = 1_009;
const { builtins } = pg.types;
const OF_ANY_LENGTH = new Set<number>([
  builtins.BYTEA,
  builtins.JSON,
  builtins.JSONB,
  builtins.TEXT,
  builtins.VARCHAR,
  TEXT_ARRAY,
]);

/**
 * The readers of one result's columns, which count what they read: what comes beyond the limit is let
 * go of as it comes, so that memory never holds it.
 */
export class BoundedTypes {
  readonly #parserOf: (oid: number) => Parser;
  #left = MAX_RESULT_BYTES;

  constructor(parserOf: (oid: number) => Parser) {
    this.#parserOf = parserOf;
  }

  getTypeParser(oid: number): Parser {
    const parse = this.#parserOf(oid);
    return OF_ANY_LENGTH.has(oid) ? (text) => this.#read(text, parse) : parse;
  }

  #read(text: string, parse: Parser): unknown {
    this.#left -= text.length;
    return this.#left < 0 ? BEYOND : parse(text);
  }

  /** @throws ResultTooLargeError */
  check(rows: readonly Record<string, unknown>[]): void {
    if (this.#left < 0) throw new ResultTooLargeError(rows.slice(0, rows.findIndex(holdsBeyond)));
  }
}

function holdsBeyond(row: Record<string, unknown>): boolean {
  return Object.values(row).includes(BEYOND);
}
