import { signed } from './forge.ts';
import { CLIENT } from './people-configuration.ts';
import type { PeopleProvider } from './people-provider.ts';
import type { Claims } from './provider.ts';

const EVENTS = { 'http://schemas.openid.net/event/backchannel-logout': {} };
let serial = 0;

/** A logout token that the provider signs now. */
export function logoutToken(
  provider: PeopleProvider,
  seconds: number,
  { claims, header }: { readonly claims: Claims; readonly header?: Claims },
): string {
  serial += 1;
  const all = {
    iss: provider.tokenIssuer,
    aud: CLIENT.id,
    iat: seconds,
    exp: seconds + 120,
    jti: `logout ${serial}`,
    events: EVENTS,
    ...claims,
  };
  const { kid } = provider.key();
  const head = { alg: 'RS256', typ: 'logout+jwt', kid, ...header };
  return signed({ header: head, claims: all }, provider.key());
}

/** Sends it as the provider would. @returns the status */
export async function sendLogout(url: string, token: string): Promise<number> {
  const body = new URLSearchParams({ logout_token: token });
  return (await fetch(`${url}/sign-out/back-channel`, { method: 'POST', body })).status;
}
