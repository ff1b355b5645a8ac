import type { IncomingHttpHeaders } from 'node:http';
import type { Config } from '../../core/config/config.ts';
import { originOf } from './csrf.ts';

// The prefix `__Host-` makes browsers take the cookie from this host alone, over TLS: nobody else can plant
// one. It wants the path `/`. Below a path, other programs of the host should not get the cookie: there it
// has that path and the prefix `__Secure-`. On plain HTTP, which only a development machine has, browsers
// would refuse both names.

const NAMES = { session: 'latchkey-session', attempt: 'latchkey-sign-in' } as const;
export type CookieName = keyof typeof NAMES;

const VALUE = /^[\w-]{1,4096}$/;

/** Where the cookies of this service count. */
export type CookiePlace = { readonly isSecure: boolean; readonly basePath: string };

export function cookiePlace({ providers, basePath }: CookieSettings): CookiePlace {
  return { isSecure: originOf(providers)?.startsWith('https:') === true, basePath };
}

type CookieSettings = Pick<Config, 'providers' | 'basePath'>;

function nameOf(name: CookieName, { isSecure, basePath }: CookiePlace): string {
  if (!isSecure) return NAMES[name];
  return `${basePath === '' ? '__Host-' : '__Secure-'}${NAMES[name]}`;
}

/** The value of a cookie; undefined where there is none, or one that this service never gave. */
export function readCookie(
  { cookie = '' }: IncomingHttpHeaders,
  name: CookieName,
  place: CookiePlace,
): string | undefined {
  const start = `${nameOf(name, place)}=`;
  const found = cookie
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(start));
  const [value] = found.map((pair) => pair.slice(start.length));
  // Of two, one was planted: neither counts.
  return found.length === 1 && value !== undefined && VALUE.test(value) ? value : undefined;
}

type Kept = {
  readonly name: CookieName;
  /** Empty to remove it. */
  readonly value: string;
  readonly seconds: number;
  readonly place: CookiePlace;
};

/** The provider sends the browser back from another site: only the cookie of the attempt has to come along. */
export function setCookie({ name, value, seconds, place }: Kept): string {
  const sameSite = name === 'session' ? 'Strict' : 'Lax';
  const { isSecure, basePath } = place;
  const secure = isSecure ? '; Secure' : '';
  return `${nameOf(name, place)}=${value}; Path=${basePath || '/'}; Max-Age=${seconds}; HttpOnly; SameSite=${sameSite}${secure}`;
}
