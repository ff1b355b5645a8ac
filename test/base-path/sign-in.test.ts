import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkSignIn } from '../../src/cli/installation/sign-in.ts';
import {
  type CookiePlace,
  cookiePlace,
  readCookie,
  setCookie,
} from '../../src/security/sessions/cookies.ts';
import { callbackOf, newBrowser, PROOF, signIn, viewerIn } from '../sign-in/browser.ts';
import { signed } from '../sign-in/forge.ts';
import { CLIENT } from '../sign-in/people-configuration.ts';
import type { PeopleProvider } from '../sign-in/people-provider.ts';
import { ADMINS, type People, startPeople } from '../sign-in/people-server.ts';
import type { TestServer } from '../support/server.ts';

const BASE = '/apps/latchkey';

let people: People;
let provider: PeopleProvider;
let server: TestServer;
beforeAll(async () => {
  people = await startPeople({ rules: [ADMINS], basePath: BASE });
  ({ provider, server } = people);
  provider.setClaims({ groups: ['admins'] });
});
afterAll(() => people.stop());

describe('signing in below a path', () => {
  it('offers addresses below it', async () => {
    const offers = await server.fetch('/sign-in');
    expect(await offers.json()).toMatchObject({ providers: [{ address: `${BASE}/sign-in/okta` }] });
    const page = await server.fetch('/', { headers: { accept: 'text/html' } });
    expect(await page.text()).toContain('Sign in, or enter an admin or analytics key.');
  });

  it.each([
    ['', `${BASE}/dashboard`],
    [`?return=${BASE}/graphql`, `${BASE}/graphql`],
    [`?return=${encodeURIComponent(`${BASE}/dashboard#users`)}`, `${BASE}/dashboard#users`],
  ])('leads back to the page that it began on: %s', async (search, location) => {
    const browser = newBrowser();
    const answer = await signIn(browser, server.url, `/sign-in/okta${search}`);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, location]);
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringContaining(`; Path=${BASE}; Max-Age=43200; HttpOnly; SameSite=Strict`),
    ]);
    expect(await viewerIn(browser, server.url)).toMatchObject({
      viewer: { login: { subject: 'ada' } },
    });
    const out = await browser.send(`${server.url}/sign-out`, { method: 'POST', headers: PROOF });
    const { address } = (await out.json()) as { address: string };
    const { searchParams } = new URL(address);
    expect(searchParams.get('post_logout_redirect_uri')).toBe(`${server.url}/dashboard`);
    expect(await viewerIn(browser, server.url)).toMatchObject({
      viewer: { login: null },
    });
  });

  it.each(['/dashboard', '/graphql', '/other/dashboard', `//evil.example${BASE}/dashboard`])(
    'leads to no page outside: %s',
    async (to) => {
      const answer = await server.fetch(`/sign-in/okta?return=${encodeURIComponent(to)}`);
      expect(answer.status).toBe(400);
      expect(await answer.text()).toContain(`href="${BASE}/dashboard"`);
    },
  );

  it('a refusal leads back to the page that the sign-in began on', async () => {
    const browser = newBrowser();
    const callback = await callbackOf(browser, server.url, `/sign-in/okta?return=${BASE}/graphql`);
    const answer = await browser.get(callback.replace(/state=[^&]*/, 'state=other'));
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain(`href="${BASE}/graphql"`);
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringContaining(`latchkey-sign-in!apps!latchkey=; Path=${BASE}; Max-Age=0`),
    ]);
  });

  it('ends when the provider says so', async () => {
    const browser = newBrowser();
    await signIn(browser, server.url);
    const iat = Math.floor(Date.now() / 1_000);
    const claims = {
      ...{ iss: provider.issuer, aud: CLIENT.id, iat, exp: iat + 120, jti: 'one', sub: 'ada' },
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    };
    const { kid } = provider.key();
    const token = signed(
      { header: { alg: 'RS256', typ: 'logout+jwt', kid }, claims },
      provider.key(),
    );
    const answer = await server.fetch('/sign-out/back-channel', {
      method: 'POST',
      body: new URLSearchParams({ logout_token: token }),
    });
    expect(answer.status).toBe(200);
    expect(await viewerIn(browser, server.url)).toMatchObject({ status: 401 });
  });
});

describe('the cookie', () => {
  const publicOrigin = 'https://h.example';

  it('is for the path alone, and for the host alone where there is none', () => {
    const cookie = (basePath: string) =>
      setCookie({
        name: 'session',
        value: 'v',
        seconds: 1,
        place: cookiePlace({ publicOrigin, basePath }),
      });
    expect(cookie('/x')).toBe(
      '__Secure-latchkey-session!x=v; Path=/x; Max-Age=1; HttpOnly; SameSite=Strict; Secure',
    );
    expect(cookie('')).toBe(
      '__Host-latchkey-session=v; Path=/; Max-Age=1; HttpOnly; SameSite=Strict; Secure',
    );
  });

  it('is another one in an installation below another, where browsers send both', () => {
    const [upper, lower] = ['/a', '/a/b'].map((basePath) =>
      cookiePlace({ publicOrigin, basePath }),
    );
    const cookieOf = (value: string, place = upper) =>
      setCookie({ name: 'session', value, seconds: 1, place: place as CookiePlace }).split(';')[0];
    const headers = { cookie: `${cookieOf('lower', lower)}; ${cookieOf('upper')}` };
    expect(readCookie(headers, 'session', lower as CookiePlace)).toBe('lower');
    expect(readCookie(headers, 'session', upper as CookiePlace)).toBe('upper');
    expect(readCookie({ cookie: `${cookieOf('upper')}` }, 'session', lower as CookiePlace)).toBe(
      undefined,
    );
  });

  it('of another kind of place does not count', () => {
    const headers = { cookie: '__Host-latchkey-session=v' };
    expect(readCookie(headers, 'session', { isSecure: true, basePath: '/x' })).toBeUndefined();
  });
});

describe('the doctor', () => {
  it('finds whether people come back to this service', async () => {
    const { config } = server.app;
    const seen = async (url: string, basePath = BASE) =>
      (await checkSignIn({ ...config, basePath }, new URL(url))).map(
        ({ verdict, message, remedy }) => [verdict, remedy ?? message],
      );
    const { origin } = new URL(server.url);
    const redirectUri = `${server.url}/sign-in/okta/callback`;
    expect(await seen(server.url)).toEqual([
      ['ok', `The provider okta sends people back to ${redirectUri}.`],
    ]);
    expect(await seen('https://h.example/apps/latchkey')).toEqual([
      ['fail', expect.stringContaining(`https://h.example${BASE}/sign-in/okta/callback, and`)],
    ]);
    const away = { ...config.providers[0], name: 'away' } as (typeof config.providers)[number];
    const there = `${origin}${BASE}/sign-in/away/callback`;
    const signIn = { ...away.signIn, redirectUri: there } as typeof away.signIn;
    const [check] = await checkSignIn(
      { ...config, providers: [{ ...away, signIn }] },
      new URL(server.url),
    );
    expect(check).toMatchObject({
      verdict: 'fail',
      message: `The service does not answer at ${there}.`,
    });
  });
});
