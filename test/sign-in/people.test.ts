import sql from 'sql-template-tag';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestServer } from '../support/server.ts';
import {
  callbackOf,
  cookieHeader,
  newBrowser,
  PROOF,
  sessionCookie,
  signIn,
  viewerIn,
} from './browser.ts';
import { forgedLogouts } from './forged-logouts.ts';
import { logoutToken, sendLogout } from './logout-token.ts';
import type { PeopleProvider } from './people-provider.ts';
import { ADMINS, type People, startPeople } from './people-server.ts';
import type { Claims } from './provider.ts';
import { refusals } from './request.ts';
import { UNUSUAL_NAMES } from './unusual-names.ts';

let people: People;
let provider: PeopleProvider;
let server: TestServer;
let second: TestServer;
let now = Date.now();
const seconds = () => Math.floor(now / 1_000);

beforeAll(async () => {
  people = await startPeople({ rules: [ADMINS], clock: () => new Date(now) });
  ({ provider, server } = people);
  second = await people.beside();
});
afterAll(() => people.stop());
let minutes = 0;
beforeEach(() => {
  // Of what strangers do in one minute, the audit log keeps a few reasons.
  minutes += 1;
  now = Date.now() + minutes * 60_000;
  provider.setAway(false);
  provider.setPerson('ada');
  provider.setClaims({ groups: ['admins'], name: 'Ada Lovelace' });
  provider.setIdClaims({});
});

const reasons = async () => (await refusals(server)).map(({ after }) => after.why);

describe('signing in', () => {
  it('begins a session in a cookie that scripts cannot read, and ends it again', async () => {
    const browser = newBrowser();
    const response = await signIn(browser, server.url, '/sign-in/okta?return=/graphql');
    expect([response.status, response.headers.get('location')]).toEqual([303, '/graphql']);
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^latchkey-session=[\w-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict$/,
      ),
    ]);
    expect(await viewerIn(browser, server.url)).toMatchObject({
      status: 200,
      viewer: {
        access: ['ADMIN', 'ANALYTICS', 'USER'],
        login: { provider: 'okta', subject: 'ada' },
      },
    });
    const out = await browser.send(`${server.url}/sign-out`, { method: 'POST', headers: PROOF });
    const { address } = (await out.json()) as { address: string };
    expect(new URL(address).searchParams.get('post_logout_redirect_uri')).toBe(
      `${server.url}/dashboard`,
    );
    expect(sessionCookie(browser, server)).toBeUndefined();
    const { data } = await server.graphql<{ auditEvents: { nodes: unknown[] } }>(
      `{ auditEvents(first: 2, filter: { action: { in: [SIGNED_IN, SIGNED_OUT] } }) {
        nodes { action actor { kind name } } } }`,
      { admin: server.adminKey },
    );
    expect(data.auditEvents.nodes).toEqual([
      { action: 'SIGNED_OUT', actor: { kind: 'PROVIDER_TOKEN', name: 'okta:ada' } },
      { action: 'SIGNED_IN', actor: { kind: 'PROVIDER_TOKEN', name: 'okta:ada Ada Lovelace' } },
    ]);
  });

  it('stores no secret and no token that can be read', async () => {
    const browser = newBrowser();
    await signIn(browser, server.url);
    const rows = await server.db.rows(sql`select s::text as row from sign_in_sessions s`);
    expect(JSON.stringify(rows)).not.toContain(sessionCookie(browser, server));
    expect(Buffer.from(JSON.stringify(rows)).toString()).not.toContain('eyJ');
  });

  it('stores nothing when it begins', async () => {
    server.statements.length = 0;
    await newBrowser().get(`${server.url}/sign-in/okta`);
    expect(server.statements.filter((text) => /sign_in/.test(text))).toEqual([]);
  });

  it('is refused on the page and in the audit log to who has no right', async () => {
    provider.setClaims({ groups: ['others'], name: 'Ada Lovelace' });
    const response = await signIn(newBrowser(), server.url);
    expect([response.status, response.headers.getSetCookie().join()]).toEqual([
      403,
      expect.stringContaining('latchkey-sign-in=;'),
    ]);
    expect(await response.text()).toContain('No rule grants anything to this token');
    expect((await refusals(server))[0]).toMatchObject({ actor: { name: 'okta:ada Ada Lovelace' } });
  });

  it.each(UNUSUAL_NAMES.filter((name) => name !== ''))(
    'is refused, and no fault, for a person called %j',
    async (name) => {
      provider.setPerson(name);
      const response = await signIn(newBrowser(), server.url);
      expect([403, 502]).toContain(response.status);
    },
  );

  it.each(['Ada\u0000Lovelace', 'Ada\nLovelace', '\ud800', 'A'.repeat(5_000)])(
    'works for whoever has the display name %j',
    async (name) => {
      provider.setClaims({ groups: ['admins'], name });
      const browser = newBrowser();
      expect((await signIn(browser, server.url)).status).toBe(303);
      expect(await viewerIn(browser, server.url)).toMatchObject({ status: 200 });
    },
  );

  it('says so when the person changes their mind, and when the provider is away', async () => {
    provider.setPerson(null);
    const refused = await signIn(newBrowser(), server.url);
    expect([refused.status, await refused.text()]).toEqual([
      403,
      expect.stringContaining('Okta did not sign you in (access_denied)'),
    ]);
    provider.setPerson('ada');
    const browser = newBrowser();
    const callback = await callbackOf(browser, server.url);
    provider.setAway(true);
    const away = await browser.get(callback);
    expect([away.status, await away.text()]).toEqual([
      503,
      expect.stringContaining('The sign-in provider okta does not respond'),
    ]);
  });
});

