import { lookup } from 'node:dns/promises';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIPv6, type LookupFunction } from 'node:net';

/** How the service looks at the world outside, where it has to. */
export type Outside = {
  /** All addresses of a name; none if it has none. */
  readonly resolve: (name: string) => Promise<readonly string[]>;
  /** Where a URL sends whoever asks; null if it does not, or does not answer. Asked at this address. */
  readonly redirectOf: (url: URL, address: string) => Promise<string | null>;
};

const RESOLVE_MS = 3_000;
const ASK_MS = 2_000;

export const realOutside: Outside = { resolve, redirectOf };

async function resolve(name: string): Promise<readonly string[]> {
  const patience = AbortSignal.timeout(RESOLVE_MS);
  const { promise: late, resolve: giveUp } = Promise.withResolvers<readonly string[]>();
  patience.addEventListener('abort', () => giveUp([]));
  const asked = lookup(name, { all: true, verbatim: true }).then(
    (found) => found.map(({ address }) => address),
    () => [],
  );
  return await Promise.race([asked, late]);
}

function redirectOf(url: URL, address: string): Promise<string | null> {
  const { promise, resolve: answer } = Promise.withResolvers<string | null>();
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  // The address that was checked, and no other, whatever the name says by now.
  const pinned: LookupFunction = (_name, { all }, found) => {
    const family = isIPv6(address) ? 6 : 4;
    if (all) found(null, [{ address, family }]);
    else found(null, address, family);
  };
  const asked = send(
    url,
    { method: 'HEAD', lookup: pinned, signal: AbortSignal.timeout(ASK_MS), agent: false },
    ({ statusCode = 0, headers }) => {
      answer(statusCode >= 300 && statusCode < 400 ? (headers.location ?? null) : null);
      asked.destroy();
    },
  );
  asked.on('error', () => answer(null));
  asked.end();
  return promise;
}
