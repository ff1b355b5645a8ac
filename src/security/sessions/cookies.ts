import type { IncomingHttpHeaders } from 'node:http';
import type { Config } from '../../core/config/config.ts';

// The prefix `__Host-` makes browsers take the cookie from this host alone, over TLS: nobody else can plant
// one. It wants the path `/`. Below a path, other programs of the host should not get the cookie: there it
// has that path and the prefix `__Secure-`. The path is in its name as well: a browser also sends it to an
// installation further below, such as `/a/b` below `/a`, which has a cookie of its own. On plain HTTP, which
// only a development machine has, browsers would refuse both prefixes.

const NAMES = {
  session: 'latchkey-session',
  attempt: 'latchkey-sign-in',
  link: 'latchkey-sign-in-link',
} as const;
export type CookieName = keyof typeof NAMES;

const VALUE = /^[\w-]{1,4096}$/;

/** Where the cookies of this service count. */
export type CookiePlace = { readonly isSecure: boolean; readonly basePath: string };

export function cookiePlace({ publicOrigin, basePath }: CookieSettings): CookiePlace {
  return { isSecure: publicOrigin?.startsWith('https:') === true, basePath };
}

type CookieSettings = Pick<Config, 'publicOrigin' | 'basePath'>;

/** No path has a `!`, and no name a `/`. */
function nameOf(name: CookieName, { isSecure, basePath }: CookiePlace): string {
  const prefix = basePath === '' ? '__Host-' : '__Secure-';
  return `${isSecure ? prefix : ''}${NAMES[name]}${basePath.replaceAll('/', '!')}`;
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

/** A provider sends the browser back from another site: only the cookie of the attempt has to come along. */
export function setCookie({ name, value, seconds, place }: Kept): string {
  const sameSite = name === 'attempt' ? 'Lax' : 'Strict';
  const { isSecure, basePath } = place;
  const secure = isSecure ? '; Secure' : '';
  return `${nameOf(name, place)}=${value}; Path=${basePath || '/'}; Max-Age=${seconds}; HttpOnly; SameSite=${sameSite}${secure}`;
}
