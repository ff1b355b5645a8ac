import type { TestServer } from '../support/server.ts';

// What a browser does with cookies and redirects, for tests that need to look in between.

export type Browser = {
  /** Cookies by origin, as they are sent. */
  readonly cookies: Map<string, Map<string, string>>;
  readonly get: (url: string, headers?: Record<string, string>) => Promise<Response>;
  readonly send: (url: string, init: RequestInit) => Promise<Response>;
};

export function newBrowser(): Browser {
  const cookies = new Map<string, Map<string, string>>();
  async function send(url: string, init: RequestInit): Promise<Response> {
    const { origin } = new URL(url);
    const own = cookies.get(origin) ?? new Map<string, string>();
    cookies.set(origin, own);
    const cookie = [...own].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...(cookie && { cookie }), ...(init.headers as Record<string, string>) };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      if (/Max-Age=0/i.test(line) || pair.length === at + 1) own.delete(pair.slice(0, at));
      else own.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }
  return { cookies, send, get: (url, headers = {}) => send(url, { headers }) };
}

/** Follows redirects until an address begins with this one, which is not requested. */
async function followTo(browser: Browser, from: string, to: string): Promise<string> {
  let url = from;
  for (let steps = 0; steps < 12; steps += 1) {
    if (url.startsWith(to)) return url;
    const response = await browser.get(url);
    const location = response.headers.get('location');
    if (location === null)
      throw new Error(`${url} answers ${response.status}: ${await response.text()}`);
    url = new URL(location, url).href;
  }
  throw new Error('too many redirects');
}

/** The address with which the provider sends the browser back. */
export function callbackOf(browser: Browser, server: string, path = '/sign-in/okta') {
  return followTo(browser, server + path, `${server}${path.split('?')[0]}/callback`);
}

export async function signIn(browser: Browser, server: string, path?: string): Promise<Response> {
  return await browser.get(await callbackOf(browser, server, path));
}

export const PROOF = { 'x-latchkey-csrf': '1', 'content-type': 'application/json' };

export async function viewerIn(
  browser: Browser,
  server: string,
  headers: Record<string, string> = PROOF,
) {
  const response = await browser.send(`${server}/graphql`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ query: '{ viewer { access login { provider subject } } }' }),
  });
  const { data, errors } = (await response.json()) as {
    data?: { viewer: { access: string[]; login: { subject: string } } | null };
    errors?: { message: string }[];
  };
  return { status: response.status, viewer: data?.viewer ?? null, error: errors?.[0]?.message };
}

export function sessionCookie(browser: Browser, { url }: Pick<TestServer, 'url'>) {
  return browser.cookies.get(url)?.get('latchkey-session');
}

/** For requests that come without the browser. */
export function cookieHeader(browser: Browser, server: Pick<TestServer, 'url'>): string {
  return `latchkey-session=${sessionCookie(browser, server)}`;
}
