import sql from 'sql-template-tag';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
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
import { peopleStage } from './people-stage.ts';
import type { Claims } from './provider.ts';
import { refusals } from './request.ts';
import { UNUSUAL_NAMES } from './unusual-names.ts';

const stage = peopleStage();

let second: TestServer;
beforeAll(async () => {
  second = await stage.people.beside();
});

describe('signing in', () => {
  it('begins a session in a cookie that scripts cannot read, and ends it again', async () => {
    const browser = newBrowser();
    const response = await signIn(browser, stage.server.url, '/sign-in/okta?return=/graphql');
    expect([response.status, response.headers.get('location')]).toEqual([303, '/graphql']);
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^latchkey-session=[\w-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict$/,
      ),
    ]);
    expect(await viewerIn(browser, stage.server.url)).toMatchObject({
      status: 200,
      viewer: {
        access: ['ADMIN', 'ANALYTICS', 'USER'],
        login: { provider: 'okta', subject: 'ada' },
      },
    });
    const out = await browser.send(`${stage.server.url}/sign-out`, {
      method: 'POST',
      headers: PROOF,
    });
    const { address } = (await out.json()) as { address: string };
    expect(new URL(address).searchParams.get('post_logout_redirect_uri')).toBe(
      `${stage.server.url}/dashboard`,
    );
    expect(sessionCookie(browser, stage.server)).toBeUndefined();
    const { data } = await stage.server.graphql<{ auditEvents: { nodes: unknown[] } }>(
      `{ auditEvents(first: 2, filter: { action: { in: [SIGNED_IN, SIGNED_OUT] } }) {
        nodes { action actor { kind name } } } }`,
      { admin: stage.server.adminKey },
    );
    expect(data.auditEvents.nodes).toEqual([
      { action: 'SIGNED_OUT', actor: { kind: 'PROVIDER_TOKEN', name: 'okta:ada' } },
      { action: 'SIGNED_IN', actor: { kind: 'PROVIDER_TOKEN', name: 'okta:ada Ada Lovelace' } },
    ]);
  });

  it('stores no secret and no token that can be read', async () => {
    const browser = newBrowser();
    await signIn(browser, stage.server.url);
    const rows = await stage.server.db.rows(sql`select s::text as row from sign_in_sessions s`);
    expect(JSON.stringify(rows)).not.toContain(sessionCookie(browser, stage.server));
    expect(Buffer.from(JSON.stringify(rows)).toString()).not.toContain('eyJ');
  });

  it('stores nothing when it begins', async () => {
    stage.server.statements.length = 0;
    await newBrowser().get(`${stage.server.url}/sign-in/okta`);
    expect(stage.server.statements.filter((text) => /sign_in/.test(text))).toEqual([]);
  });

  it('is refused on the page and in the audit log to who has no right', async () => {
    stage.provider.setClaims({ groups: ['others'], name: 'Ada Lovelace' });
    const response = await signIn(newBrowser(), stage.server.url);
    expect([response.status, response.headers.getSetCookie().join()]).toEqual([
      403,
      expect.stringContaining('latchkey-sign-in=;'),
    ]);
    expect(await response.text()).toContain('No rule grants anything to this token');
    expect((await refusals(stage.server))[0]).toMatchObject({
      actor: { name: 'okta:ada Ada Lovelace' },
    });
  });

  it.each(UNUSUAL_NAMES.filter((name) => name !== ''))(
    'is refused, and no fault, for a person called %j',
    async (name) => {
      stage.provider.setPerson(name);
      const response = await signIn(newBrowser(), stage.server.url);
      expect([403, 502]).toContain(response.status);
    },
  );

  it.each(['Ada\u0000Lovelace', 'Ada\nLovelace', '\ud800', 'A'.repeat(5_000)])(
    'works for whoever has the display name %j',
    async (name) => {
      stage.provider.setClaims({ groups: ['admins'], name });
      const browser = newBrowser();
      expect((await signIn(browser, stage.server.url)).status).toBe(303);
      expect(await viewerIn(browser, stage.server.url)).toMatchObject({ status: 200 });
    },
  );

  it('says so when the person changes their mind, and when the provider is away', async () => {
    stage.provider.setPerson(null);
    const refused = await signIn(newBrowser(), stage.server.url);
    expect([refused.status, await refused.text()]).toEqual([
      403,
      expect.stringContaining('Okta did not sign you in (access_denied)'),
    ]);
    stage.provider.setPerson('ada');
    const browser = newBrowser();
    const callback = await callbackOf(browser, stage.server.url);
    stage.provider.setAway(true);
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
    await signIn(browser, stage.server.url);
    const cookie = cookieHeader(browser, stage.server);
    const elsewhere = () => viewerIn(newBrowser(), second.url, { ...PROOF, cookie });
    expect(await elsewhere()).toMatchObject({ viewer: { login: { subject: 'ada' } } });
    await browser.send(`${stage.server.url}/sign-out`, { method: 'POST', headers: PROOF });
    expect(await elsewhere()).toMatchObject({ status: 401, viewer: null });
  });

  it('goes on while the provider is away, and is renewed once it is back', async () => {
    stage.provider.setClaims({ groups: ['admins'], exp: stage.seconds() + 600 });
    const browser = newBrowser();
    await signIn(browser, stage.server.url);
    stage.now += 400_000;
    stage.provider.setAway(true);
    expect(await viewerIn(browser, stage.server.url)).toMatchObject({ status: 200 });
    stage.now += 300_000;
    for (let turn = 0; turn < 3; turn += 1)
      expect(await viewerIn(browser, stage.server.url)).toMatchObject({ status: 503 });
    stage.provider.setAway(false);
    stage.provider.setClaims({
      groups: ['admins'],
      iat: stage.seconds(),
      exp: stage.seconds() + 600,
    });
    stage.now += 60_000;
    const before = stage.provider.grants().filter((grant) => grant === 'refresh_token').length;
    const cookie = cookieHeader(browser, stage.server);
    const answers = await Promise.all(
      [stage.server, second, stage.server, second].map(({ url }) =>
        viewerIn(newBrowser(), url, { ...PROOF, cookie }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const after = stage.provider.grants().filter((grant) => grant === 'refresh_token').length;
    expect(after - before).toBe(1);
  });

  it('ends when nobody uses it, and after half a day', async () => {
    const exp = () => ({ groups: ['admins'], exp: stage.seconds() + 86_400 });
    stage.provider.setClaims(exp());
    const browser = newBrowser();
    await signIn(browser, stage.server.url);
    stage.now += 50 * 60_000;
    expect(await viewerIn(browser, stage.server.url)).toMatchObject({ status: 200 });
    stage.now += 61 * 60_000;
    expect(await viewerIn(browser, stage.server.url)).toMatchObject({ status: 401 });
    // The browser sends it no more: it would count as a wrong key each time.
    expect(sessionCookie(browser, stage.server)).toBeUndefined();
  });

  it('is forgotten by a browser that has one which is not known, and by no other', async () => {
    const browser = newBrowser();
    await signIn(browser, stage.server.url);
    browser.cookies.get(stage.server.url)?.set('latchkey-session', 'x'.repeat(43));
    expect(await viewerIn(browser, stage.server.url)).toMatchObject({ status: 401 });
    expect(sessionCookie(browser, stage.server)).toBeUndefined();
    await signIn(browser, stage.server.url);
    const cookie = sessionCookie(browser, stage.server);
    stage.provider.setAway(true);
    for (const headers of [{}, { ...PROOF, 'x-api-key': 'wrong' }])
      await viewerIn(browser, stage.server.url, { 'content-type': 'application/json', ...headers });
    expect(sessionCookie(browser, stage.server)).toBe(cookie);
  });
});

describe('back-channel logout', () => {
  const tokenOf = (claims: Claims = {}, header: Claims = {}) =>
    logoutToken(stage.provider, stage.seconds(), { claims: { sub: 'ada', ...claims }, header });
  const send = (token: string, url = stage.server.url) => sendLogout(url, token);
  const issueAt = (iat: number) => stage.provider.setIdClaims({ iat, exp: iat + 3_600 });
  beforeEach(() => issueAt(stage.seconds()));

  it('ends the sessions of a person at once, for every process', async () => {
    const browser = newBrowser();
    await signIn(browser, stage.server.url);
    const token = tokenOf();
    expect(await send(token, second.url)).toBe(200);
    expect(await viewerIn(browser, stage.server.url)).toMatchObject({ status: 401 });
    issueAt(stage.seconds() + 1);
    await signIn(browser, stage.server.url);
    expect(await send(token)).toBe(400);
    expect(await viewerIn(browser, stage.server.url)).toMatchObject({ status: 200 });
  });

  it('counts for nothing with a token that is forged in any claim', async () => {
    const browser = newBrowser();
    await signIn(browser, stage.server.url);
    const forged = forgedLogouts(tokenOf, stage.seconds());
    const statuses = await Promise.all(forged.map((token) => send(token)));
    expect(statuses).toEqual(forged.map(() => 400));
    expect(await viewerIn(browser, stage.server.url)).toMatchObject({ status: 200 });
    expect(await stage.reasons()).toContain('The logout token is not valid');
  });
});

it('leaves no error in the log', () => {
  const failures = stage.server.logLines.filter((line) => Number(JSON.parse(line).level) >= 50);
  expect(failures).toEqual([]);
});
