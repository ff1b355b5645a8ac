import { isIP, isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Whoever has one IPv6 address has the 64 bits below it as well. */
const OWN_BITS = 64;
/** No address with a zone is longer. */
const MAX_LENGTH = 64;

/**
 * The one way to write an address, at most 39 characters long; null for any other text. An IPv4
 * address inside IPv6 is that IPv4 address, and a zone (`%eth0`), which means something on one
 * machine only, is left out.
 */
export function canonicalAddress(text: string): string | null {
  if (isIPv4(text)) return text;
  if (text.length > MAX_LENGTH) return null;
  const zone = text.indexOf('%');
  const bare = zone === -1 ? text : text.slice(0, zone);
  // Node's rule is the strict one: no octal, no hexadecimal, no short forms of IPv4.
  return isIP(bare) === 6 ? ipaddr.process(bare).toString() : null;
}

/** What of an address is counted as one: an IPv4 address, however it is written, or an IPv6 network. */
export function networkOf(address: string): string {
  if (isIPv4(address) || !ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  return ipaddr.IPv6.networkAddressFromCIDR(
    `${parsed.toNormalizedString()}/${OWN_BITS}`,
  ).toString();
}

/** A network in which wrong keys are counted together. */
export type GuessingNetwork = {
  readonly name: string;
  /** How many times as many wrong keys may come from it as from one address. */
  readonly share: number;
};

/**
 * Whoever rents one server has 64 bits of IPv6, a household or a customer of a data centre 56 or 48, a
 * provider 32: the larger the network, the more honest people may be in it.
 */
const IPV6_SHARES = [
  { bits: OWN_BITS, share: 1 },
  { bits: 56, share: 4 },
  { bits: 48, share: 16 },
  { bits: 32, share: 256 },
] as const;

/** The networks of an address in which wrong keys are counted, its own first. */
export function guessingNetworks(address: string): readonly GuessingNetwork[] {
  const own = networkOf(address);
  if (isIP(own) !== 6) return [{ name: own, share: 1 }];
  const full = ipaddr.IPv6.parse(own).toNormalizedString();
  return IPV6_SHARES.map(({ bits, share }) => ({
    name:
      bits === OWN_BITS ? own : `${ipaddr.IPv6.networkAddressFromCIDR(`${full}/${bits}`)}/${bits}`,
    share,
  }));
}
