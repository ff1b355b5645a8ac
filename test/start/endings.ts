import { cookieHeader, newBrowser } from '../sign-in/browser.ts';
import { openLink, submit } from '../sign-in/link-form.ts';
import { asAdmin, NODES_SECRET, type NodeKey, type Nodes } from './nodes.ts';
import type { Running } from './process.ts';

// What ends at one process, and where it is used at another.

export type Of<Thing> = {
  /** The statuses with which these processes answer it, at each of their doors. */
  readonly use: (running: readonly Running[], thing: Thing) => Promise<number[]>;
  readonly refused: readonly number[];
  /** Each is acknowledged when it returns. */
  readonly endings: Readonly<Record<string, Ending<Thing>>>;
};

type Ending<Thing> = (node: Running, thing: Thing, nodes: Nodes) => Promise<unknown>;
type Owned = { readonly userId: number };
export type BrowserSession = Owned & { readonly cookie: string };

const JSON_TYPE = { 'content-type': 'application/json' };

function change({ url }: Running, { userId }: Owned, operation: object): Promise<Response> {
  return asProvider(url, userId, 'PATCH', {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [operation],
  });
}

/** Asks as an identity provider, with a key that may call its routes. */
async function asProvider(url: string, userId: number, method: string, body?: object) {
  const response = await fetch(`${url}/scim/v2/Users/${userId}`, {
    method,
    headers: { authorization: `Bearer ${await providerKey(url)}`, ...JSON_TYPE },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`SCIM answers ${response.status}: ${await response.text()}`);
  return response;
}

const providerKeys = new Map<string, Promise<string>>();

/** One for each process: it is no part of what is tested that the other one knows it. */
async function providerKey(url: string): Promise<string> {
  const known = providerKeys.get(url) ?? createProviderKey(url);
  providerKeys.set(url, known);
  return await known;
}

async function createProviderKey(url: string): Promise<string> {
  const { createAdminKey } = await mutate<{ createAdminKey: { secret: string } }>(
    { url },
    `createAdminKey(input: {name: "Okta ${url}", access: PROVISIONING, expiresIn: 6000}) {
      ... on CreateAdminKeySuccess { secret } }`,
  );
  return createAdminKey.secret;
}

async function mutate<Data>(node: Pick<Running, 'url'>, mutation: string): Promise<Data> {
  const body = { query: `mutation { ${mutation} }` };
  return (await asAdmin<{ data: Data }>(node, '/graphql', { body })).data;
}

/** Every way in which the access of a user ends. */
const ENDINGS_OF_USERS: Readonly<Record<string, Ending<Owned>>> = {
  suspended: (node, { userId }) =>
    asAdmin(node, `/users/${userId}`, { method: 'PATCH', body: { is_active: false } }),
  deleted: (node, { userId }) => asAdmin(node, `/users/${userId}`, { method: 'DELETE' }),
  'all revoked': (node, { userId }) =>
    asAdmin(node, `/admin/users/${userId}/tokens`, { method: 'DELETE' }),
  'deactivated as by Okta': (node, user) =>
    change(node, user, { op: 'replace', value: { active: false } }),
  'deactivated as by Entra ID': (node, user) =>
    change(node, user, { op: 'Replace', path: 'active', value: 'False' }),
  'deleted by SCIM': ({ url }, { userId }) => asProvider(url, userId, 'DELETE'),
};

export const KEYS: Of<NodeKey> = {
  refused: [401],
  endings: {
    ...ENDINGS_OF_USERS,
    revoked: (node, { id }) => asAdmin(node, `/admin/tokens/${id}`, { method: 'DELETE' }),
    expired: (_node, { id }, { query }) =>
      query('update api_tokens set expires_at = now() where id = $1', [id]),
    rotated: (node, { userId }) => asAdmin(node, `/users/${userId}/rotate-key`),
  },
  use: (running, { text }) =>
    Promise.all(
      running.flatMap(({ url }) => [
        statusOf(fetch(`${url}/auth/me`, { headers: { 'x-api-key': text } })),
        ask(url, { 'x-api-key': text }),
        statusOf(
          fetch(`${url}/internal/validate`, {
            method: 'POST',
            headers: { ...JSON_TYPE, 'x-internal-secret': NODES_SECRET },
            body: JSON.stringify({ token: text }),
          }),
        ),
      ]),
    ),
};

export const SESSIONS: Of<BrowserSession> = {
  // Whoever is signed in and suspended is known, and has no rights.
  refused: [401, 403],
  endings: {
    ...ENDINGS_OF_USERS,
    'signed out': ({ url }, { cookie }) =>
      fetch(`${url}/sign-out`, { method: 'POST', headers: asPage(cookie) }),
    'ended by an operator': (node, { userId }) =>
      mutate(node, `endSignInSessions(input: {user: {databaseId: ${userId}}}) { __typename }`),
    expired: (_node, { userId }, { query }) =>
      query('update sign_in_sessions set ends_at = now() where user_id = $1', [userId]),
  },
  // A cookie counts for GraphQL alone, which answers queries and streams.
  use: (running, { cookie }) =>
    Promise.all(
      running.flatMap(({ url }) => [
        ask(url, asPage(cookie)),
        ask(url, { ...asPage(cookie), accept: 'text/event-stream' }, FOLLOW),
      ]),
    ),
};

const FOLLOW = 'subscription { meetingChanged { id } }';

function asPage(cookie: string) {
  return { cookie, 'x-latchkey-csrf': '1' };
}

function ask(
  url: string,
  headers: Readonly<Record<string, string>>,
  query = '{ viewer { access } }',
) {
  return statusOf(
    fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { ...JSON_TYPE, ...headers },
      body: JSON.stringify({ query }),
    }),
  );
}

async function statusOf(sent: Promise<Response>): Promise<number> {
  const response = await sent;
  // A stream would never end by itself.
  await response.body?.cancel();
  return response.status;
}

/** Signs a user in with a link. */
export async function signIn(node: Running, userId: number): Promise<BrowserSession> {
  const { createSignInLink } = await mutate<{ createSignInLink: { url: string } }>(
    node,
    `createSignInLink(input: {user: {databaseId: ${userId}}}) {
      ... on CreateSignInLinkSuccess { url } }`,
  );
  const browser = newBrowser();
  const { hash } = new URL(createSignInLink.url);
  const { fields } = await openLink(browser, node.url + hash);
  await submit(browser, node, fields);
  return { userId, cookie: cookieHeader(browser, node) };
}
