import { type Identity, type Login, loginId } from '../callers/viewer.ts';

/** Whose doing an event was. */
export type ActorKind =
  | 'ADMIN_KEY'
  | 'USER_KEY'
  | 'PROVIDER_TOKEN'
  | 'INTERNAL_SECRET'
  | 'HOST'
  | 'NOBODY';

export type Actor = {
  readonly kind: ActorKind;
  /** The number of the key; null where there is none. */
  readonly id: bigint | null;
  readonly name: string | null;
  readonly userId: bigint | null;
};

type Requester = { readonly viewer: Identity; readonly command?: string };

/** Where both keys were sent, the one that gave the right: an operator's that only reads gives none. */
export function actorOf({ viewer, command }: Requester): Actor {
  const { operator, holder, service, login } = viewer;
  if (command !== undefined) return { kind: 'HOST', id: null, name: command, userId: null };
  if (operator && (operator.access === 'admin' || holder === null)) return operatorActor(operator);
  if (holder?.login) return loginActor(holder.login, holder.userId);
  if (holder)
    return { kind: 'USER_KEY', id: holder.tokenId, name: holder.keyName, userId: holder.userId };
  if (service) return { kind: 'INTERNAL_SECRET', id: null, name: service.keyName, userId: null };
  return login ? loginActor(login, null) : NOBODY;
}

/** Who it is among those of its kind, whatever its provider calls it today. */
export function actorKey({ kind, id, name }: Actor): string | null {
  if (id !== null) return String(id);
  return kind === 'PROVIDER_TOKEN' ? (name?.split(' ', 1)[0] ?? null) : name;
}

const NOBODY: Actor = { kind: 'NOBODY', id: null, name: null, userId: null };

function operatorActor({ login, keyId, keyName }: NonNullable<Identity['operator']>): Actor {
  if (login) return loginActor(login, null);
  return { kind: 'ADMIN_KEY', id: keyId, name: keyName, userId: null };
}

/** No subject has a blank: what the provider calls the person for good stands before its name. */
function loginActor(login: Login, userId: bigint | null): Actor {
  const name = [loginId(login), ...(login.name === null ? [] : [login.name])].join(' ');
  return { kind: 'PROVIDER_TOKEN', id: null, name, userId };
}
