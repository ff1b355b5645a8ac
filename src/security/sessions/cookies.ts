import type { IncomingHttpHeaders } from 'node:http';

// The prefix `__Host-` makes browsers take the cookie from this host alone, over TLS: nobody else can plant
// one. On plain HTTP, which only a development machine has, browsers would refuse that name.

const NAMES = { session: 'latchkey-session', attempt: 'latchkey-sign-in' } as const;
export type CookieName = keyof typeof NAMES;

const VALUE = /^[\w-]{1,4096}$/;

function nameOf(name: CookieName, isSecure: boolean): string {
  return isSecure ? `__Host-${NAMES[name]}` : NAMES[name];
}

/** The value of a cookie; undefined where there is none, or one that this service never gave. */
export function readCookie(
  { cookie = '' }: IncomingHttpHeaders,
  name: CookieName,
  isSecure: boolean,
): string | undefined {
  const start = `${nameOf(name, isSecure)}=`;
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
  readonly isSecure: boolean;
};

/** The provider sends the browser back from another site: only the cookie of the attempt has to come along. */
export function setCookie({ name, value, seconds, isSecure }: Kept): string {
  const sameSite = name === 'session' ? 'Strict' : 'Lax';
  const secure = isSecure ? '; Secure' : '';
  return `${nameOf(name, isSecure)}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=${sameSite}${secure}`;
}
