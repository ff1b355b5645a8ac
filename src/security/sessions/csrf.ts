import type { IncomingHttpHeaders } from 'node:http';

/** No page of another site can set it, and CORS allows it to none. */
const HEADER = 'x-latchkey-csrf';

export const NEEDS_PROOF =
  'The cookie of a session counts only for pages of this service, which send X-Latchkey-CSRF';

/** Cross-site request forgery: whether a script of a page of this service sends a request. */
export function isOwnPage(headers: IncomingHttpHeaders, origin: string): boolean {
  return Boolean(headers[HEADER]) && isFromHere(headers, origin);
}

/** Whether a browser says of a request that another site sends it. Programs and old browsers say nothing. */
export function isFromHere(headers: IncomingHttpHeaders, origin: string): boolean {
  const { 'sec-fetch-site': site = 'same-origin', origin: from = origin } = headers;
  return site === 'same-origin' && from === origin;
}

/** Whether another site leads a browser to a page: neither this service nor whoever typed the address. */
export function isLedHere({ 'sec-fetch-site': site = 'none' }: IncomingHttpHeaders): boolean {
  return site !== 'none' && site !== 'same-origin';
}
