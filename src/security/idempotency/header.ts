import { InvalidInputError } from '../../core/errors.ts';
import type { Caller } from '../callers/caller.ts';

const SENDABLE = /^[\x21-\x7e][\x20-\x7e]{0,254}$/;

/**
 * Reads the header `Idempotency-Key`: absent is null.
 * @throws InvalidInputError when it is empty, too long, or holds what no header should: whoever sends one
 *   relies on it
 */
export function readIdempotencyKey(header: string | string[] | undefined): string | null {
  if (header === undefined) return null;
  if (typeof header === 'string' && SENDABLE.test(header)) return header;
  throw new InvalidInputError([
    {
      path: ['Idempotency-Key'],
      message:
        'must be 1 to 255 printable ASCII characters, such as a UUID; or leave the header out',
      type: 'value_error',
    },
  ]);
}

/**
 * For what does not remember its requests.
 * @throws InvalidInputError when the header came
 */
export function refuseIdempotencyKey({ idempotencyKey }: Caller, what: string): void {
  if (idempotencyKey === null) return;
  throw new InvalidInputError([
    {
      path: ['Idempotency-Key'],
      message: `is not supported by ${what}; send the request without it`,
      type: 'value_error',
    },
  ]);
}
