import type { IncomingHttpHeaders } from 'node:http';
import type { App } from '../../core/app.ts';
import { ForbiddenError } from '../../core/errors.ts';
import { type Credentials, credentialsOf } from '../authentication/credentials.ts';
import { cookiePlace, readCookie, setCookie } from './cookies.ts';
import { isOwnPage, NEEDS_PROOF, originOf } from './csrf.ts';

/**
 * The keys in the headers of a request; in place of all of them, the cookie of a session.
 * @throws ForbiddenError for a cookie that the page of another site made the browser send
 */
export function withSession({ config }: App, headers: IncomingHttpHeaders): Credentials {
  const credentials = credentialsOf(headers);
  const origin = originOf(config.providers);
  const { adminKey, apiKey, bearer } = credentials;
  if (origin === null || adminKey || apiKey || bearer) return credentials;
  const session = readCookie(headers, 'session', cookiePlace(config));
  if (session === undefined) return credentials;
  if (!isOwnPage(headers, origin)) throw new ForbiddenError(NEEDS_PROOF);
  // Another scheme of Authorization is the affair of a proxy in front.
  return { ...credentials, isOtherScheme: false, session };
}

/** Makes the browser forget a session that is over: it would be refused, and count as a wrong key, each time. */
export function forgetSession({ config }: App): string {
  return setCookie({ name: 'session', value: '', seconds: 0, place: cookiePlace(config) });
}
