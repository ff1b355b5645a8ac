import { type EventRow, textOf } from '../../security/audit/event-text.ts';
import type { Vault } from '../../security/vault/data-keys.ts';

/** One thing that is not as it was written. Without a place in the chain, `position` is null. */
export type AuditFinding =
  /**
   * `CHANGED`: the event in this place says something else than when it was sealed. `UNCHECKABLE`:
   * its key is lost. `TIMED_OUT`: it is older by far than what was sealed before it. `UNSIGNED`: it was
   * sealed without a signature, after events were signed. `FORGED`: it is not sealed, and not, or
   * not so, written by this service.
   */
  | {
      readonly kind: 'CHANGED' | 'UNCHECKABLE' | 'LATE' | 'UNSIGNED' | 'FORGED';
      readonly position: bigint | null;
      readonly id: bigint;
    }
  /** The event in this place belongs in another. */
  | {
      readonly kind: 'MOVED';
      readonly position: bigint;
      readonly id: bigint;
      readonly from: bigint;
    }
  /** No event is left in these places, both included. */
  | { readonly kind: 'MISSING'; readonly position: bigint; readonly through: bigint }
  /** The event in this place does not follow the beginning that was dropped. */
  | { readonly kind: 'UNLINKED'; readonly position: bigint }
  /** The end that the database names was not written by this service, or is not that of the audit log. */
  | { readonly kind: 'END'; readonly position: bigint }
  /** The mark up to which events without a signature are accepted was altered or removed. */
  | { readonly kind: 'MARK'; readonly position: null }
  /** The event in this place reports what the service itself found. */
  | {
      readonly kind: 'SET_ASIDE' | 'REMOVED' | 'CHECKPOINT_ALTERED';
      readonly position: bigint | null;
      /** Of how many rows, or statements, and the first of them. */
      readonly count: number;
      readonly named: readonly number[];
      readonly writer: string | null;
    }
  /** Of the events of one statement, these many are there. */
  | {
      readonly kind: 'INCOMPLETE';
      readonly position: bigint | null;
      readonly count: number;
      readonly parts: number;
    }
  /** What a process keeps about its events: not its own, older than its events, or not there. */
  | {
      readonly kind: 'CHECKPOINT';
      readonly position: null;
      readonly writer: string;
      readonly what: 'ALTERED' | 'OLD' | 'GONE';
    };

export type Sealed = EventRow & {
  readonly position: bigint;
  readonly previous: Uint8Array;
  readonly hash: Uint8Array;
  readonly keyId: number;
  /** Where a person was erased from it: what proves the rest, in place of the hash. */
  readonly erasedMac: Uint8Array | null;
};

export function found(
  kind: 'CHANGED' | 'UNCHECKABLE' | 'LATE' | 'UNSIGNED' | 'FORGED',
  { position = null, id }: { readonly position?: bigint | null; readonly id: bigint },
): AuditFinding {
  return { kind, position, id };
}

export function missing(position: bigint, through: bigint): AuditFinding[] {
  return position > through ? [] : [{ kind: 'MISSING', position, through }];
}

/** Each is tried in the place of each: of more than this, where they came from is not looked for. */
const MOST_TRIED = 500;

/** A row that fits its own hash in the place of another was moved, not altered. */
export function movedOrChanged(vault: Vault, changed: readonly Sealed[]): AuditFinding[] {
  const places = changed.length > MOST_TRIED ? [] : changed.map(({ position }) => position);
  return changed.map((event) => {
    const from = places.find((position) => {
      if (position === event.position) return false;
      const there = vault.mac(event.keyId, 'event', textOf({ ...event, position }));
      return there !== null && same(there, event.hash);
    });
    return from === undefined
      ? found('CHANGED', event)
      : { kind: 'MOVED', position: event.position, id: event.id, from };
  });
}

export function same(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}
