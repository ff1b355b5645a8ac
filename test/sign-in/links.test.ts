import { hash } from 'node:crypto';
import sql from 'sql-template-tag';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventsOf } from '../provisioning/scim.ts';
import { untilSomebodyWaits } from '../support/locks.ts';
import { freePort } from '../support/ports.ts';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { type Browser, newBrowser, PROOF, sessionCookie, viewerIn } from './browser.ts';
import { ask, createLink, openLink, secretOf, signInByLink, submit } from './link-form.ts';

let server: TestServer;
let second: TestServer;
let now = Date.now();
let minutes = 0;
const clock = () => new Date(now);
beforeAll(async () => {
  const port = await freePort();
  const env = { PUBLIC_ORIGIN: `http://127.0.0.1:${port}`, TOKEN_ALLOWED_SCOPES: 'bot,tx' };
  server = await startServer({ env: { ...env, PORT: String(port) }, clock });
  second = await startServer({ env, clock, beside: server });
});
afterAll(async () => {
  await second.stop();
  await server.stop();
});
beforeEach(() => {
  // Of what strangers do in one minute, the audit log keeps a few reasons.
  minutes += 10;
  now = Date.now() + minutes * 60_000;
});

const change = (mutation: string) =>
  server.graphql<Record<string, { readonly __typename: string }>>(`mutation { ${mutation} }`, {
    admin: server.adminKey,
  });

