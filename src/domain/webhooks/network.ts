import { Resolver } from 'node:dns/promises';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIPv6, type LookupFunction } from 'node:net';
import { addressesInHosts } from './hosts.ts';

/** How the service looks at the world outside, where it has to. */
export type Network = {
  /** All addresses of a name; none if it has none. */
  readonly resolve: (name: string, signal: AbortSignal) => Promise<readonly string[]>;
  /** Where a URL sends whoever asks; null if it does not, or does not answer. Asked at this address. */
  readonly redirectOf: (url: URL, address: string, signal: AbortSignal) => Promise<string | null>;
};

/** Of each of two tries; the library waits about twice as long, so that both take three seconds. */
const RESOLVE_MS = 700;
const REQUEST_MS = 2_000;

/** @param servers name servers with their ports; those of this machine, if left out */
export function systemNetwork(servers?: readonly string[]): Network {
  return { resolve: (name, signal) => resolve(name, signal, servers), redirectOf };
}

/**
 * Not by the system's own way, which would keep one of the process's few threads until a silent
 * name server is given up, and cannot be stopped: files and keys would wait for it.
 */
async function resolve(
  name: string,
  signal: AbortSignal,
  servers: readonly string[] | undefined,
): Promise<readonly string[]> {
  if (signal.aborted) return [];
  const resolver = new Resolver({ timeout: RESOLVE_MS, tries: 2 });
  if (servers) resolver.setServers(servers);
  const giveUp = () => resolver.cancel();
  signal.addEventListener('abort', giveUp);
  const none = (): string[] => [];
  try {
    const found = await Promise.all([
      addressesInHosts(name),
      resolver.resolve4(name).catch(none),
      resolver.resolve6(name).catch(none),
    ]);
    return found.flat();
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

function redirectOf(url: URL, address: string, signal: AbortSignal): Promise<string | null> {
  const { promise, resolve: answer } = Promise.withResolvers<string | null>();
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  // The address that was checked, and no other, whatever the name says by now.
  const pinned: LookupFunction = (_name, { all }, found) => {
    const family = isIPv6(address) ? 6 : 4;
    if (all) found(null, [{ address, family }]);
    else found(null, address, family);
  };
  const patience = AbortSignal.any([signal, AbortSignal.timeout(REQUEST_MS)]);
  const requested = send(
    url,
    { method: 'HEAD', lookup: pinned, signal: patience, agent: false },
    ({ statusCode = 0, headers }) => {
      answer(statusCode >= 300 && statusCode < 400 ? (headers.location ?? null) : null);
      requested.destroy();
    },
  );
  requested.on('error', () => answer(null));
  requested.end();
  return promise;
}
