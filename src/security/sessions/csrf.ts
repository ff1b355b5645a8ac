import type { IncomingHttpHeaders } from 'node:http';
import type { ProviderConfig } from '../../core/config/providers.ts';

/** No page of another site can set it, and CORS allows it to none. */
const HEADER = 'x-latchkey-csrf';

export const NEEDS_PROOF =
  'The cookie of a session counts only for pages of this service, which send X-Latchkey-CSRF';

/** The address of this service as browsers see it; null where nobody can sign in. */
export function originOf(providers: readonly ProviderConfig[]): string | null {
  const address = providers.find(({ signIn }) => signIn !== undefined)?.signIn?.redirectUri;
  return address === undefined ? null : new URL(address).origin;
}

/** Cross-site request forgery: whether a request comes from a page of this service. */
export function isOwnPage(headers: IncomingHttpHeaders, origin: string): boolean {
  const { 'sec-fetch-site': site = 'same-origin', origin: from = origin } = headers;
  return Boolean(headers[HEADER]) && site === 'same-origin' && from === origin;
}
