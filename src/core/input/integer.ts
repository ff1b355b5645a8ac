export const INT32_MAX = 2_147_483_647;
export const INT64_MAX = 9_223_372_036_854_775_807n;

/** Whether a number can be the id of a row: the database counts from 1, within 64 bits. */
export function isStorable(id: bigint): boolean {
  return id > 0n && id <= INT64_MAX;
}

const DIGITS = /^[+-]?\d{1,20}$/;

/**
 * The one rule for whole numbers written as text: digits and a sign, nothing else (no exponent, no
 * hexadecimal, no blanks inside), within 64 bits.
 */
export function parseInt64(text: string): bigint | null {
  const trimmed = text.trim();
  if (!DIGITS.test(trimmed)) return null;
  const value = BigInt(trimmed.startsWith('+') ? trimmed.slice(1) : trimmed);
  return value > INT64_MAX || value < -INT64_MAX ? null : value;
}

/** The id that a text is, to the letter: null for any other spelling of a number, and for what no row can have. */
export function exactId(text: string): bigint | null {
  const id = parseInt64(text);
  return id !== null && isStorable(id) && id.toString() === text ? id : null;
}
