import { BlockList } from 'node:net';
import { z } from 'zod';
import { readNetwork } from './network.ts';

/** Whose word on a client's address is taken. */
export type TrustedProxies =
  /** As many proxies as this stand in front of the service, one behind the other; 0 is none. */
  | { readonly hops: number; readonly isImplied?: true }
  /** Every proxy has an address of these networks. */
  | { readonly networks: BlockList };

const MAX_HOPS = 10;
const NAMED: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  private: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

const WRONG =
  'must be false, true (one proxy), the number of proxies from 0 to 10, or their addresses ' +
  'and networks separated by commas, such as 10.0.0.5, 10.1.0.0/16, loopback or private';
const EVERYBODY =
  'must not hold a network of all addresses: any client could then claim any address';

export const trustProxy = z.string().transform((text, context): TrustedProxies => {
  const hops = readHops(text.trim().toLowerCase());
  if (hops !== null) return hops;
  const read = readNetworks(text.toLowerCase());
  if (typeof read !== 'string') return { networks: read };
  context.issues.push({ code: 'custom', message: read, input: text });
  return z.NEVER;
});

function readHops(text: string): TrustedProxies | null {
  if (text === 'false') return { hops: 0 };
  if (text === 'true') return { hops: 1, isImplied: true };
  return /^\d{1,2}$/.test(text) && Number(text) <= MAX_HOPS ? { hops: Number(text) } : null;
}

/** The networks, or what is wrong with them. */
function readNetworks(text: string): BlockList | string {
  const networks = new BlockList();
  for (const part of text.split(',').flatMap((part) => NAMED[part.trim()] ?? part.trim())) {
    const network = readNetwork(part);
    if (network === null) return WRONG;
    if (network.bits === 0) return EVERYBODY;
    networks.addSubnet(network.address, network.bits, network.family);
  }
  return networks;
}
