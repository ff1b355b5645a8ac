import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lock } from '../support/locks.ts';
import { freePort } from '../support/ports.ts';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { newBrowser, signIn } from './browser.ts';
import { sentDuring } from './during.ts';
import { sendForm, signInByLink } from './link-form.ts';
import { ADMINS, type People, startPeople } from './people-server.ts';

// The same for what ends by itself: one key of an operator, one session. Its own row is locked.

type Subject = { readonly user: string; readonly key: string; readonly adminKey: string };

/** All that gives somebody a key, rights or a longer life. */
const MUTATIONS: [string, (of: Subject) => string][] = [
  ['a key', ({ user }) => `mintToken(input: {user: {id: "${user}"}})`],
  ['the successor of a key', ({ key }) => `rotateKey(input: {token: {id: "${key}"}})`],
  [
    'a key that lasts longer',
    ({ key }) => `updateToken(input: {token: {id: "${key}"}, expiresIn: 864000})`,
  ],
  ['a sign-in link', ({ user }) => `createSignInLink(input: {user: {id: "${user}"}})`],
  ['an administrator', ({ user }) => `updateUser(input: {user: {id: "${user}"}, role: ADMIN})`],
  [
    'a user who is an administrator',
    () => 'createUser(input: {email: "another@example.com", role: ADMIN})',
  ],
  [
    'a user with a webhook',
    () =>
      'createUser(input: {email: "another@example.com", data: {webhook_url: "https://hooks.example.com/x"}})',
  ],
  ['an admin key', () => 'createAdminKey(input: {name: "x"})'],
  ['the successor of an admin key', ({ adminKey }) => `rotateAdminKey(input: {id: "${adminKey}"})`],
  [
    'a webhook',
    ({ user }) => `setWebhook(input: {user: {id: "${user}"}, url: "https://hooks.example.com/x"})`,
  ],
];

const admin = (server: TestServer) => ({ admin: server.adminKey });

async function newAdminKey(server: TestServer) {
  const { data } = await server.graphql<{
    createAdminKey: { secret: string; adminKey: { id: string } };
  }>(
    `mutation { createAdminKey(input: {name: "own"}) { ... on CreateAdminKeySuccess { secret adminKey { id } } } }`,
    admin(server),
  );
  return data.createAdminKey;
}

async function newSubject(server: TestServer): Promise<Subject> {
  const user = await seedUser(server);
  const key = await seedKey(server, user, { expiresIn: 3600 });
  return { user: user.id, key: key.id, adminKey: (await newAdminKey(server)).adminKey.id };
}

/** What could have come of a request that was refused. */
async function made(server: TestServer, { user }: Subject) {
  const { data } = await server.graphql<object>(
    `{ user(by: {id: "${user}"}) { role webhook { url } apiTokens { nodes { id expiresAt } } }
      adminKeys { nodes { id } } users { totalCount } }`,
    admin(server),
  );
  const links = await server.db.prisma.signInLink.count();
  return { data, links };
}

describe.each(MUTATIONS)('%s is not made', (_what, mutation) => {
  let server: TestServer;
  let people: People;
  beforeAll(async () => {
    people = await startPeople({ rules: [ADMINS] });
    ({ server } = people);
  });
  afterAll(() => people.stop());

  it("with an operator's key that ends meanwhile", async () => {
    const subject = await newSubject(server);
    const { secret, adminKey } = await newAdminKey(server);
    const before = await made(server, subject);
    const held = await lock(
      server,
      `select from admin_keys order by id desc limit 1 for no key update`,
    );
    const code = await sentDuring(server, {
      held,
      end: `revokeAdminKey(input: {id: "${adminKey.id}"})`,
      send: () =>
        server.graphql(`mutation { ${mutation(subject)} { __typename } }`, { admin: secret }),
    });
    expect([code, await made(server, subject)]).toEqual(['UNAUTHENTICATED', before]);
  });

  it("in an operator's session that ends meanwhile", async () => {
    const subject = await newSubject(server);
    people.provider.setPerson('ada');
    people.provider.setClaims({ groups: ['admins'] });
    const browser = newBrowser();
    await signIn(browser, server.url);
    const { data } = await server.graphql<{ signInSessions: { id: string }[] }>(
      '{ signInSessions { id } }',
      admin(server),
    );
    const before = await made(server, subject);
    const held = await lock(server, 'select from sign_in_sessions for no key update');
    const code = await sentDuring(server, {
      held,
      end: `endSignInSessions(input: {id: "${data.signInSessions[0]?.id}"})`,
      send: () => sendForm(browser, server, `mutation { ${mutation(subject)} { __typename } }`),
    });
    expect([code, await made(server, subject)]).toEqual(['UNAUTHENTICATED', before]);
  });
});

describe('of a user', () => {
  let server: TestServer;
  let owner: SeededUser;
  beforeAll(async () => {
    const port = await freePort();
    const env = { PUBLIC_ORIGIN: `http://127.0.0.1:${port}`, PORT: String(port) };
    server = await startServer({ env });
    owner = await seedUser(server);
  });
  afterAll(() => server.stop());

  it('no key is made in a session that ends by itself meanwhile', async () => {
    const browser = await signInByLink(server, owner);
    const held = await lock(server, 'select from sign_in_sessions for no key update');
    const { data } = await server.graphql<{ user: { sessions: { id: string }[] } }>(
      `{ user(by: {id: "${owner.id}"}) { sessions { id } } }`,
      admin(server),
    );
    const code = await sentDuring(server, {
      held,
      end: `endSignInSessions(input: {id: "${data.user.sessions[0]?.id}"})`,
      send: () =>
        sendForm(
          browser,
          server,
          `mutation { mintToken(input: {user: {id: "${owner.id}"}}) { __typename } }`,
        ),
    });
    expect([code, await server.db.prisma.apiToken.count()]).toEqual(['UNAUTHENTICATED', 0]);
  });
});
