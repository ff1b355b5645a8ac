import type { Identity } from '../callers/viewer.ts';

/** Whose doing an event was. */
export type ActorKind = 'ADMIN_KEY' | 'USER_KEY' | 'INTERNAL_SECRET' | 'HOST' | 'NOBODY';

export type Actor = {
  readonly kind: ActorKind;
  /** The number of the key; null for keys of the environment, the host and nobody. */
  readonly id: bigint | null;
  readonly name: string | null;
  readonly userId: bigint | null;
};

type Requester = { readonly viewer: Identity; readonly command?: string };

/** Where both keys were sent, the one that gave the right: an operator's that only reads gives none. */
export function actorOf({ viewer, command }: Requester): Actor {
  const { operator, holder, service } = viewer;
  if (command !== undefined) return { kind: 'HOST', id: null, name: command, userId: null };
  if (operator && (operator.access === 'admin' || holder === null))
    return { kind: 'ADMIN_KEY', id: operator.keyId, name: operator.keyName, userId: null };
  if (holder)
    return { kind: 'USER_KEY', id: holder.tokenId, name: holder.keyName, userId: holder.userId };
  if (service) return { kind: 'INTERNAL_SECRET', id: null, name: service.keyName, userId: null };
  return { kind: 'NOBODY', id: null, name: null, userId: null };
}
