import { describe, expect, it } from 'vitest';
import { callbackOf, newBrowser, PROOF, sessionCookie, signIn, viewerIn } from './browser.ts';
import { peopleStage } from './people-stage.ts';

// What a page, a browser or a provider of somebody else could send.

const stage = peopleStage();

describe('attacks', () => {
  it('with a callback that was used before are refused', async () => {
    const browser = newBrowser();
    const callback = await callbackOf(browser, stage.server.url);
    const attempt = browser.cookies.get(stage.server.url)?.get('latchkey-sign-in') ?? '';
    expect((await browser.get(callback)).status).toBe(303);
    const again = await browser.get(callback, { cookie: `latchkey-sign-in=${attempt}` });
    expect([again.status, again.headers.getSetCookie().join()]).toEqual([
      400,
      expect.not.stringContaining('latchkey-session'),
    ]);
    expect(await stage.reasons()).toContain('The sign-in was completed already');
  });

  it('with a code that was used before, under a new state, are refused', async () => {
    const browser = newBrowser();
    const used = await callbackOf(browser, stage.server.url);
    await browser.get(used);
    const callback = new URL(await callbackOf(browser, stage.server.url));
    callback.searchParams.set('code', new URL(used).searchParams.get('code') ?? '');
    expect((await browser.get(callback.href)).status).toBe(400);
    expect(await stage.reasons()).toContain('The sign-in was used already, or took too long');
  });

  it.each<[string, (parameters: URLSearchParams) => void]>([
    ['no code', (parameters) => parameters.delete('code')],
    ['two codes', (parameters) => parameters.append('code', 'x')],
    ['a code of other characters', (parameters) => parameters.set('code', 'ü')],
    ['a code without an end', (parameters) => parameters.set('code', 'x'.repeat(5_000))],
    ['a sealed answer', (parameters) => parameters.set('response', 'x')],
    ['tokens', (parameters) => parameters.set('id_token', 'x')],
    ['another issuer', (parameters) => parameters.set('iss', 'https://evil.example')],
    ['an error and a code', (parameters) => parameters.set('error', 'access_denied')],
    ['an error that is no word', (parameters) => parameters.set('error', '<b>')],
  ])('with a callback that has %s are refused, and leave nothing', async (_what, change) => {
    const browser = newBrowser();
    const callback = new URL(await callbackOf(browser, stage.server.url));
    change(callback.searchParams);
    const used = () => stage.server.db.prisma.signInUsed.count();
    const before = await used();
    stage.server.logLines.length = 0;
    const { status } = await browser.get(callback.href);
    expect(status === 400 || status === 403).toBe(true);
    expect(await used()).toBe(before);
    expect(stage.server.logLines.filter((line) => JSON.parse(line).level >= 40)).toEqual([]);
  });

  it('with the state of another browser, a foreign state or none are refused', async () => {
    const [ada, eve] = [newBrowser(), newBrowser()];
    const callback = await callbackOf(eve, stage.server.url);
    const without = await ada.get(callback);
    expect(without.status).toBe(400);
    expect(await stage.reasons()).toContain(
      'This browser began no sign-in, or one that took too long',
    );
    await callbackOf(ada, stage.server.url);
    for (const state of [new URL(callback).searchParams.get('state') ?? '', 'x', '']) {
      const url = new URL(callback);
      url.searchParams.set('state', state);
      expect((await ada.get(url.href)).status).toBe(400);
    }
    expect(await stage.reasons()).toContain(
      'The answer belongs to another sign-in than the last of this browser',
    );
    expect(sessionCookie(ada, stage.server)).toBeUndefined();
  });

  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/dashboard/../\\evil.example',
    '/dashboard@evil.example',
    '/dashboard.evil.example',
    '/dashboardx',
    '\\/evil.example',
    '/%2fevil.example',
    'javascript:alert(1)',
    '/dashboard\r\nlocation: x',
    '/dashboard?\u0000',
    '/users',
    '',
  ])('with the address %j to return to are refused', async (path) => {
    const response = await newBrowser().get(
      `${stage.server.url}/sign-in/okta?return=${encodeURIComponent(path)}`,
    );
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
    expect(await stage.reasons()).toContain(
      'The address to return to is none of the dashboard or GraphiQL',
    );
  });

  it('with a session that was fixed before sign-in win nothing', async () => {
    const browser = newBrowser();
    const fixed = 'f'.repeat(43);
    browser.cookies.set(stage.server.url, new Map([['latchkey-session', fixed]]));
    await signIn(browser, stage.server.url);
    expect(sessionCookie(browser, stage.server)).not.toBe(fixed);
    const cookie = `latchkey-session=${fixed}`;
    expect(await viewerIn(newBrowser(), stage.server.url, { ...PROOF, cookie })).toMatchObject({
      status: 401,
    });
    expect(await stage.reasons()).toContain('Your session has ended; sign in again');
    const first = sessionCookie(browser, stage.server);
    await signIn(browser, stage.server.url);
    const old = { ...PROOF, cookie: `latchkey-session=${first}` };
    expect(await viewerIn(newBrowser(), stage.server.url, old)).toMatchObject({ status: 401 });
  });

  it('from pages of other sites, with the cookie, are refused', async () => {
    const browser = newBrowser();
    await signIn(browser, stage.server.url);
    const json = { 'content-type': 'application/json' };
    for (const headers of [
      json,
      { ...json, 'x-graphql-csrf': '1' },
      { ...PROOF, origin: 'https://evil.example' },
      { ...PROOF, origin: 'null' },
      { ...PROOF, 'sec-fetch-site': 'cross-site' },
      { ...PROOF, 'sec-fetch-site': 'same-site' },
    ]) {
      expect(await viewerIn(browser, stage.server.url, headers)).toMatchObject({ status: 403 });
      const out = await browser.send(`${stage.server.url}/sign-out`, { method: 'POST', headers });
      expect(out.status).toBe(403);
    }
    expect((await browser.get(`${stage.server.url}/graphql?query={__typename}`)).status).toBe(400);
    const mutation = encodeURIComponent('mutation { explainLogin(token: "x") { __typename } }');
    const changed = await browser.get(`${stage.server.url}/graphql?query=${mutation}`, PROOF);
    expect([changed.status, await changed.text()]).toEqual([
      405,
      expect.not.stringContaining('explainLogin'),
    ]);
    expect((await browser.get(`${stage.server.url}/admin/users`, PROOF)).status).toBeGreaterThan(
      400,
    );
    expect(await viewerIn(browser, stage.server.url)).toMatchObject({ status: 200 });
  });
});

