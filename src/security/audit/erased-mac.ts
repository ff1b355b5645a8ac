import type { Vault } from '../vault/data-keys.ts';
import { type EventRow, textOf } from './event-text.ts';

/** An event as it stands in the chain. */
type Linked = EventRow & {
  readonly position: bigint;
  readonly previous: Uint8Array;
  readonly hash: Uint8Array;
};

/**
 * A keyed hash over what is left of an event from which a person was erased, and over the hash that it had
 * before: that one stays, as the link of the chain. Null if the key is lost.
 */
export function erasedMac(
  vault: Pick<Vault, 'mac'>,
  keyId: number,
  event: Linked,
): Uint8Array<ArrayBuffer> | null {
  const text = `${Buffer.from(event.hash).toString('hex')} ${textOf(event)}`;
  return vault.mac(keyId, 'erased', text);
}
