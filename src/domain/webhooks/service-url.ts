import { isMetadataName, isServiceAddress } from './address.ts';
import { boundedCheck } from './check.ts';
import type { Network } from './network.ts';
import { addressesOf } from './target.ts';

declare module '../../core/app.ts' {
  interface App {
    /**
     * What is wrong with an address that a user sets for one of the platform's services; null if nothing is.
     * It may be in a private network, where models and calendars are, but not where a cloud answers its machines.
     */
    readonly serviceUrlProblem: (url: URL) => Promise<string | null>;
  }
}

const FORBIDDEN = 'must not lead to link-local, reserved or cloud metadata addresses';
const TOO_LATE = 'could not be checked in time; try again, or use a name that resolves faster';

/**
 * A name that has no address here may have one where the platform runs. No server is asked: it may be in a
 * private network.
 */
export function serviceUrlCheck(network: Network): (url: URL) => Promise<string | null> {
  return boundedCheck(async (url, signal) => {
    if (isMetadataName(url.hostname)) return FORBIDDEN;
    const addresses = await addressesOf(url.hostname, network, signal);
    return addresses.every(isServiceAddress) ? null : FORBIDDEN;
  }, TOO_LATE);
}
