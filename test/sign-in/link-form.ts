import type { TestServer } from '../support/server.ts';
import { type Browser, newBrowser } from './browser.ts';

// One-time links, as an operator creates them and a user opens them.

type Created = {
  readonly __typename: string;
  readonly message?: string;
  readonly url: string;
  readonly expiresAt: string;
};

export async function createLink(
  server: TestServer,
  user: { readonly id: string },
): Promise<Created> {
  const { data } = await server.graphql<{ createSignInLink: Created }>(
    `mutation ($id: ID!) { createSignInLink(input: {user: {id: $id}}) { __typename
      ... on CreateSignInLinkSuccess { url expiresAt user { id } } ... on Error { message } } }`,
    { admin: server.adminKey, variables: { id: user.id } },
  );
  return data.createSignInLink;
}

export type Form = {
  readonly page: Response;
  readonly html: string;
  readonly fields: Readonly<Record<'token' | 'proof', string>>;
};

/** The secret in a link, which browsers send to nobody. */
export const secretOf = (url: string) => new URL(url).hash.slice(1);

/** What the page of a link asks the browser to send, once its script has sent the secret. */
export async function openLink(browser: Browser, url: string): Promise<Form> {
  const page = await submit(browser, { url: new URL(url).origin }, { token: secretOf(url) });
  const html = await page.text();
  const field = (name: string) =>
    new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';
  return { page, html, fields: { token: field('token'), proof: field('proof') } };
}

export function submit(
  browser: Browser,
  { url }: Pick<TestServer, 'url'>,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return browser.send(`${url}/sign-in/link`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(fields).toString(),
  });
}

/** A browser in which a user is signed in. */
export async function signInByLink(
  server: TestServer,
  user: { readonly id: string },
): Promise<Browser> {
  const browser = newBrowser();
  const { fields } = await openLink(browser, (await createLink(server, user)).url);
  const { status } = await submit(browser, server, fields);
  if (status !== 303) throw new Error(`the link was refused with ${status}`);
  return browser;
}

type Reply<Data> = {
  readonly data: Data;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions: { readonly code: string };
  }[];
};

/** A request of a page of the service, with the cookie of the browser. */
export async function sendForm<Data = Record<string, unknown>>(
  browser: Browser,
  server: TestServer,
  query: string,
  variables: unknown = {},
): Promise<Reply<Data>> {
  const response = await browser.send(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'x-latchkey-csrf': '1', 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Reply<Data>;
}