describe('a sign-in', () => {
  it.each(['cross-site', 'same-site'])('that a page which is %s began is refused', async (site) => {
    const browser = newBrowser();
    await signIn(browser, stage.server.url);
    const headers = { 'sec-fetch-site': site };
    const begun = await browser.get(`${stage.server.url}/sign-in/okta`, headers);
    expect([begun.status, begun.headers.get('location')]).toEqual([403, null]);
    expect(await begun.text()).toContain('Another site began this sign-in');
    expect((await viewerIn(browser, stage.server.url)).status).toBe(200);
    expect(await stage.reasons()).toContain('Another site began this sign-in');
  });

  it('that this service or nobody began comes back from the provider', async () => {
    for (const site of ['same-origin', 'none']) {
      const browser = newBrowser();
      const begun = await browser.get(`${stage.server.url}/sign-in/okta`, {
        'sec-fetch-site': site,
      });
      expect(begun.status).toBe(302);
      const callback = await callbackOf(browser, stage.server.url);
      const back = await browser.get(callback, { 'sec-fetch-site': 'cross-site' });
      expect(back.status).toBe(303);
    }
  });
});

it('leaves no error in the log', () => {
  const failures = stage.server.logLines.filter((line) => Number(JSON.parse(line).level) >= 50);
  expect(failures).toEqual([]);
});
