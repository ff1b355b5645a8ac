import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lockUser } from '../support/locks.ts';
import { freePort } from '../support/ports.ts';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import type { Browser } from './browser.ts';
import { type Reply, sentDuring, untilWaiting } from './during.ts';
import { sendForm, signInByLink } from './link-form.ts';

// A request that was let in while an operator ends all keys and sessions of its user makes no key afterwards.

let server: TestServer;
let user: SeededUser;
beforeAll(async () => {
  const port = await freePort();
  const env = { PUBLIC_ORIGIN: `http://127.0.0.1:${port}`, PORT: String(port) };
  server = await startServer({ env });
  user = await seedUser(server);
});
afterAll(() => server.stop());

const admin = () => ({ admin: server.adminKey });
const idOf = (id: string) => `{user: {id: "${id}"}}`;
const MINT = (id: string) => `mutation { mintToken(input: ${idOf(id)}) { __typename } }`;

/** Sends the end first, and the other while the end is not yet complete. */
const sentDuringEnd = async (owner: SeededUser, end: string, send: () => Promise<Reply>) =>
  sentDuring(server, { held: await lockUser(server, owner), end, send });

async function keysOf({ id }: SeededUser): Promise<number> {
  const { data } = await server.graphql<{ user: { apiTokens: { totalCount: number } } }>(
    `{ user(by: {id: "${id}"}) { apiTokens(first: 1, filter: {status: {in: [ACTIVE, RETIRING]}}) { totalCount } } }`,
    admin(),
  );
  return data.user.apiTokens.totalCount;
}

