import { createHmac } from 'node:crypto';
import type { Vault } from './data-keys.ts';

// A plain hash of what somebody sent is as good as a weak secret in it: whoever has the database can
// try out guesses. Such hashes are stored under a key of the installation's own.

export type KeyedDigests = {
  /** What to store of a plain digest. */
  readonly of: (plain: Uint8Array) => Uint8Array<ArrayBuffer>;
  /** What an earlier version stored, in the form in which it is stored now. */
  readonly current: (stored: Uint8Array) => Uint8Array;
};

/** Says that what follows is keyed: a plain digest has no such byte, and another length. */
const KEYED = 2;
export const KEYED_LENGTH = 33;

export const REQUEST_DIGESTS = 'latchkey request digests';
export const ROW_STATES = 'latchkey imported rows';

export function keyedDigests(vault: Pick<Vault, 'keyFor'>, purpose: string): KeyedDigests {
  const key = vault.keyFor(purpose);
  const of = (plain: Uint8Array) =>
    new Uint8Array(
      Buffer.concat([Buffer.of(KEYED), createHmac('sha256', key).update(plain).digest()]),
    );
  return { of, current: (stored) => (stored.length === KEYED_LENGTH ? stored : of(stored)) };
}
