import { describe, expect, it } from 'vitest';
import { eventsOf } from '../provisioning/scim.ts';
import { freePort } from '../support/ports.ts';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer } from '../support/server.ts';
import { type Browser, cookieHeader, newBrowser, PROOF, viewerIn } from './browser.ts';
import { createLink, openLink, sendForm, signInByLink, submit } from './link-form.ts';
import { linkStage } from './link-stage.ts';

// The form that a link opens, and the session that the form begins.

const stage = linkStage();

describe('the form of a link', () => {
  it('counts only from the page that this browser was shown', async () => {
    const { url } = await createLink(stage.server, await seedUser(stage.server));
    const [ada, eve] = [newBrowser(), newBrowser()];
    const { fields } = await openLink(ada, url);
    const foreign = await openLink(eve, url);
    const origin = { origin: 'https://evil.example' };
    const refused = [
      await submit(newBrowser(), stage.server, fields),
      await submit(ada, stage.server, foreign.fields),
      await submit(ada, stage.server, { token: fields.token }, origin),
      await submit(ada, stage.server, { ...fields, proof: '' }),
      await submit(ada, stage.server, fields, origin),
      await submit(ada, stage.server, fields, { origin: 'null' }),
      await submit(ada, stage.server, fields, { 'sec-fetch-site': 'cross-site' }),
      await submit(ada, stage.server, fields, { 'sec-fetch-site': 'same-site' }),
    ];
    expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 403));
    const [event] = await eventsOf(stage.server, 'REQUEST_REFUSED');
    expect(event?.after).toMatchObject({
      what: '/sign-in/link',
      why: 'The form was not sent from the page of this link',
    });
    const own = { origin: stage.server.url, 'sec-fetch-site': 'same-origin' };
    expect((await submit(ada, stage.server, fields, own)).status).toBe(303);
  });

  it.each(['', 'x', 'a'.repeat(43), 'a'.repeat(5_000), '\u0000', 'ü'])(
    'is refused with the token %j, and no fault',
    async (token) => {
      const browser = newBrowser();
      const shown = await submit(browser, stage.server, { token });
      const sent = await submit(browser, stage.server, { token, proof: 'x' });
      expect([shown.status, sent.status]).toEqual([400, 403]);
    },
  );

  it('takes no other method and no other type', async () => {
    const at = `${stage.server.url}/sign-in/link`;
    const other = await fetch(at, { method: 'DELETE' });
    expect([other.status, other.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST, OPTIONS']);
    const json = { 'content-type': 'application/json' };
    expect((await fetch(at, { method: 'POST', headers: json, body: '{}' })).status).toBe(415);
  });

  it('slows an address down that guesses', async () => {
    const port = await freePort();
    const guarded = await startServer({
      env: {
        PORT: String(port),
        PUBLIC_ORIGIN: `http://127.0.0.1:${port}`,
        GUESS_LIMIT: '2',
      },
    });
    const statuses = await Promise.all(
      Array.from({ length: 30 }, async (_, place) => {
        const token = String(place).padStart(43, 'x');
        return (await submit(newBrowser(), guarded, { token })).status;
      }),
    );
    expect(statuses).toContain(429);
    expect(new Set(statuses)).toEqual(new Set([400, 429]));
  });
});

