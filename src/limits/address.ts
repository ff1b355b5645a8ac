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
