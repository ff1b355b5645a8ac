import type { Browser } from 'playwright-core';
import sql from 'sql-template-tag';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLink, secretOf } from '../sign-in/link-form.ts';
import { type People, startPeople } from '../sign-in/people-server.ts';
import { ENTRA, OKTA, setPerson } from '../sign-in/people-shapes.ts';
import { atEndOfTest } from '../support/end-of-test.ts';
import { freePort } from '../support/ports.ts';
import { seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { launch, NO_BROWSER } from './dashboard-page.ts';
import { newExplorer, typeKey, visit } from './graphiql-page.ts';
import { GRAPHIQL, SIGN_IN_PAGES, type SignInPage } from './sign-in-page.ts';

describe.skipIf(NO_BROWSER).each([OKTA, ENTRA])(
  'signing in with a browser at $displayName',
  (shape) => {
    let people: People;
    let server: TestServer;
    let browser: Browser;
    let now = Date.now();
    beforeAll(async () => {
      people = await startPeople({ ...shape.options, clock: () => new Date(now) });
      ({ server } = people);
      browser = await launch();
    });
    beforeEach(() => {
      people.provider.setAway(false);
      setAda();
    });
    /** The tokens that the provider gives from now on last for ten minutes. */
    const setAda = () => setPerson(people.provider, shape, now);
    const renewals = () =>
      people.provider.grants().filter((grant) => grant === 'refresh_token').length;
    /** Until it is known that the newest session cannot be renewed now. */
    const untilPostponed = () =>
      expect
        .poll(async () => {
          const time = new Date(now);
          const [newest] = await server.db.rows<{ readonly isPostponed: boolean }>(sql`
            select renew_at > ${time}::timestamptz and renewing_until is null as "isPostponed"
            from sign_in_sessions order by id desc limit 1`);
          return newest?.isPostponed;
        })
        .toBe(true);
    afterAll(async () => {
      await browser?.close();
      await people.stop();
    });

    const signInButton = { name: `Sign in with ${shape.displayName}` };

    async function signedIn({ path, showsAda }: SignInPage) {
      const { page, complaints, context } = await newExplorer(browser);
      await page.goto(server.url + path);
      await page.getByRole('button', signInButton).click();
      await showsAda(page);
      expect(page.url()).toBe(server.url + path);
      return { page, complaints, context };
    }

    describe.each(SIGN_IN_PAGES)('in $name', (place) => {
      it('leads there and out again, here and at the provider', async () => {
        const { page, complaints, context } = await signedIn(place);
        expect(complaints).toEqual([]);
        expect(await page.evaluate(() => document.cookie)).toBe('');
        await page.reload();
        await place.showsAda(page);
        await page.getByRole('button', { name: 'Sign out', exact: true }).click();
        await page.getByRole('button', { name: 'Yes, sign me out' }).click();
        await page.getByRole('button', signInButton).waitFor();
        expect(page.url()).toBe(`${server.url}/dashboard`);
        await page.goto(server.url + place.path);
        await page.getByRole('button', signInButton).waitFor();
        await context.close();
      });

      it('lasts while the provider is away, and is renewed without a word once it is back', async () => {
        const { page, context } = await signedIn(place);
        const before = renewals();
        people.provider.setAway(true);
        now += 400_000;
        await page.reload();
        await place.showsAda(page);
        expect(renewals()).toBe(before);
        // Later, the failure would count from the time that is set now.
        await untilPostponed();
        people.provider.setAway(false);
        setAda();
        now += 300_000;
        await page.reload();
        await place.showsAda(page);
        expect(page.url()).toBe(server.url + place.path);
        expect(renewals()).toBe(before + 1);
        await context.close();
      });
    });

    it('counts in GraphiQL in place of the key that was used there', async () => {
      const explorer = await newExplorer(browser);
      await visit(explorer, server, GRAPHIQL.path.replace('/graphql', ''));
      await typeKey(explorer, 'Admin key', server.analyticsKey);
      await explorer.page.getByRole('button', signInButton).click();
      await GRAPHIQL.showsAda(explorer.page);
      await explorer.page.getByText('No key is sent.').waitFor();
      expect(explorer.complaints).toEqual([]);
      await explorer.context.close();
    });

    it('is renewed in GraphiQL by the next request, without a word', async () => {
      const { page, context } = await signedIn(GRAPHIQL);
      const before = renewals();
      now += 700_000;
      setAda();
      await GRAPHIQL.showsAda(page);
      expect(renewals()).toBe(before + 1);
      await context.close();
    });
  },
);

describe.skipIf(NO_BROWSER)('signing in with a link', () => {
  it('keeps its secret out of each address that is requested, and out of the history', async () => {
    const port = String(await freePort());
    const env = { PORT: port, PUBLIC_ORIGIN: `http://127.0.0.1:${port}` };
    const server = await startServer({ env });
    const browser = await launch();
    atEndOfTest(() => browser.close());
    const user = await seedUser(server, { email: 'lin@example.com' });
    const { url } = await createLink(server, user);
    const context = await browser.newContext();
    const page = await context.newPage();
    const sent: string[] = [];
    page.on('request', (request) => {
      // Of the address, browsers send what stands before `#`.
      sent.push(request.url().split('#')[0] ?? '', request.headers()['referer'] ?? '');
    });
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    // A key that this tab has kept does not count instead of the link.
    await page.goto(`${server.url}/dashboard`);
    await page.getByLabel('API key', { exact: true }).fill(server.analyticsKey);
    await page.getByRole('button', { name: 'Open the dashboard' }).click();
    await page.getByRole('button', { name: 'Forget key' }).waitFor();
    await page.goto(url);
    await page.getByText('lin@example.com').waitFor();
    expect(page.url()).toBe(`${server.url}/sign-in/link`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    const devtools = await context.newCDPSession(page);
    const { entries } = await devtools.send('Page.getNavigationHistory');
    const kept = entries.map((entry) => entry.url);
    expect(kept.length).toBeGreaterThan(1);
    expect([...kept, ...sent].join()).not.toContain(secretOf(url));
    await page.goto(`${server.url}/sign-in/link`);
    await page.getByText('The link is incomplete').waitFor();
    // Whoever forgets a key is still signed in.
    await page.evaluate((key) => sessionStorage.setItem('latchkey.key', key), server.analyticsKey);
    await page.goto(`${server.url}/dashboard`);
    await page.getByRole('button', { name: 'Forget key' }).click();
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    expect(complaints.filter((text) => text.includes('Content Security Policy'))).toEqual([]);
  });
});