describe('a sign-in link', () => {
  it('signs its user in once, after a click, with the rights of the user', async () => {
    const user = await seedUser(server, { name: 'Lin Chen', role: 'ADMIN' });
    const { url, expiresAt } = await createLink(server, user);
    expect([url.split('#')[0], Date.parse(expiresAt) - now]).toEqual([
      `${server.url}/sign-in/link`,
      300_000,
    ]);
    // A program that looks at each link of a message changes nothing.
    const opened = await newBrowser().get(url);
    expect([opened.status, (await opened.text()).includes(user.email)]).toEqual([200, false]);
    await newBrowser().send(url, { method: 'HEAD' });
    const browser = newBrowser();
    const { page, html, fields } = await openLink(browser, url);
    expect([page.status, html.includes(user.email), sessionCookie(browser, server)]).toEqual([
      200,
      true,
      undefined,
    ]);
    const answer = await submit(browser, server, fields);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/dashboard']);
    expect(answer.headers.getSetCookie().join()).toContain('HttpOnly; SameSite=Strict');
    expect(await viewerIn(browser, server.url)).toMatchObject({
      viewer: { access: ['USER'], login: { provider: 'link', subject: String(user.databaseId) } },
    });
    const again = await submit(browser, server, fields);
    expect([again.status, await again.text()]).toEqual([
      400,
      expect.stringContaining('The link was used already'),
    ]);
    expect((await openLink(newBrowser(), url)).page.status).toBe(400);
    const events = await eventsOf(server, 'SIGN_IN_LINK_CREATED', 'SIGNED_IN', 'REQUEST_REFUSED');
    const own = events.map(({ action, actor }) => [action, actor.kind, actor.name]);
    const name = `link:${user.databaseId} Lin Chen`;
    expect(own).toContainEqual(['SIGN_IN_LINK_CREATED', 'ADMIN_KEY', 'ADMIN_API_TOKEN']);
    expect(own).toContainEqual(['SIGNED_IN', 'PROVIDER_TOKEN', name]);
    expect(own).toContainEqual(['REQUEST_REFUSED', 'NOBODY', null]);
    expect(JSON.stringify(events)).not.toContain(fields.token);
    const ofUser = await server.graphql<{ auditEvents: { nodes: { action: string }[] } }>(
      `{ auditEvents(first: 10, filter: {user: {id: "${user.id}"}}) { nodes { action } } }`,
      { admin: server.adminKey },
    );
    expect(ofUser.data.auditEvents.nodes.map(({ action }) => action)).toEqual([
      'SIGNED_IN',
      'SIGN_IN_LINK_CREATED',
      'USER_CREATED',
    ]);
  });

  it('is stored as a digest', async () => {
    const { url } = await createLink(server, await seedUser(server));
    const rows = await server.db.rows(sql`select l::text as row from sign_in_links l`);
    expect(secretOf(url)).toMatch(/^[\w-]{43}$/);
    expect(JSON.stringify(rows)).not.toContain(secretOf(url));
    expect(server.logLines.join()).not.toContain(secretOf(url));
  });

  it('has a page that keeps the secret to itself, and shows any address as text', async () => {
    const user = await seedUser(server, { email: "o'brien&co@example.com" });
    const { page, html } = await openLink(newBrowser(), (await createLink(server, user)).url);
    expect(html).toContain("o'brien&amp;co@example.com");
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("form-action 'self'");
    expect(policy).not.toContain('script-src');
    const first = await server.fetch('/sign-in/link');
    const script = /<script>([^<]*)<\/script>/.exec(await first.text())?.[1] ?? '';
    expect(first.headers.get('content-security-policy')).toContain(
      `script-src 'sha256-${hash('sha256', script, 'base64')}';`,
    );
    expect([page.headers.get('cache-control'), page.headers.get('referrer-policy')]).toEqual([
      'no-store',
      'strict-origin',
    ]);
  });

  it('ends after five minutes, and when there is a newer one', async () => {
    const user = await seedUser(server);
    const first = await openLink(newBrowser(), (await createLink(server, user)).url);
    const browser = newBrowser();
    const { url } = await createLink(server, user);
    const { fields } = await openLink(browser, url);
    expect((await submit(browser, server, { ...fields, token: first.fields.token })).status).toBe(
      403,
    );
    now += 300_000;
    expect((await submit(browser, server, fields)).status).toBe(400);
    expect((await openLink(newBrowser(), url)).page.status).toBe(400);
  });

  it('does not come back when the clock is set back', async () => {
    const user = await seedUser(server);
    const browser = newBrowser();
    const { fields } = await openLink(browser, (await createLink(server, user)).url);
    now -= 301_000;
    expect((await submit(browser, server, fields)).status).toBe(400);
  });

  it('ends with all keys of its user, and so do sessions', async () => {
    const user = await seedUser(server);
    const signedIn = await signInByLink(server, user);
    const { url } = await createLink(server, user);
    await change(`revokeAllTokens(input: {user: {id: "${user.id}"}}) { __typename }`);
    expect((await viewerIn(signedIn, server.url)).status).toBe(401);
    expect((await openLink(newBrowser(), url)).page.status).toBe(400);
    const other = await signInByLink(server, user);
    await server.fetch(`/admin/users/${user.databaseId}/tokens`, {
      method: 'DELETE',
      headers: { 'x-admin-api-key': server.adminKey },
    });
    expect((await viewerIn(other, server.url)).status).toBe(401);
  });

  it('begins no session of a user whom a deletion holds that is under way', async () => {
    const user = await seedUser(server);
    const browser = newBrowser();
    const { fields } = await openLink(browser, (await createLink(server, user)).url);
    const id = BigInt(user.databaseId);
    const answer = await server.db.transaction(async (rows) => {
      await rows(sql`select from users where id = ${id} for no key update`);
      const submitted = submit(browser, server, fields);
      await untilSomebodyWaits(server.db);
      await rows(sql`update users set deleted_at = now() where id = ${id}`);
      await rows(sql`delete from sign_in_sessions where user_id = ${id}`);
      return { submitted };
    });
    expect((await answer.submitted).status).toBe(400);
    expect(await server.db.rows(sql`select from sign_in_sessions where user_id = ${id}`)).toEqual(
      [],
    );
  });

  it('is for no user who is suspended or deleted', async () => {
    const user = await seedUser(server);
    const by = `user: {id: "${user.id}"}`;
    const browser = newBrowser();
    const { url } = await createLink(server, user);
    const { fields } = await openLink(browser, url);
    await change(`updateUser(input: {${by}, isActive: false}) { __typename }`);
    const refused = await submit(browser, server, fields);
    expect([refused.status, await refused.text()]).toEqual([
      403,
      expect.stringContaining('The user is suspended'),
    ]);
    expect(await createLink(server, user)).toMatchObject({ __typename: 'ConflictError' });
    const [event] = await eventsOf(server, 'REQUEST_REFUSED');
    expect(event?.actor.name).toContain(`link:${user.databaseId}`);
    await change(`updateUser(input: {${by}, isActive: true}) { __typename }`);
    await change(`deleteUser(input: {${by}}) { __typename }`);
    expect((await submit(browser, server, fields)).status).toBe(400);
    expect(await createLink(server, user)).toMatchObject({ __typename: 'NotFoundError' });
  });

  it('is used by one of several browsers at once', async () => {
    const { url } = await createLink(server, await seedUser(server));
    const forms = await Promise.all(
      [server, second, server, second].map(async (at) => {
        const browser = newBrowser();
        return { at, browser, ...(await openLink(browser, url.replace(server.url, at.url))) };
      }),
    );
    const answers = await Promise.all(
      forms.map(({ at, browser, fields }) => submit(browser, at, fields)),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 400, 400, 400]);
  });

  it('is refused without PUBLIC_ORIGIN, where no cookie could be safe', async () => {
    const plain = await startServer();
    const user = await seedUser(plain);
    expect(await createLink(plain, user)).toMatchObject({
      __typename: 'ConflictError',
      message: expect.stringContaining('PUBLIC_ORIGIN'),
    });
    expect((await plain.fetch('/sign-in/link')).status).toBe(404);
  });
});

