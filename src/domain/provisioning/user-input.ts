import { holdsApiKey, withoutOwnKeys } from '../../core/input/api-keys-in-text.ts';
import { readEmailAddress } from '../../core/input/email-address.ts';
import { KEY_PROBLEM } from '../../core/input/rules.ts';
import { MAX_NAME_LENGTH } from '../accounts/input.ts';
import { type Complex, invalid, type Resource } from './scim/attributes.ts';
import { LONG, readText, SHORT } from './text-input.ts';
import type { ProvisionedUser } from './user-rows.ts';

/** What a user is to be, as a provider says it. */
export type UserInput = {
  readonly userName: string;
  readonly address: string;
  readonly name: string | null;
  readonly isActive: boolean;
  readonly externalId: string | null;
  readonly givenName: string | null;
  readonly familyName: string | null;
  /** Whether `name` comes from `name.formatted`, or the given and the family name. */
  readonly isNameDerived: boolean;
};

/**
 * A stored user in the form in which a provider changes it. A key that an earlier version stored in a name is
 * left out: it would keep the provider from any other change, such as a suspension.
 */
export function resourceOf(user: ProvisionedUser): Resource {
  const { isNameDerived } = user;
  const kept = (text: string | null) => text && withoutOwnKeys(text);
  const name = kept(user.name);
  const externalId = kept(user.externalId);
  const givenName = kept(user.givenName);
  const familyName = kept(user.familyName);
  // What the two parts do not come to was the formatted name, which has no other place.
  const isFormatted = isNameDerived && name !== null && name !== joined(givenName, familyName);
  const names = {
    ...(isFormatted && { formatted: name }),
    ...(givenName !== null && { givenName }),
    ...(familyName !== null && { familyName }),
  };
  return {
    userName: withoutOwnKeys(user.userName ?? user.email),
    active: user.isActive,
    emails: [{ value: user.email, type: 'work', primary: true }],
    ...(externalId !== null && { externalId }),
    ...(name !== null && !isNameDerived && { displayName: name }),
    ...(Object.keys(names).length > 0 && { name: names }),
  };
}

/** A stored user, and the resource that was changed. */
type Before = { readonly user: ProvisionedUser; readonly resource: Resource };

/** @throws ScimError that names the attribute */
export function readUserInput(resource: Resource, before: Before | null): UserInput {
  const userName = readText('userName', LONG, resource['userName']);
  if (userName === null) throw invalid('userName', 'is required');
  const name = (resource['name'] ?? {}) as Complex;
  const givenName = readText('name.givenName', SHORT, name['givenName']);
  const familyName = readText('name.familyName', SHORT, name['familyName']);
  const shown = readText('displayName', SHORT, resource['displayName']);
  const formatted = shown === null ? readText('name.formatted', SHORT, name['formatted']) : null;
  return {
    userName,
    address: addressIn(resource, userName, before),
    name: shown ?? formatted ?? joined(givenName, familyName),
    isActive: isActiveIn(resource) ?? before?.user.isActive ?? true,
    externalId: readText('externalId', LONG, resource['externalId']),
    givenName,
    familyName,
    isNameDerived: shown === null,
  };
}

/** Both parts are within the limit, and nobody sent the two together. Characters count, as in the rule. */
function joined(...parts: readonly (string | null)[]): string | null {
  const name = parts.filter((part) => part !== null).join(' ');
  return name === '' ? null : [...name].slice(0, MAX_NAME_LENGTH).join('').trimEnd();
}

/** Null where nothing is said of it: then it stays as it is. */
function isActiveIn({ active }: Resource): boolean | null {
  return typeof active === 'boolean' ? active : null;
}

/**
 * The address of the user: that of `emails`, or else `userName`. Where `emails` is not given, an address
 * that was the same as `userName` follows it.
 */
function addressIn(resource: Resource, userName: string, before: Before | null): string {
  if (before === null) {
    const address = chosenIn(resource) ?? addressOf(userName);
    if (address !== null) return address;
    throw invalid('userName', 'must be an email address, or emails must have one');
  }
  const { user } = before;
  const isGiven = resource['emails'] !== before.resource['emails'];
  const chosen = isGiven ? chosenIn(resource, user.email) : null;
  const follows = isGiven || isSameAddress(user.userName ?? user.email, user.email);
  if (chosen !== null) return chosen;
  const address = follows ? addressOf(userName) : null;
  return address === null || isSameAddress(address, user.email) ? user.email : address;
}

/** @param known an address that is stored, and need not be a right one */
function chosenIn(resource: Resource, known: string | null = null): string | null {
  const chosen = chosenOf((resource['emails'] ?? []) as readonly Complex[]);
  if (chosen === null || chosen === known) return known && chosen;
  const read = readEmailAddress(chosen);
  if ('address' in read && holdsApiKey(read.address)) throw invalid('emails.value', KEY_PROBLEM);
  if ('address' in read) return read.address;
  throw invalid('emails.value', `is not a valid email address: ${read.reason}`);
}

/** The primary one, or the first of the work, or the first. */
function chosenOf(emails: readonly Complex[]): string | null {
  const all = emails.filter(({ value }) => typeof value === 'string');
  const one =
    all.find(({ primary }) => primary === true) ??
    all.find(({ type }) => String(type).toLowerCase() === 'work') ??
    all[0];
  return one === undefined ? null : String(one['value']);
}

function addressOf(text: string): string | null {
  const read = readEmailAddress(text);
  return 'address' in read ? read.address : null;
}

export function isSameAddress(one: string, other: string): boolean {
  return one.normalize('NFC').toLowerCase() === other.normalize('NFC').toLowerCase();
}
