import { BlockList } from 'node:net';
import { z } from 'zod';
import { readNetwork } from './network.ts';

/** Where webhooks may lead although it is private: by its network, or by its exact name. */
export type PrivateTargets = {
  readonly networks: BlockList;
  /** Whether any network is listed: then a private name may turn out to be in it. */
  readonly hasNetworks: boolean;
  /** In lower case. */
  readonly names: ReadonlySet<string>;
};

export const NO_PRIVATE_TARGETS: PrivateTargets = {
  networks: new BlockList(),
  hasNetworks: false,
  names: new Set(),
};

const WRONG =
  'must list networks such as 172.18.0.0/16 and host names such as n8n or hooks.lan, separated by commas';
const EVERYTHING = 'must not hold a network of all addresses';
const NAME = /^[a-z0-9_][a-z0-9_-]{0,62}(?:\.[a-z0-9_][a-z0-9_-]{0,62}){0,8}$/;
/** Another way to write an address: it would be looked for in vain among the names. */
const NUMBER = /^(?:0x[\da-f.]*|[\d.]+)$/;

export const privateTargets = z.string().transform((text, context): PrivateTargets => {
  const networks = new BlockList();
  const names = new Set<string>();
  let hasNetworks = false;
  for (const entry of text.split(',').map((part) => part.trim().toLowerCase())) {
    const network = readNetwork(entry);
    const isName = NAME.test(entry) && !NUMBER.test(entry);
    if (network === null && isName) names.add(entry);
    else if (network !== null && network.bits > 0) {
      networks.addSubnet(network.address, network.bits, network.family);
      hasNetworks = true;
    } else {
      const message = network === null ? WRONG : EVERYTHING;
      context.issues.push({ code: 'custom', message, input: text });
      return z.NEVER;
    }
  }
  return { networks, hasNetworks, names };
});