describe('a request that is under way', () => {
  it.each([
    ['its keys and sessions end', (id: string) => `revokeAllTokens(input: ${idOf(id)})`],
    ['its sessions end', (id: string) => `endSignInSessions(input: ${idOf(id)})`],
    [
      'it is suspended',
      (id: string) => `updateUser(input: {user: {id: "${id}"}, isActive: false})`,
    ],
  ])('of a signed-in user mints no key once %s', async (_name, end) => {
    const owner = await seedUser(server);
    const browser = await signInByLink(server, owner);
    const code = await sentDuringEnd(owner, end(owner.id), () =>
      sendForm(browser, server, MINT(owner.id)),
    );
    expect([code, await keysOf(owner)]).toEqual(['UNAUTHENTICATED', 0]);
  });

  it('of a signed-in user does not rotate a key once its sessions end', async () => {
    const owner = await seedUser(server);
    const { id, secret } = await seedKey(server, owner);
    const browser = await signInByLink(server, owner);
    const rotation = `mutation { rotateKey(input: {token: {id: "${id}"}}) { __typename } }`;
    const code = await sentDuringEnd(owner, `endSignInSessions(input: ${idOf(owner.id)})`, () =>
      sendForm(browser, server, rotation),
    );
    const { status } = await server.fetch('/auth/me', { headers: { 'x-api-key': secret } });
    expect([code, status]).toEqual(['UNAUTHENTICATED', 200]);
  });

  it.each<[string, (of: { user: string; key: string }) => string]>([
    ['a key for itself', () => MINT('OWN')],
    ['a key for somebody else', ({ user: other }) => MINT(other)],
    ['an admin key', () => 'mutation { createAdminKey(input: {name: "x"}) { __typename } }'],
    [
      'the successor of a key',
      ({ key }) => `mutation { rotateKey(input: {token: {id: "${key}"}}) { __typename } }`,
    ],
  ])("with an administrator's key does not make %s once its keys end", async (_name, mutation) => {
    const owner = await seedUser(server, { role: 'ADMIN' });
    const { secret } = await seedKey(server, owner);
    const { id: key } = await seedKey(server, user);
    const text = mutation({ user: user.id, key }).replace('OWN', owner.id);
    const code = await sentDuringEnd(owner, `revokeAllTokens(input: ${idOf(owner.id)})`, () =>
      server.graphql(text, { key: secret }),
    );
    expect([code, await keysOf(owner)]).toEqual(['UNAUTHENTICATED', 0]);
  });

  it('with an admin key that depends on a user makes no other once the keys of the user end', async () => {
    const owner = await seedUser(server, { role: 'ADMIN' });
    const { secret: key } = await seedKey(server, owner);
    const create =
      'mutation { createAdminKey(input: {name: "x"}) { ... on CreateAdminKeySuccess { secret } } }';
    const { data } = await server.graphql<{ createAdminKey: { secret: string } }>(create, { key });
    const code = await sentDuringEnd(owner, `revokeAllTokens(input: ${idOf(owner.id)})`, () =>
      server.graphql(create, { admin: data.createAdminKey.secret }),
    );
    expect(code).toBe('UNAUTHENTICATED');
  });

  it.each<[string, (of: { user: string; key: string }) => string]>([
    ['a key', ({ user: other }) => MINT(other)],
    [
      'an administrator',
      ({ user: other }) =>
        `mutation { updateUser(input: {user: {id: "${other}"}, role: ADMIN}) { __typename } }`,
    ],
    [
      'a key that lasts longer',
      ({ key }) =>
        `mutation { updateToken(input: {token: {id: "${key}"}, expiresIn: 864000}) { __typename } }`,
    ],
  ])(
    "with an administrator's key makes nobody else %s once it is that of no administrator",
    async (_name, mutation) => {
      const owner = await seedUser(server, { role: 'ADMIN' });
      const { secret } = await seedKey(server, owner);
      const other = await seedUser(server);
      const { id: key } = await seedKey(server, other, { expiresIn: 3600 });
      const end = `updateUser(input: {user: {id: "${owner.id}"}, role: USER})`;
      const code = await sentDuringEnd(owner, end, () =>
        server.graphql(mutation({ user: other.id, key }), { key: secret }),
      );
      expect([code, await keysOf(other)]).toEqual(['UNAUTHENTICATED', 1]);
      const { data } = await server.graphql<{ user: { role: string } }>(
        `{ user(by: {id: "${other.id}"}) { role } }`,
        admin(),
      );
      expect(data.user.role).toBe('USER');
    },
  );

  it('with an admin key that depends on a user replaces no key that is sent beside it', async () => {
    const owner = await seedUser(server, { role: 'ADMIN' });
    const { secret } = await seedKey(server, owner);
    const { id, secret: key } = await seedKey(server, user, { expiresIn: 3600 });
    const { data } = await server.graphql<{ createAdminKey: { secret: string } }>(
      'mutation { createAdminKey(input: {name: "x"}) { ... on CreateAdminKeySuccess { secret } } }',
      { key: secret },
    );
    const code = await sentDuringEnd(owner, `revokeAllTokens(input: ${idOf(owner.id)})`, () =>
      server.graphql(`mutation { rotateKey(input: {token: {id: "${id}"}}) { __typename } }`, {
        admin: data.createAdminKey.secret,
        key,
      }),
    );
    expect(code).toBe('UNAUTHENTICATED');
  });

  it('with a key sets no webhook once the key ends', async () => {
    const owner = await seedUser(server);
    const { secret: key } = await seedKey(server, owner);
    const code = await sentDuringEnd(owner, `revokeAllTokens(input: ${idOf(owner.id)})`, () =>
      server.graphql(
        'mutation { setWebhook(input: {url: "https://hooks.example.com/x"}) { __typename } }',
        { key },
      ),
    );
    const { data } = await server.graphql<{ user: { webhook: object | null } }>(
      `{ user(by: {id: "${owner.id}"}) { webhook { url } } }`,
      admin(),
    );
    expect([code, data.user.webhook]).toEqual(['UNAUTHENTICATED', null]);
  });

  it('of two that mint for themselves at once, both do', async () => {
    const owner = await seedUser(server);
    const browser: Browser = await signInByLink(server, owner);
    const { release } = await lockUser(server, owner);
    const both = [MINT(owner.id), MINT(owner.id)].map((text) => sendForm(browser, server, text));
    await untilWaiting(server, 2);
    await release();
    await Promise.all(both);
    expect(await keysOf(owner)).toBe(2);
  });
});
