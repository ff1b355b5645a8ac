import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventsOf } from '../provisioning/scim.ts';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import type { TestServer } from '../support/server.ts';
import { type Browser, newBrowser, signIn } from './browser.ts';
import { sendForm, signInByLink } from './link-form.ts';
import { type People, startPeople, USERS } from './people-server.ts';
import { refusals, restOf } from './request.ts';

// What a user does with its own keys that is signed in with a browser.

let people: People;
let server: TestServer;
let user: SeededUser;
let browser: Browser;
beforeAll(async () => {
  people = await startPeople({
    rules: [USERS],
    env: { TOKEN_MAX_PER_USER: '5', TOKEN_MAX_LIFETIME: '86400' },
  });
  ({ server } = people);
  user = await seedUser(server, { name: 'Lin Chen' });
  browser = await signInByLink(server, user);
});
afterAll(() => people.stop());

type Minted = {
  readonly __typename: string;
  readonly secret: string;
  readonly message?: string;
  readonly token: { readonly id: string; readonly expiresAt: string | null };
};

const MINT = `mutation ($input: MintTokenInput!) { mintToken(input: $input) { __typename
  ... on MintTokenSuccess { secret token { id expiresAt } } ... on Error { message } } }`;
const ROTATE = `mutation ($id: ID!, $overlap: Int) { rotateKey(input: {token: {id: $id}, overlap: $overlap}) {
  __typename ... on RotateKeySuccess { secret token { id expiresAt } } ... on Error { message } } }`;

const mint = (input: object, by = browser) =>
  sendForm<{ mintToken: Minted | null }>(by, server, MINT, { input });
const rotate = (id: string, overlap = 0, by = browser) =>
  sendForm<{ rotateKey: Minted | null }>(by, server, ROTATE, { id, overlap });
const own = () => ({ user: { id: user.id } });
const statusOf = async (secret: string) =>
  (await server.fetch('/auth/me', { headers: { 'x-api-key': secret } })).status;
const typeOf = async (mutation: string, by = browser) => {
  const { data, errors } = await sendForm<Record<string, { __typename: string } | null>>(
    by,
    server,
    `mutation { result: ${mutation} { __typename } }`,
  );
  return data['result']?.__typename ?? errors?.[0]?.extensions.code;
};

describe('a signed-in user', () => {
  it('sees its own keys, with their usage, and nobody else', async () => {
    const other = await seedUser(server);
    const mine = await seedKey(server, user, { name: 'mine' });
    const foreign = await seedKey(server, other);
    const { data } = await sendForm<{
      viewer: { user: { apiTokens: { nodes: { id: string; usage: object }[] } } };
    }>(
      browser,
      server,
      '{ viewer { user { usage { totalRequests } apiTokens(first: 10) { nodes { id usage { totalRequests } } } } } }',
    );
    const ids = data.viewer.user.apiTokens.nodes.map(({ id }) => id);
    expect([ids.includes(mine.id), ids.includes(foreign.id)]).toEqual([true, false]);
    const nodes = await sendForm<{ mine: object | null; foreign: object | null }>(
      browser,
      server,
      `{ mine: node(id: "${mine.id}") { id } foreign: node(id: "${foreign.id}") { id } }`,
    );
    expect(nodes.data).toEqual({ mine: { id: mine.id }, foreign: null });
  });

  it('mints keys within the policy, which the audit log says', async () => {
    const { data } = await mint({ ...own(), name: 'by myself', scopes: ['TX'], expiresIn: 600 });
    const minted = data.mintToken;
    expect(minted?.__typename).toBe('MintTokenSuccess');
    expect(await statusOf(minted?.secret ?? '')).toBe(200);
    const [event] = await eventsOf(server, 'TOKEN_MINTED');
    expect(event?.actor).toEqual({
      kind: 'PROVIDER_TOKEN',
      name: `link:${user.databaseId} Lin Chen`,
    });
    const long = await mint({ ...own(), expiresIn: 86_401 });
    expect(long.data.mintToken?.__typename).toBe('InvalidInputError');
    const many = await seedUser(server);
    const at = await signInByLink(server, many);
    const types: (string | undefined)[] = [];
    for (let made = 0; made < 6; made += 1)
      types.push((await mint({ user: { id: many.id } }, at)).data.mintToken?.__typename);
    expect(types).toEqual([...Array(5).fill('MintTokenSuccess'), 'LimitReachedError']);
  });

  it('rotates, finishes, cancels and revokes its own keys', async () => {
    const { id, secret } = await seedKey(server, user, { expiresIn: 600 });
    const { data } = await rotate(id, 60);
    const next = data.rotateKey;
    expect([await statusOf(secret), await statusOf(next?.secret ?? '')]).toEqual([200, 200]);
    // It keeps the end that an operator granted.
    const before = await sendForm<{ node: { expiresAt: string } }>(
      browser,
      server,
      `{ node(id: "${id}") { ... on ApiToken { expiresAt } } }`,
    );
    expect(next?.token.expiresAt).toBe(before.data.node.expiresAt);
    expect(await typeOf(`cancelRotation(input: {token: {id: "${id}"}})`)).toBe(
      'CancelRotationSuccess',
    );
    expect([await statusOf(secret), await statusOf(next?.secret ?? '')]).toEqual([200, 401]);
    await rotate(id, 60);
    expect(await typeOf(`finishRotation(input: {token: {id: "${id}"}})`)).toBe(
      'FinishRotationSuccess',
    );
    expect(await typeOf(`revokeLineage(input: {token: {id: "${id}"}})`)).toBe(
      'RevokeLineageSuccess',
    );
    const another = await seedKey(server, user);
    expect(await typeOf(`revokeToken(input: {token: {id: "${another.id}"}})`)).toBe(
      'RevokeTokenSuccess',
    );
    expect(await statusOf(another.secret)).toBe(401);
  });

  it('does nothing with the keys of others', async () => {
    const other = await seedUser(server);
    const { id, secret } = await seedKey(server, other);
    const { data, errors } = await mint({ user: { id: other.id } });
    expect([data.mintToken, errors?.[0]?.extensions.code]).toEqual([null, 'FORBIDDEN']);
    expect((await rotate(id)).data.rotateKey?.__typename).toBe('NotFoundError');
    const by = `input: {token: {id: "${id}"}}`;
    for (const name of ['finishRotation', 'cancelRotation', 'revokeToken', 'revokeLineage'])
      expect(await typeOf(`${name}(${by})`)).toBe('NotFoundError');
    expect(await statusOf(secret)).toBe(200);
    for (const mutation of [
      `updateToken(${by.replace('}}', '}, name: "x"}')})`,
      `revokeAllTokens(input: {user: {id: "${user.id}"}})`,
      `updateUser(input: {user: {id: "${user.id}"}, role: ADMIN})`,
      `createSignInLink(input: {user: {id: "${user.id}"}})`,
      `endSignInSessions(input: {user: {id: "${other.id}"}})`,
      'createAdminKey(input: {name: "x"})',
    ])
      expect(await typeOf(mutation)).toBe('FORBIDDEN');
  });

  it('with the role ADMIN gets no key that could do everything, and may end those that it has', async () => {
    const admin = await seedUser(server, { role: 'ADMIN' });
    const { id } = await seedKey(server, admin);
    const at = await signInByLink(server, admin);
    const minted = await mint({ user: { id: admin.id } }, at);
    const rotated = await rotate(id, 0, at);
    expect([minted.errors, rotated.errors]).toMatchObject([
      [{ extensions: { code: 'FORBIDDEN' } }],
      [{ extensions: { code: 'FORBIDDEN' } }],
    ]);
    expect(await typeOf(`revokeToken(input: {token: {id: "${id}"}})`, at)).toBe(
      'RevokeTokenSuccess',
    );
  });
});

