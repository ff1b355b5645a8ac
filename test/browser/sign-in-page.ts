import type { Page } from 'playwright-core';
import { expect } from 'vitest';

// The pages at which people sign in, as their tests see them.

export type SignInPage = {
  readonly name: string;
  readonly path: string;
  /** Ends once the page shows Ada, who is signed in, by what it asks for now. */
  readonly showsAda: (page: Page) => Promise<void>;
};

const DASHBOARD: SignInPage = {
  name: 'the dashboard',
  path: '/dashboard#users',
  showsAda: (page) => page.getByText('Ada Lovelace').waitFor(),
};

const QUERY = 'query WhoIsIt { viewer { login { name } } }';

export const GRAPHIQL: SignInPage = {
  name: 'GraphiQL',
  path: `/graphql?query=${encodeURIComponent(QUERY)}`,
  showsAda: async (page) => {
    await page.getByText('Signed in as Ada Lovelace').waitFor();
    const answer = page.waitForResponse((response) =>
      Boolean(response.request().postData()?.includes('query WhoIsIt')),
    );
    await page.getByRole('button', { name: /Execute query/ }).click();
    expect((await answer).status()).toBe(200);
    await page.locator('.result-window').getByText('Ada Lovelace').waitFor();
  },
};

export const SIGN_IN_PAGES = [DASHBOARD, GRAPHIQL];
