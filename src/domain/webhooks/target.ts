import { isIP } from 'node:net';
import type { PrivateTargets } from '../../core/config/private-targets.ts';
import { holdsHookSecret } from '../../core/input/secret-texts.ts';
import { withoutEnd } from '../../core/input/trim.ts';
import { isInsideName, isMetadataAddress, isPublicAddress } from './address.ts';
import type { Network } from './network.ts';

// In the words that clients of the older admin API know, as far as it had them.
const INSIDE = 'Webhook URL cannot target internal or private networks';
const UNKNOWN = 'Webhook URL hostname could not be resolved';
const SCHEME = 'Webhook URL must use http or https scheme';
const NAMELESS = 'Webhook URL must have a valid hostname';
const CREDENTIALS = 'Webhook URL must not contain a user name or password; use webhook_secret';
const SECRET = 'Webhook URL must not contain the secret of the webhook; use webhook_secret';
const WANDERS = 'Webhook URL redirects too often; use the final URL';
const ASTRAY = 'Webhook URL redirects to an invalid URL; use the final URL';

const MOST_REDIRECTS = 5;

/** What is wrong with an address by its looks alone; null if nothing is. Asks nobody. */
export function formProblem(url: URL, allowed: PrivateTargets): string | null {
  const { protocol, username, password, hostname } = url;
  if (protocol !== 'http:' && protocol !== 'https:') return SCHEME;
  if (username !== '' || password !== '') return CREDENTIALS;
  if (holdsHookSecret(url.href)) return SECRET;
  if (hostname === '') return NAMELESS;
  return placeProblem(hostname, allowed);
}

function placeProblem(hostname: string, allowed: PrivateTargets): string | null {
  const literal = literalOf(hostname);
  if (literal !== null) return isReachable(literal, null, allowed) ? null : INSIDE;
  // Nobody asks the same of it: one resolver refuses such a name, another skips what is empty.
  if (hostname.includes('..')) return NAMELESS;
  // Whether a private name is in a network that is allowed shows only once it is resolved.
  const mayBeAllowed = allowed.hasNetworks || allowed.names.has(plainName(hostname));
  return isInsideName(hostname) && !mayBeAllowed ? INSIDE : null;
}

function plainName(hostname: string): string {
  return withoutEnd(hostname.toLowerCase(), '.');
}

/** @param name under which the address was found; null where the address itself was given */
function isReachable(address: string, name: string | null, allowed: PrivateTargets): boolean {
  if (isPublicAddress(address)) return true;
  if (isMetadataAddress(address)) return false;
  const isNamed = name !== null && allowed.names.has(plainName(name));
  return isNamed || allowed.networks.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

export type Surroundings = { readonly network: Network; readonly allowed: PrivateTargets };

/** What was found out about the target of a webhook. */
export type TargetVerdict = {
  /** Why events may not be sent there; null if they may. */
  readonly problem: string | null;
  /** Whether it, or what it redirects to, is private, and only allowed by the operator. */
  readonly isPrivate: boolean;
};

/**
 * Whether events may be sent to an address. Every address that the name has now,
 * and has when it is asked again, must be one of the internet or allowed; what it redirects to as well.
 */
export async function targetProblem(
  url: URL,
  { network, allowed }: Surroundings,
  signal: AbortSignal,
): Promise<TargetVerdict> {
  let next = url;
  let isPrivate = false;
  const verdict = (problem: string | null): TargetVerdict => ({ problem, isPrivate });
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const problem = formProblem(next, allowed);
    if (problem !== null) return verdict(problem);
    const addresses = await addressesOf(next.hostname, network, signal);
    const [address] = addresses;
    if (address === undefined) return verdict(UNKNOWN);
    const { hostname } = next;
    if (!addresses.every((one) => isReachable(one, hostname, allowed))) return verdict(INSIDE);
    isPrivate ||= !addresses.every(isPublicAddress);

    const location = await network.redirectOf(next, address, signal);
    if (location === null) return verdict(null);
    const target = URL.parse(location, next.href);
    // What one reader finds unreadable, another takes for an address.
    if (target === null) return verdict(ASTRAY);
    next = target;
  }
  return verdict(WANDERS);
}

/** Asked twice: a name that answers in turns to slip through says both. */
export async function addressesOf(
  hostname: string,
  { resolve }: Network,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const literal = literalOf(hostname);
  if (literal !== null) return [literal];
  const first = await resolve(hostname, signal);
  return first.length === 0 ? [] : [...first, ...(await resolve(hostname, signal))];
}

/** The URL parser has written octal, decimal, hexadecimal and full-width forms plainly already. */
function literalOf(hostname: string): string | null {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
  return isIP(bare) === 0 ? null : bare;
}