describe('a session that a link began', () => {
  it('is known to every process, and ends with the user, in time, and with each new sign-in', async () => {
    const user = await seedUser(stage.server);
    const browser = await signInByLink(stage.server, user);
    const cookie = cookieHeader(browser, stage.server);
    const seen = async () =>
      (await viewerIn(newBrowser(), stage.second.url, { ...PROOF, cookie })).status;
    expect(await seen()).toBe(200);
    const by = `user: {id: "${user.id}"}`;
    await stage.change(`updateUser(input: {${by}, isActive: false}) { __typename }`);
    expect(await seen()).toBe(403);
    await stage.change(`updateUser(input: {${by}, isActive: true}) { __typename }`);
    expect(await seen()).toBe(200);
    for (let hours = 0; hours < 12; hours += 1) {
      stage.now += 59 * 60_000;
      expect(await seen()).toBe(200);
    }
    stage.now += 59 * 60_000;
    expect(await seen()).toBe(401);
    const next = await signInByLink(stage.server, user);
    await stage.change(`deleteUser(input: {${by}}) { __typename }`);
    expect((await viewerIn(next, stage.server.url)).status).toBe(401);
  });

  it('mints twenty keys at most, with the lowest request limit of its keys', async () => {
    const user = await seedUser(stage.server);
    const limited = await seedKey(stage.server, user);
    await stage.change(
      `updateToken(input: {token: {id: "${limited.id}"}, rateLimit: 7}) { __typename }`,
    );
    const browser = await signInByLink(stage.server, user);
    const minted: unknown[] = [];
    for (let made = 0; made < 20; made += 1) {
      const { data } = await sendForm(
        browser,
        stage.server,
        `mutation { mintToken(input: {user: {id: "${user.id}"}}) {
          ... on MintTokenSuccess { token { rateLimit } } ... on LimitReachedError { limit } } }`,
      );
      minted.push(data['mintToken']);
    }
    expect(minted).toEqual([...Array(19).fill({ token: { rateLimit: 7 } }), { limit: 20 }]);
  });

  it('keeps the lowest request limit, whatever became of the key that has it', async () => {
    const mintedBy = async (end: (key: string, browser: Browser) => Promise<unknown>) => {
      const user = await seedUser(stage.server);
      const { id } = await seedKey(stage.server, user, { expiresIn: 60 });
      await stage.change(`updateToken(input: {token: {id: "${id}"}, rateLimit: 7}) { __typename }`);
      const browser = await signInByLink(stage.server, user);
      await end(id, browser);
      const { data } = await sendForm<{ mintToken: object }>(
        browser,
        stage.server,
        `mutation { mintToken(input: {user: {id: "${user.id}"}}) {
          ... on MintTokenSuccess { token { rateLimit } } } }`,
      );
      return data.mintToken;
    };
    const by = (name: string) => (id: string, browser: Browser) =>
      sendForm(
        browser,
        stage.server,
        `mutation { ${name}(input: {token: {id: "${id}"}}) { __typename } }`,
      );
    const raise = (id: string) =>
      stage.change(`updateToken(input: {token: {id: "${id}"}, rateLimit: 9000}) { __typename }`);
    // What was allowed beyond the usual limit ends with the key.
    expect(
      await mintedBy(async (id, browser) => {
        await raise(id);
        await by('revokeToken')(id, browser);
      }),
    ).toEqual({ token: { rateLimit: null } });
    expect(await mintedBy(raise)).toEqual({ token: { rateLimit: 9000 } });
    const limited = { token: { rateLimit: 7 } };
    expect(await mintedBy(by('revokeToken'))).toEqual(limited);
    expect(await mintedBy(by('revokeLineage'))).toEqual(limited);
    expect(
      await mintedBy(async (id, browser) => {
        await by('rotateKey')(id, browser);
        await by('revokeLineage')(id, browser);
      }),
    ).toEqual(limited);
    expect(
      await mintedBy(() => {
        stage.now += 61_000;
        return Promise.resolve();
      }),
    ).toEqual(limited);
  });

  it('has the scopes that keys may have, and is signed out like others', async () => {
    const user = await seedUser(stage.server);
    const { secret } = await seedKey(stage.server, user, { scopes: ['BOT'] });
    const browser = await signInByLink(stage.server, user);
    const { data, errors } = await sendForm(
      browser,
      stage.server,
      '{ viewer { user { meetings(first: 1) { nodes { id } } sessions { provider isCurrent } } } users(first: 1) { nodes { id } } }',
    );
    expect(data).toMatchObject({
      viewer: {
        user: { meetings: { nodes: [] }, sessions: [{ provider: 'link', isCurrent: true }] },
      },
      users: null,
    });
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    const headers = { cookie: cookieHeader(browser, stage.server) };
    expect((await stage.server.fetch('/auth/me', { headers })).status).toBe(401);
    expect(
      (await stage.server.fetch('/auth/me', { headers: { 'x-api-key': secret } })).status,
    ).toBe(200);
    const out = await browser.send(`${stage.server.url}/sign-out`, {
      method: 'POST',
      headers: PROOF,
    });
    expect([out.status, await out.json()]).toEqual([200, { address: null }]);
    const cookie = headers.cookie;
    expect((await viewerIn(newBrowser(), stage.server.url, { ...PROOF, cookie })).status).toBe(401);
  });
});

it('leaves no error in the log', () => {
  const failures = stage.server.logLines.filter((line) => Number(JSON.parse(line).level) >= 50);
  expect(failures).toEqual([]);
});
