import { hkdfSync } from 'node:crypto';
import type { Pepper, Peppers } from './pepper.ts';
import { type SecretBox, secretBox } from './secret-box.ts';

/** A data key as the database keeps it: under a pepper. */
export type Wrapped = {
  readonly id: number;
  readonly wrapped: Uint8Array;
  readonly pepperId: number;
};

export type Opened = {
  readonly text: string;
  /**
   * Whether the audit log's end bears this key's seal since. It stands in the wrapping, and not in a
   * column: whoever can write to the database, and no more, cannot take it back.
   */
  readonly isSettled: boolean;
};

const NEW = 'data key';
const SETTLED = 'data key of a sealed trail';

export function wrap({ text, isSettled }: Opened, pepper: Pepper): Uint8Array<ArrayBuffer> {
  return boxOf(pepper).seal(text, isSettled ? SETTLED : NEW);
}

/**
 * @returns null when its pepper is not given
 * @throws Error when the bytes were changed
 */
export function unwrap(
  { wrapped, pepperId }: Wrapped,
  { current, previous }: Peppers,
): Opened | null {
  const pepper = [current, previous].find((known) => known?.id === pepperId);
  if (!pepper) return null;
  const box = boxOf(pepper);
  try {
    return { text: box.open(wrapped, SETTLED), isSettled: true };
  } catch {
    return { text: box.open(wrapped, NEW), isSettled: false };
  }
}

export function derive(secret: string, purpose: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(hkdfSync('sha256', secret, '', purpose, 32));
}

function boxOf({ text }: Pepper): SecretBox {
  return secretBox(derive(text, 'latchkey data key'));
}
