import type { Scope } from '../../core/scopes.ts';
import type { UserRow } from './plain-user.ts';

/** The settings that hold keys; the audit log calls those keys so. */
export const ENVIRONMENT_KEYS = [
  'ADMIN_API_TOKEN',
  'ANALYTICS_API_TOKEN',
  'INTERNAL_API_SECRET',
  'VEXA_SYSTEM_WEBHOOK_SECRET',
] as const;
export type EnvironmentKey = (typeof ENVIRONMENT_KEYS)[number];

/** What an admin key opens. */
export const ADMIN_ACCESS = ['admin', 'analytics', 'provisioning'] as const;
export type AdminAccess = (typeof ADMIN_ACCESS)[number];

/** Whom a token of a sign-in provider names: a person, or a program. */
export type Login = {
  /** The name of the provider in the settings. */
  readonly provider: string;
  /** What the provider calls it, for good. */
  readonly subject: string;
  readonly name: string | null;
  /** The verified address in the token; null without one, and for a link. */
  readonly address: string | null;
  /** Its rights end then at the latest. */
  readonly expiresAt: Date;
  /** The session of the browser that the token is kept in. */
  readonly sessionId?: bigint;
};

/** Who a login is among those of all providers. */
export function loginId({ provider, subject }: Login): string {
  return `${provider}:${subject}`;
}

/** What `X-Admin-API-Key`, or a provider's token, proves. */
export type Operator = {
  readonly access: AdminAccess;
  readonly keyName: string;
  /** Null for a key of the environment. */
  readonly keyId: bigint | null;
  /** The first key of its lineage; null for a key of the environment. */
  readonly rootId: bigint | null;
  /** The users whose administrator role it works by; none for a key that an operator made. */
  readonly dependsOn: readonly bigint[];
  /** How many requests an operator gave it in a minute; null is what holds for all admin keys. */
  readonly rateLimit: number | null;
  /** Whose token it is, in place of a key: `keyName` is its `loginId` then. */
  readonly login?: Login;
};

/** What `X-API-Key`, or a provider's token, proves: one user, within the scopes of one key. */
export type KeyHolder = {
  readonly userId: bigint;
  /** Null for a provider's token. */
  readonly tokenId: bigint | null;
  /** The first key of its lineage; null for a provider's token. */
  readonly rootId: bigint | null;
  readonly keyName: string | null;
  readonly scopes: readonly string[];
  readonly isAdmin: boolean;
  /** Whether the user minted the key, or one that it replaced: it counts with the user. */
  readonly isSelfMinted: boolean;
  /** When the key was found to be live, by the clock that rules go by. */
  readonly verifiedAt: Date;
  /** How many requests an operator gave it in a minute; null is what holds for all users' keys. */
  readonly rateLimit: number | null;
  /** As it was then. */
  readonly user: UserRow;
  /** Whose token it is, in place of a key. */
  readonly login?: Login;
};

/** What `X-Internal-Secret`, or the signature of an event, proves: one of the platform's own services. */
export type InternalService = { readonly keyName: string };

/** Who asks. Decided once per request, before anything else is; both headers may count together. */
export type Viewer = {
  readonly operator: Operator | null;
  readonly holder: KeyHolder | null;
  /** Grants something only on the routes that require it. For the audit log, refused requests elsewhere have it as well. */
  readonly service?: InternalService;
};

/** Whose keys were sent, for the audit log. Grants nothing: the keys may have ended, or stand in the wrong header. */
export type Identity = {
  readonly operator: Pick<Operator, 'access' | 'keyName' | 'keyId' | 'login'> | null;
  readonly holder: Pick<KeyHolder, 'tokenId' | 'keyName' | 'userId' | 'login'> | null;
  readonly service?: InternalService;
  /** Of a provider's token that grants nothing. */
  readonly login?: Login;
};

export const ANONYMOUS: Viewer = { operator: null, holder: null };

/** Whether no header proved anything. */
export function isAnonymous({ operator, holder }: Viewer): boolean {
  return operator === null && holder === null;
}

/** Who is counted for what is limited: all keys of one user together, a named admin key with its successors. */
export function callerName({ operator, holder }: Viewer): string {
  if (operator !== null) return `admin:${operator.rootId ?? operator.keyName}`;
  return `user:${holder?.userId}`;
}

/** The key that `callerName` goes by; null for one of the environment. */
export function keyIdOf({ operator, holder }: Viewer): bigint | null {
  return operator !== null ? operator.keyId : (holder?.tokenId ?? null);
}

/** ADMIN holds the two others. */
export type Access = 'ADMIN' | 'ANALYTICS' | 'USER';

export function isAdmin({ operator, holder }: Viewer): boolean {
  return operator?.access === 'admin' || holder?.isAdmin === true;
}

/** Whether the user behind a key or a session has the administrator role, whatever the key or session may do. */
export function hasAdminRole({ holder }: Viewer): boolean {
  return holder?.user.role === 'admin';
}

/** Whether the headers prove this much, scopes and ownership apart. */
export function hasAccess(viewer: Viewer, access: Access): boolean {
  if (isAdmin(viewer)) return true;
  if (access === 'ANALYTICS') return viewer.operator?.access === 'analytics';
  return access === 'USER' && viewer.holder !== null;
}

/**
 * Whether a user is signed in with a browser, and no administrator: then it manages its own keys, which a
 * key does not.
 */
export function isSignedIn(viewer: Viewer): boolean {
  return !isAdmin(viewer) && viewer.holder?.login?.sessionId !== undefined;
}

/** Whether the key may be used for this: any one of the scopes is enough. */
export function hasScope(holder: KeyHolder, scopes: readonly Scope[]): boolean {
  return scopes.some((scope) => holder.scopes.includes(scope));
}

/** No user has this id. */
const NOBODY = 0n;

/** The only user whose own things the viewer may see and change; null for an admin, who may all. */
export function visibleOwner(viewer: Viewer): bigint | null {
  return isAdmin(viewer) ? null : (viewer.holder?.userId ?? NOBODY);
}

/** Whether what belongs to this user may be shown to the viewer as its own. */
export function owns(viewer: Viewer, userId: bigint): boolean {
  const owner = visibleOwner(viewer);
  return owner === null || owner === userId;
}
