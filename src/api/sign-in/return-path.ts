import type { App } from '../../core/app.ts';
import type { Incoming } from '../../core/http/exchange.ts';
import { isReturnPath, openAttempt } from '../../security/sessions/attempt.ts';
import { cookiePlace, readCookie } from '../../security/sessions/cookies.ts';
import { withoutBase } from '../http/base-path.ts';

const USUAL = '/dashboard';
const BEFORE_VIEW = /^[^?#]*/;

/** The page that asked for the sign-in, without the prefix of the service; null for one of somebody else. */
export function requestedReturn(search: string, basePath: string): string | null {
  const given = new URLSearchParams(search).get('return');
  if (given === null) return USUAL;
  const path = withoutBase(given, basePath);
  return path !== null && isReturnPath(path) ? path : null;
}

/** The page that a refused sign-in began on, as far as this browser can prove it. */
export function pageBefore({ config, vault }: App, { search, headers }: Incoming): string {
  const attempt = openAttempt(vault, readCookie(headers, 'attempt', cookiePlace(config)));
  const path = attempt?.returnTo ?? requestedReturn(search, config.basePath) ?? USUAL;
  return BEFORE_VIEW.exec(path)?.[0] ?? USUAL;
}
