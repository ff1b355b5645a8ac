import type { IncomingHttpHeaders } from 'node:http';
import type { App } from '../../core/app.ts';
import { ForbiddenError } from '../../core/errors.ts';
import { type Credentials, credentialsOf } from '../authentication/credentials.ts';
import { cookiePlace, readCookie, setCookie } from './cookies.ts';
import { isOwnPage, NEEDS_PROOF } from './csrf.ts';

/** What a page requests by itself, and not because somebody uses it, does not keep a session alive. */
const BACKGROUND = 'x-latchkey-background';

/**
 * The keys in the headers of a request; in place of all of them, the cookie of a session.
 * @throws ForbiddenError for a cookie that the page of another site made the browser send
 */
export function withSession({ config }: App, headers: IncomingHttpHeaders): Credentials {
  const credentials = credentialsOf(headers);
  const { publicOrigin: origin } = config;
  const { adminKey, apiKey, bearer } = credentials;
  if (origin === null || adminKey || apiKey || bearer) return credentials;
  const session = readCookie(headers, 'session', cookiePlace(config));
  if (session === undefined) return credentials;
  if (!isOwnPage(headers, origin)) throw new ForbiddenError(NEEDS_PROOF);
  // Another scheme of Authorization is the affair of a proxy in front.
  const isBackground = headers[BACKGROUND] === '1';
  return { ...credentials, isOtherScheme: false, session: { secret: session, isBackground } };
}

export function hasSessionCookie({ config }: App, headers: IncomingHttpHeaders): boolean {
  return readCookie(headers, 'session', cookiePlace(config)) !== undefined;
}

/** Makes the browser forget a session that is over: it would be refused, and count as a wrong key, each time. */
export function forgottenCookie({ config }: App): string {
  return setCookie({ name: 'session', value: '', seconds: 0, place: cookiePlace(config) });
}
