import type { GatewayAnswer } from './gateway.ts';

export type Symptoms = {
  readonly newKey: GatewayAnswer;
  /** Whether a request to `/internal/validate` was refused here meanwhile. */
  readonly hasWrongSecret: boolean;
  /** Whether this shell has an INTERNAL_API_SECRET. */
  readonly hasSecret: boolean;
};

const ADDRESS =
  'Set ADMIN_API_URL (0.12: also of meeting-api, and VEXA_ADMIN_API_URL of agent-api and terminal) to this service, restart the gateway, and stop admin-api';

/** What to do if the gateway does not accept a key that works here; null if it does. */
export function adviceFor({ newKey, hasWrongSecret, hasSecret }: Symptoms): string | null {
  const { status } = newKey;
  if (status === 200) return null;
  if (status === 0) return "Vexa's gateway does not respond at this address.";
  if (status >= 300 && status < 400)
    return 'This address leads to another one. Give the address of the gateway itself: the same URL with https, or the one in the proxy.';
  if (status === 404)
    return 'There is no `/auth/me` at this address. Give the address of the gateway of Vexa 0.10 or later. Keys cannot be shared with 0.6 to 0.9.';
  if (hasWrongSecret)
    return 'The gateway asks this service with another secret: set the same INTERNAL_API_SECRET for both, and restart them.';
  if (status >= 500)
    return `The gateway cannot verify keys: its admin API does not respond${hasSecret ? '' : ', or this service has no INTERNAL_API_SECRET (this shell has none)'}. ${ADDRESS}.`;
  return `The gateway does not ask this service about keys, but another admin API, such as its own: a key minted here does not work there, and a key revoked here still works there. ${ADDRESS}.`;
}
