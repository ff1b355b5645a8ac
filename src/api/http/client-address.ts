import { type BlockList, isIPv4 } from 'node:net';
import type { TrustedProxies } from '../../core/config/trust-proxy.ts';
import { ownText } from '../../core/own-text.ts';
import { canonicalAddress } from '../../security/limits/address.ts';

/** Finds the address that a request came from; whatever the headers hold, the result is an address. */
export type ClientAddress = (peer: string | undefined, forwarded: string | undefined) => string;

/** No chain of proxies is longer, and a client may send any number of addresses. */
const MAX_STEPS = 32;
/** Of a connection that is closed already, nobody can say where it came from. */
const UNKNOWN = '0.0.0.0';

/**
 * Each proxy adds the address of its peer at the end of `X-Forwarded-For`: only what the proxies
 * that are trusted have added there counts, and the rest is what the client claims.
 */
export function clientAddress(trusted: TrustedProxies): ClientAddress {
  const isTrusted = trustIn(trusted);
  return (peer, forwarded) => {
    let address = canonicalAddress(peer ?? '') ?? UNKNOWN;
    let rest = forwarded ?? '';
    for (let step = 0; rest !== '' && step < MAX_STEPS && isTrusted(address, step); step += 1) {
      const comma = rest.lastIndexOf(',');
      const claimed = readForwarded(rest.slice(comma + 1));
      // A text that is no address ends the chain: what stands before it may be forged.
      if (claimed === null) break;
      address = claimed;
      rest = comma === -1 ? '' : rest.slice(0, comma);
    }
    return address;
  };
}

/** Whether the peer at this address is a proxy, so that its header is read. */
export function proxyCheck(trusted: TrustedProxies): (peer: string) => boolean {
  const isTrusted = trustIn(trusted);
  return (peer) => isTrusted(peer, 0);
}

function trustIn(trusted: TrustedProxies): (address: string, step: number) => boolean {
  if ('hops' in trusted) return (_address, step) => step < trusted.hops;
  return (address) => isIn(trusted.networks, address);
}

function isIn(networks: BlockList, address: string): boolean {
  return networks.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}

/** Longer than any address with brackets, port, zone and quotes. */
const MAX_LENGTH = 80;
const QUOTED = /^"(.*)"$/;
const BRACKETED = /^\[([^\]]*)\](?::\d{0,5})?$/;
const WITH_PORT = /^([\d.]+):\d{0,5}$/;

/** Takes off what proxies write around an address: quotes, brackets and a port. */
function readForwarded(entry: string): string | null {
  const text = entry.trim();
  if (text.length > MAX_LENGTH) return null;
  const bare = QUOTED.exec(text)?.[1] ?? text;
  const address = canonicalAddress((BRACKETED.exec(bare) ?? WITH_PORT.exec(bare))?.[1] ?? bare);
  // Limits remember it: as a part of the header, it would keep the header.
  return address && ownText(address);
}
