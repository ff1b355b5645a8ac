import { hash } from 'node:crypto';
import sql from 'sql-template-tag';
import { describe, expect, it } from 'vitest';
import { eventsOf } from '../provisioning/scim.ts';
import { untilSomebodyWaits } from '../support/locks.ts';
import { seedUser } from '../support/seed.ts';
import { startServer } from '../support/server.ts';
import { newBrowser, sessionCookie, viewerIn } from './browser.ts';
import { createLink, openLink, secretOf, signInByLink, submit } from './link-form.ts';
import { linkStage } from './link-stage.ts';

const stage = linkStage();

describe('a sign-in link', () => {
  it('signs its user in once, after a click, with the rights of the user', async () => {
    const user = await seedUser(stage.server, { name: 'Lin Chen', role: 'ADMIN' });
    const { url, expiresAt } = await createLink(stage.server, user);
    expect([url.split('#')[0], Date.parse(expiresAt) - stage.now]).toEqual([
      `${stage.server.url}/sign-in/link`,
      300_000,
    ]);
    // A program that looks at each link of a message changes nothing.
    const opened = await newBrowser().get(url);
    expect([opened.status, (await opened.text()).includes(user.email)]).toEqual([200, false]);
    await newBrowser().send(url, { method: 'HEAD' });
    const browser = newBrowser();
    const { page, html, fields } = await openLink(browser, url);
    expect([page.status, html.includes(user.email), sessionCookie(browser, stage.server)]).toEqual([
      200,
      true,
      undefined,
    ]);
    const answer = await submit(browser, stage.server, fields);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/dashboard']);
    expect(answer.headers.getSetCookie().join()).toContain('HttpOnly; SameSite=Strict');
    expect(await viewerIn(browser, stage.server.url)).toMatchObject({
      viewer: { access: ['USER'], login: { provider: 'link', subject: String(user.databaseId) } },
    });
    const again = await submit(browser, stage.server, fields);
    expect([again.status, await again.text()]).toEqual([
      400,
      expect.stringContaining('The link was used already'),
    ]);
    expect((await openLink(newBrowser(), url)).page.status).toBe(400);
    const events = await eventsOf(
      stage.server,
      'SIGN_IN_LINK_CREATED',
      'SIGNED_IN',
      'REQUEST_REFUSED',
    );
    const own = events.map(({ action, actor }) => [action, actor.kind, actor.name]);
    const name = `link:${user.databaseId} Lin Chen`;
    expect(own).toContainEqual(['SIGN_IN_LINK_CREATED', 'ADMIN_KEY', 'ADMIN_API_TOKEN']);
    expect(own).toContainEqual(['SIGNED_IN', 'PROVIDER_TOKEN', name]);
    expect(own).toContainEqual(['REQUEST_REFUSED', 'NOBODY', null]);
    expect(JSON.stringify(events)).not.toContain(fields.token);
    const ofUser = await stage.server.graphql<{ auditEvents: { nodes: { action: string }[] } }>(
      `{ auditEvents(first: 10, filter: {user: {id: "${user.id}"}}) { nodes { action } } }`,
      { admin: stage.server.adminKey },
    );
    expect(ofUser.data.auditEvents.nodes.map(({ action }) => action)).toEqual([
      'SIGNED_IN',
      'SIGN_IN_LINK_CREATED',
      'USER_CREATED',
    ]);
  });

  it('is stored as a digest', async () => {
    const { url } = await createLink(stage.server, await seedUser(stage.server));
    const rows = await stage.server.db.rows(sql`select l::text as row from sign_in_links l`);
    expect(secretOf(url)).toMatch(/^[\w-]{43}$/);
    expect(JSON.stringify(rows)).not.toContain(secretOf(url));
    expect(stage.server.logLines.join()).not.toContain(secretOf(url));
  });

  it('has a page that keeps the secret to itself, and shows any address as text', async () => {
    const user = await seedUser(stage.server, { email: "o'brien&co@example.com" });
    const { page, html } = await openLink(newBrowser(), (await createLink(stage.server, user)).url);
    expect(html).toContain("o'brien&amp;co@example.com");
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("form-action 'self'");
    expect(policy).not.toContain('script-src');
    const first = await stage.server.fetch('/sign-in/link');
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
    const user = await seedUser(stage.server);
    const first = await openLink(newBrowser(), (await createLink(stage.server, user)).url);
    const browser = newBrowser();
    const { url } = await createLink(stage.server, user);
    const { fields } = await openLink(browser, url);
    expect(
      (await submit(browser, stage.server, { ...fields, token: first.fields.token })).status,
    ).toBe(403);
    stage.now += 300_000;
    expect((await submit(browser, stage.server, fields)).status).toBe(400);
    expect((await openLink(newBrowser(), url)).page.status).toBe(400);
  });

  it('does not come back when the clock is set back', async () => {
    const user = await seedUser(stage.server);
    const browser = newBrowser();
    const { fields } = await openLink(browser, (await createLink(stage.server, user)).url);
    stage.now -= 301_000;
    expect((await submit(browser, stage.server, fields)).status).toBe(400);
  });

  it('ends with all keys of its user, and so do sessions', async () => {
    const user = await seedUser(stage.server);
    const signedIn = await signInByLink(stage.server, user);
    const { url } = await createLink(stage.server, user);
    await stage.change(`revokeAllTokens(input: {user: {id: "${user.id}"}}) { __typename }`);
    expect((await viewerIn(signedIn, stage.server.url)).status).toBe(401);
    expect((await openLink(newBrowser(), url)).page.status).toBe(400);
    const other = await signInByLink(stage.server, user);
    await stage.server.fetch(`/admin/users/${user.databaseId}/tokens`, {
      method: 'DELETE',
      headers: { 'x-admin-api-key': stage.server.adminKey },
    });
    expect((await viewerIn(other, stage.server.url)).status).toBe(401);
  });

  it('begins no session of a user whom a deletion holds that is under way', async () => {
    const user = await seedUser(stage.server);
    const browser = newBrowser();
    const { fields } = await openLink(browser, (await createLink(stage.server, user)).url);
    const id = BigInt(user.databaseId);
    const answer = await stage.server.db.transaction(async (rows) => {
      await rows(sql`select from users where id = ${id} for no key update`);
      const submitted = submit(browser, stage.server, fields);
      await untilSomebodyWaits(stage.server.db);
      await rows(sql`update users set deleted_at = now() where id = ${id}`);
      await rows(sql`delete from sign_in_sessions where user_id = ${id}`);
      return { submitted };
    });
    expect((await answer.submitted).status).toBe(400);
    expect(
      await stage.server.db.rows(sql`select from sign_in_sessions where user_id = ${id}`),
    ).toEqual([]);
  });

  it('is for no user who is suspended or deleted', async () => {
    const user = await seedUser(stage.server);
    const by = `user: {id: "${user.id}"}`;
    const browser = newBrowser();
    const { url } = await createLink(stage.server, user);
    const { fields } = await openLink(browser, url);
    await stage.change(`updateUser(input: {${by}, isActive: false}) { __typename }`);
    const refused = await submit(browser, stage.server, fields);
    expect([refused.status, await refused.text()]).toEqual([
      403,
      expect.stringContaining('The user is suspended'),
    ]);
    expect(await createLink(stage.server, user)).toMatchObject({ __typename: 'ConflictError' });
    const [event] = await eventsOf(stage.server, 'REQUEST_REFUSED');
    expect(event?.actor.name).toContain(`link:${user.databaseId}`);
    await stage.change(`updateUser(input: {${by}, isActive: true}) { __typename }`);
    await stage.change(`deleteUser(input: {${by}}) { __typename }`);
    expect((await submit(browser, stage.server, fields)).status).toBe(400);
    expect(await createLink(stage.server, user)).toMatchObject({ __typename: 'NotFoundError' });
  });

  it('is used by one of several browsers at once', async () => {
    const { url } = await createLink(stage.server, await seedUser(stage.server));
    const forms = await Promise.all(
      [stage.server, stage.second, stage.server, stage.second].map(async (at) => {
        const browser = newBrowser();
        return { at, browser, ...(await openLink(browser, url.replace(stage.server.url, at.url))) };
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

it('leaves no error in the log', () => {
  const failures = stage.server.logLines.filter((line) => Number(JSON.parse(line).level) >= 50);
  expect(failures).toEqual([]);
});
