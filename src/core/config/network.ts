import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

type Network = {
  readonly address: string;
  readonly bits: number;
  readonly family: 'ipv4' | 'ipv6';
};

/** A network such as 10.1.0.0/16, or one address; null for anything else. */
export function readNetwork(text: string): Network | null {
  const [address = '', bits, ...more] = text.split('/');
  if (isIP(address) === 0 || more.length > 0) return null;
  const parsed = ipaddr.parse(address);
  const width = parsed.kind() === 'ipv4' ? 32 : 128;
  if (bits !== undefined && !/^\d{1,3}$/.test(bits)) return null;
  const kept = bits === undefined ? width : Number(bits);
  if (kept > width) return null;
  // IPv4 inside IPv6 is compared as IPv4.
  if (parsed instanceof ipaddr.IPv6 && parsed.isIPv4MappedAddress())
    return kept < 96
      ? null
      : { address: parsed.toIPv4Address().toString(), bits: kept - 96, family: 'ipv4' };
  return { address, bits: kept, family: parsed.kind() };
}