describe('the form of a link', () => {
  it('counts only from the page that this browser was shown', async () => {
    const { url } = await createLink(server, await seedUser(server));
    const [ada, eve] = [newBrowser(), newBrowser()];
    const { fields } = await openLink(ada, url);
    const foreign = await openLink(eve, url);
    const origin = { origin: 'https://evil.example' };
    const refused = [
      await submit(newBrowser(), server, fields),
      await submit(ada, server, foreign.fields),
      await submit(ada, server, { token: fields.token }, origin),
      await submit(ada, server, { ...fields, proof: '' }),
      await submit(ada, server, fields, origin),
      await submit(ada, server, fields, { origin: 'null' }),
      await submit(ada, server, fields, { 'sec-fetch-site': 'cross-site' }),
      await submit(ada, server, fields, { 'sec-fetch-site': 'same-site' }),
    ];
    expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 403));
    const [event] = await eventsOf(server, 'REQUEST_REFUSED');
    expect(event?.after).toMatchObject({
      what: '/sign-in/link',
      why: 'The form was not sent from the page of this link',
    });
    const own = { origin: server.url, 'sec-fetch-site': 'same-origin' };
    expect((await submit(ada, server, fields, own)).status).toBe(303);
  });

  it.each(['', 'x', 'a'.repeat(43), 'a'.repeat(5_000), '\u0000', 'ü'])(
    'is refused with the token %j, and no fault',
    async (token) => {
      const browser = newBrowser();
      const shown = await submit(browser, server, { token });
      const sent = await submit(browser, server, { token, proof: 'x' });
      expect([shown.status, sent.status]).toEqual([400, 403]);
    },
  );

  it('takes no other method and no other type', async () => {
    const at = `${server.url}/sign-in/link`;
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
    const user = await seedUser(server);
    const browser = await signInByLink(server, user);
    const cookie = `latchkey-session=${sessionCookie(browser, server)}`;
    const seen = async () =>
      (await viewerIn(newBrowser(), second.url, { ...PROOF, cookie })).status;
    expect(await seen()).toBe(200);
    const by = `user: {id: "${user.id}"}`;
    await change(`updateUser(input: {${by}, isActive: false}) { __typename }`);
    expect(await seen()).toBe(403);
    await change(`updateUser(input: {${by}, isActive: true}) { __typename }`);
    expect(await seen()).toBe(200);
    for (let hours = 0; hours < 12; hours += 1) {
      now += 59 * 60_000;
      expect(await seen()).toBe(200);
    }
    now += 59 * 60_000;
    expect(await seen()).toBe(401);
    const next = await signInByLink(server, user);
    await change(`deleteUser(input: {${by}}) { __typename }`);
    expect((await viewerIn(next, server.url)).status).toBe(401);
  });

  it('mints twenty keys at most, with the lowest request limit of its keys', async () => {
    const user = await seedUser(server);
    const limited = await seedKey(server, user);
    await change(`updateToken(input: {token: {id: "${limited.id}"}, rateLimit: 7}) { __typename }`);
    const browser = await signInByLink(server, user);
    const minted: unknown[] = [];
    for (let made = 0; made < 20; made += 1) {
      const { data } = await ask(
        browser,
        server,
        `mutation { mintToken(input: {user: {id: "${user.id}"}}) {
          ... on MintTokenSuccess { token { rateLimit } } ... on LimitReachedError { limit } } }`,
      );
      minted.push(data['mintToken']);
    }
    expect(minted).toEqual([...Array(19).fill({ token: { rateLimit: 7 } }), { limit: 20 }]);
  });

  it('keeps the lowest request limit, whatever became of the key that has it', async () => {
    const mintedBy = async (end: (key: string, browser: Browser) => Promise<unknown>) => {
      const user = await seedUser(server);
      const { id } = await seedKey(server, user, { expiresIn: 60 });
      await change(`updateToken(input: {token: {id: "${id}"}, rateLimit: 7}) { __typename }`);
      const browser = await signInByLink(server, user);
      await end(id, browser);
      const { data } = await ask<{ mintToken: object }>(
        browser,
        server,
        `mutation { mintToken(input: {user: {id: "${user.id}"}}) {
          ... on MintTokenSuccess { token { rateLimit } } } }`,
      );
      return data.mintToken;
    };
    const by = (name: string) => (id: string, browser: Browser) =>
      ask(browser, server, `mutation { ${name}(input: {token: {id: "${id}"}}) { __typename } }`);
    const raise = (id: string) =>
      change(`updateToken(input: {token: {id: "${id}"}, rateLimit: 9000}) { __typename }`);
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
        now += 61_000;
        return Promise.resolve();
      }),
    ).toEqual(limited);
  });

  it('has the scopes that keys may have, and is signed out like others', async () => {
    const user = await seedUser(server);
    const { secret } = await seedKey(server, user, { scopes: ['BOT'] });
    const browser = await signInByLink(server, user);
    const { data, errors } = await ask(
      browser,
      server,
      '{ viewer { user { meetings(first: 1) { nodes { id } } sessions { provider isCurrent } } } users(first: 1) { nodes { id } } }',
    );
    expect(data).toMatchObject({
      viewer: {
        user: { meetings: { nodes: [] }, sessions: [{ provider: 'link', isCurrent: true }] },
      },
      users: null,
    });
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    const headers = { cookie: `latchkey-session=${sessionCookie(browser, server)}` };
    expect((await server.fetch('/auth/me', { headers })).status).toBe(401);
    expect((await server.fetch('/auth/me', { headers: { 'x-api-key': secret } })).status).toBe(200);
    const out = await browser.send(`${server.url}/sign-out`, { method: 'POST', headers: PROOF });
    expect([out.status, await out.json()]).toEqual([200, { address: null }]);
    const cookie = headers.cookie;
    expect((await viewerIn(newBrowser(), server.url, { ...PROOF, cookie })).status).toBe(401);
  });
});

it('leaves no error in the log', () => {
  const failures = server.logLines.filter((line) => Number(JSON.parse(line).level) >= 50);
  expect(failures).toEqual([]);
});
