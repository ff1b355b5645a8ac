import { isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Whoever has one IPv6 address has the 64 bits below it as well. */
const OWN_BITS = 64;

/** What of an address is counted as one: an IPv4 address, however it is written, or an IPv6 network. */
export function networkOf(address: string): string {
  if (isIPv4(address) || !ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  return ipaddr.IPv6.networkAddressFromCIDR(
    `${parsed.toNormalizedString()}/${OWN_BITS}`,
  ).toString();
}