describe('a session', () => {
  it('is known to every process, and ends for all of them at once', async () => {
    const browser = newBrowser();
    await signIn(browser, server.url);
    const cookie = cookieHeader(browser, server);
    const elsewhere = () => viewerIn(newBrowser(), second.url, { ...PROOF, cookie });
    expect(await elsewhere()).toMatchObject({ viewer: { login: { subject: 'ada' } } });
    await browser.send(`${server.url}/sign-out`, { method: 'POST', headers: PROOF });
    expect(await elsewhere()).toMatchObject({ status: 401, viewer: null });
  });

  it('goes on while the provider is away, and is renewed once it is back', async () => {
    provider.setClaims({ groups: ['admins'], exp: seconds() + 600 });
    const browser = newBrowser();
    await signIn(browser, server.url);
    now += 400_000;
    provider.setAway(true);
    expect(await viewerIn(browser, server.url)).toMatchObject({ status: 200 });
    now += 300_000;
    for (let turn = 0; turn < 3; turn += 1)
      expect(await viewerIn(browser, server.url)).toMatchObject({ status: 503 });
    provider.setAway(false);
    provider.setClaims({ groups: ['admins'], iat: seconds(), exp: seconds() + 600 });
    now += 60_000;
    const before = provider.grants().filter((grant) => grant === 'refresh_token').length;
    const cookie = cookieHeader(browser, server);
    const answers = await Promise.all(
      [server, second, server, second].map(({ url }) =>
        viewerIn(newBrowser(), url, { ...PROOF, cookie }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const after = provider.grants().filter((grant) => grant === 'refresh_token').length;
    expect(after - before).toBe(1);
  });

  it('ends when nobody uses it, and after half a day', async () => {
    const exp = () => ({ groups: ['admins'], exp: seconds() + 86_400 });
    provider.setClaims(exp());
    const browser = newBrowser();
    await signIn(browser, server.url);
    now += 50 * 60_000;
    expect(await viewerIn(browser, server.url)).toMatchObject({ status: 200 });
    now += 61 * 60_000;
    expect(await viewerIn(browser, server.url)).toMatchObject({ status: 401 });
    // The browser sends it no more: it would count as a wrong key each time.
    expect(sessionCookie(browser, server)).toBeUndefined();
  });

  it('is forgotten by a browser that has one which is not known, and by no other', async () => {
    const browser = newBrowser();
    await signIn(browser, server.url);
    browser.cookies.get(server.url)?.set('latchkey-session', 'x'.repeat(43));
    expect(await viewerIn(browser, server.url)).toMatchObject({ status: 401 });
    expect(sessionCookie(browser, server)).toBeUndefined();
    await signIn(browser, server.url);
    const cookie = sessionCookie(browser, server);
    provider.setAway(true);
    for (const headers of [{}, { ...PROOF, 'x-api-key': 'wrong' }])
      await viewerIn(browser, server.url, { 'content-type': 'application/json', ...headers });
    expect(sessionCookie(browser, server)).toBe(cookie);
  });
});

describe('back-channel logout', () => {
  const tokenOf = (claims: Claims = {}, header: Claims = {}) =>
    logoutToken(provider, seconds(), { claims: { sub: 'ada', ...claims }, header });
  const send = (token: string, url = server.url) => sendLogout(url, token);
  const issueAt = (iat: number) => provider.setIdClaims({ iat, exp: iat + 3_600 });
  beforeEach(() => issueAt(seconds()));

  it('ends the sessions of a person at once, for every process', async () => {
    const browser = newBrowser();
    await signIn(browser, server.url);
    const token = tokenOf();
    expect(await send(token, second.url)).toBe(200);
    expect(await viewerIn(browser, server.url)).toMatchObject({ status: 401 });
    issueAt(seconds() + 1);
    await signIn(browser, server.url);
    expect(await send(token)).toBe(400);
    expect(await viewerIn(browser, server.url)).toMatchObject({ status: 200 });
  });

  it('counts for nothing with a token that is forged in any claim', async () => {
    const browser = newBrowser();
    await signIn(browser, server.url);
    const forged = forgedLogouts(tokenOf, seconds());
    const statuses = await Promise.all(forged.map((token) => send(token)));
    expect(statuses).toEqual(forged.map(() => 400));
    expect(await viewerIn(browser, server.url)).toMatchObject({ status: 200 });
    expect(await reasons()).toContain('The logout token is not valid');
  });
});

it('leaves no error in the log', () => {
  const failures = server.logLines.filter((line) => Number(JSON.parse(line).level) >= 50);
  expect(failures).toEqual([]);
});
