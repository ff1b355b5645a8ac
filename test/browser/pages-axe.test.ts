import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLink } from '../sign-in/link-form.ts';
import { ADMINS, type People, startPeople } from '../sign-in/people-server.ts';
import { seedUser } from '../support/seed.ts';
import type { TestServer } from '../support/server.ts';
import { findings, type Library, TWO_LOOKS } from './axe-page.ts';
import { launch, NO_BROWSER } from './dashboard-page.ts';
import { execute, newExplorer, typeKey, visit } from './graphiql-page.ts';

const OF_GRAPHIQL: Library = {
  part: '#root',
  rules: {
    'color-contrast': 'Its title, the numbers of lines and some words of its editor are pale.',
    'nested-interactive': 'Each tab, which is an element of a list that can be moved, has buttons.',
  },
};
const OF_SWAGGER_UI: Library = {
  part: '#docs',
  rules: {
    'color-contrast': 'The names of methods are white on bright colours.',
    'heading-order': 'Tags are headings of the third level, below one of the first.',
    'nested-interactive': 'The button that opens a route has another button in it.',
    region: 'What it says first stands outside of its main part.',
    'select-name': 'Its list of servers has no name.',
  },
};

describe.skipIf(NO_BROWSER)('axe finds nothing outside of the console', () => {
  let people: People;
  let server: TestServer;
  let browser: Browser;
  beforeAll(async () => {
    people = await startPeople({ rules: [ADMINS] });
    ({ server } = people);
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await people.stop();
  });

  it('on the pages of a sign-in link, of a refused sign-in, and at the start', async () => {
    const page = await browser.newPage();
    const found: string[] = [];
    const look = async (where: string, heading: string) => {
      await page.getByRole('heading', { name: heading, exact: true }).waitFor();
      found.push(...(await findings(page, where)));
    };
    await page.goto(server.url);
    await look('the start', 'Latchkey');
    await page.goto(`${server.url}/sign-in/link`);
    await page.getByText('The link is incomplete').waitFor();
    await look('no link', 'Sign in');
    const { url } = await createLink(server, await seedUser(server));
    await page.goto(url);
    await page.getByText('This link signs you in once').waitFor();
    await look('a link', 'Sign in');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    await page.goto(url);
    await page.getByText('The link was used already').waitFor();
    await look('a link that was used', 'You are not signed in');
    await page.goto(`${server.url}/sign-in/okta/callback?code=1&state=1`);
    await look('a refused sign-in', 'You are not signed in');
    expect(found).toEqual([]);
    await page.context().close();
  });

  it.each(TWO_LOOKS)('in GraphiQL: $colorScheme, $width pixels wide', async (look) => {
    const viewport = { width: look.width, height: 900 };
    const explorer = await newExplorer(browser, { viewport, colorScheme: look.colorScheme });
    const { page } = explorer;
    await visit(explorer, server);
    await page.getByRole('button', { name: 'Sign in with Okta' }).waitFor();
    const options = { looks: [look], library: OF_GRAPHIQL };
    const found = await findings(page, 'GraphiQL', options);
    await typeKey(explorer, 'Admin key', server.adminKey);
    await execute(explorer, /CreateUserSuccess/);
    found.push(...(await findings(page, 'with a key', options)));
    expect(found).toEqual([]);
    await explorer.context.close();
  });

  it.each(TWO_LOOKS)('in /docs: $colorScheme, $width pixels wide', async (look) => {
    const viewport = { width: look.width, height: 900 };
    const explorer = await newExplorer(browser, { viewport, colorScheme: look.colorScheme });
    const { page } = explorer;
    await page.goto(`${server.url}/docs`);
    await page.locator('#operations-Users-createUser').waitFor();
    const found = await findings(page, '/docs', { looks: [look], library: OF_SWAGGER_UI });
    expect(found).toEqual([]);
    await explorer.context.close();
  });
});
