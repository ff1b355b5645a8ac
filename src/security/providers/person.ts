import type { ProviderConfig } from '../../core/config/providers.ts';
import { readEmailAddress } from '../../core/input/email-address.ts';
import type { JsonObject } from '../../core/input/json.ts';

/** Whom a token names. */
export type Person = {
  /** What its provider calls it for good; empty where a token that is not genuine names none. */
  readonly subject: string;
  readonly name: string | null;
  /** Where an address would stand. */
  readonly emailClaim: string;
  /** Null where there is none, or it is not verified. */
  readonly address: string | null;
};

/** The first of these that is there. */
const NAMES = ['name', 'preferred_username', 'email'];
/** The application that got a token. Only a token of its own is named after it: people use it, too. */
const CLIENTS = ['client_id', 'cid', 'azp'];

export function personOf(provider: ProviderConfig, claims: JsonObject): Person {
  const named = isOfClient(provider, claims) ? [...NAMES, ...CLIENTS] : NAMES;
  const name = named.map((claim) => claims[claim]).find((value) => typeof value === 'string');
  return {
    subject: subjectOf(provider, claims),
    name: name ? name.slice(0, 200) : null,
    emailClaim: provider.emailClaim,
    address: verifiedAddress(provider, claims),
  };
}

/** Whether a token is that of a program, which signed in as itself. */
function isOfClient({ isEntra }: ProviderConfig, claims: JsonObject): boolean {
  const { sub, idtyp } = claims;
  if (isEntra) return idtyp === 'app';
  return typeof sub === 'string' && CLIENTS.some((claim) => claims[claim] === sub);
}

const OBJECT_ID = /^[0-9a-f-]{36}$/;

/** By its object id, the administrators of Entra ID find a person; `sub` is another one for each application. */
function subjectOf({ isEntra }: ProviderConfig, { sub, oid }: JsonObject): string {
  if (isEntra && typeof oid === 'string' && OBJECT_ID.test(oid)) return oid;
  return typeof sub === 'string' ? sub : '';
}

function verifiedAddress(provider: ProviderConfig, claims: JsonObject): string | null {
  const given = claims[provider.emailClaim];
  const text = typeof given === 'string' ? given : firstVerified(provider, claims);
  if (text === null) return null;
  // With a display name, it would be another address for whoever compares the claim.
  const read = readEmailAddress(text.includes('<') ? '' : text);
  if (!('address' in read)) return null;
  return isVerified(provider, claims, text) ? read.address : null;
}

/** What some providers write as a text. */
const YES: readonly unknown[] = [true, 'true', 1, '1'];

/**
 * `email_verified` and `xms_edov` (the tenant owns the domain) vouch for the claim `email` alone. Entra ID
 * lets tenants write any address into `email`, and has no `email_verified`; its list
 * `verified_primary_email` vouches for the addresses in it, whichever claim has them.
 */
function isVerified(provider: ProviderConfig, claims: JsonObject, text: string): boolean {
  const { trustEmail, isEntra, emailClaim } = provider;
  if (trustEmail || (isEntra && verifiedList(claims).includes(text))) return true;
  return emailClaim === 'email' && YES.includes(claims[isEntra ? 'xms_edov' : 'email_verified']);
}

function firstVerified({ isEntra }: ProviderConfig, claims: JsonObject): string | null {
  const [first] = isEntra ? verifiedList(claims) : [];
  return first ?? null;
}

function verifiedList({ verified_primary_email: list }: JsonObject): string[] {
  return (Array.isArray(list) ? list : [list]).filter((one) => typeof one === 'string');
}