describe('a rotation that an operator began', () => {
  const rotateAsOperator = async (id: string) => {
    const { data } = await server.graphql<{ rotateKey: { token: { id: string } } }>(
      `mutation { rotateKey(input: {token: {id: "${id}"}, overlap: 600}) {
        ... on RotateKeySuccess { token { id } } } }`,
      { admin: server.adminKey },
    );
    return data.rotateKey.token.id;
  };
  const cancel = (id: string, by = browser) =>
    typeOf(`cancelRotation(input: {token: {id: "${id}"}})`, by);

  it('is not cancelled by the user, which the audit log says', async () => {
    const { id } = await seedKey(server, user, { expiresIn: 600 });
    const next = await rotateAsOperator(id);
    // The audit log lists few kinds of refusals of one user: those before are not among them.
    await server.app.refusals.flush();
    expect([await cancel(id), await cancel(next)]).toEqual(['FORBIDDEN', 'FORBIDDEN']);
    expect((await refusals(server))[0]?.after.why).toContain('An operator began this rotation');
  });

  it('is not cancelled by an administrator who is signed in', async () => {
    const admin = await seedUser(server, { role: 'ADMIN' });
    const { id } = await seedKey(server, admin);
    await rotateAsOperator(id);
    expect(await cancel(id, await signInByLink(server, admin))).toBe('FORBIDDEN');
  });
});

describe('a user whom a provider signs in with fewer scopes', () => {
  it('gets no key with others', async () => {
    const lin = await seedUser(server, { email: 'lin.bot@example.com' });
    people.provider.setClaims({ email: lin.email, email_verified: true });
    const at = newBrowser();
    await signIn(at, server.url);
    const minted = async (more: object) =>
      (await mint({ user: { id: lin.id }, ...more }, at)).data.mintToken?.__typename;
    expect([
      await minted({ scopes: ['BOT'] }),
      await minted({}),
      await minted({ scopes: ['TX'] }),
    ]).toEqual(['MintTokenSuccess', 'MintTokenSuccess', undefined]);
    expect((await refusals(server))[0]?.after.why).toContain('does not have the scopes tx');
    const { id } = await seedKey(server, lin, { scopes: ['BOT', 'TX'] });
    const { errors } = await rotate(id, 0, at);
    expect(errors).toMatchObject([{ message: expect.stringContaining('(tx)') }]);
    // With a key of the user itself, which has its own power, the rotation is the user's.
    const own = await seedKey(server, lin, { scopes: ['BOT', 'TX'] });
    await server.graphql(
      `mutation { rotateKey(input: {token: {id: "${own.id}"}, overlap: 60}) { __typename } }`,
      { key: own.secret },
    );
    expect(await typeOf(`cancelRotation(input: {token: {id: "${own.id}"}})`, at)).toBe('FORBIDDEN');
  });
});

describe('without a session', () => {
  it('a key mints no keys', async () => {
    const { secret } = await seedKey(server, user);
    const body = JSON.stringify({ query: MINT, variables: { input: own() } });
    const headers = { 'content-type': 'application/json', 'x-api-key': secret };
    const reply = await server.fetch('/graphql', { method: 'POST', headers, body });
    expect(await reply.json()).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    expect((await restOf(server, secret, '/admin/users', { method: 'POST' })).status).toBe(403);
  });
});
