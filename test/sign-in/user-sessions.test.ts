import sql from 'sql-template-tag';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventsOf } from '../provisioning/scim.ts';
import { seedUser } from '../support/seed.ts';
import type { TestServer } from '../support/server.ts';
import { cookieHeader, newBrowser, PROOF, signIn, viewerIn } from './browser.ts';
import { sendForm } from './link-form.ts';
import { ADMINS, type People, startPeople, USERS } from './people-server.ts';

// Sessions of users: with which address they end, and how an operator ends them.

let people: People;
let server: TestServer;
let second: TestServer;
let now = Date.now();
const seconds = () => Math.floor(now / 1_000);

beforeAll(async () => {
  people = await startPeople({ rules: [ADMINS, USERS], clock: () => new Date(now) });
  ({ server } = people);
  second = await people.beside();
});
afterAll(() => people.stop());
beforeEach(async () => {
  now = Date.now();
  await server.db.rows(sql`delete from sign_in_sessions`);
  people.provider.setPerson('ada');
  people.provider.setClaims({ groups: ['admins'], exp: seconds() + 86_400 });
});

async function signedIn() {
  const browser = newBrowser();
  await signIn(browser, server.url);
  const cookie = cookieHeader(browser, server);
  const statusAt = async ({ url }: TestServer) =>
    (await viewerIn(newBrowser(), url, { ...PROOF, cookie })).status;
  return { browser, statusAt };
}

const sessions = async () => (await server.db.rows(sql`select from sign_in_sessions`)).length;

describe('the session of a user', () => {
  const asLin = (email: string, more: object = {}) =>
    people.provider.setClaims({ email, email_verified: true, exp: seconds() + 86_400, ...more });
  const setEmail = async (id: string, email: string) => {
    const { data } = await server.graphql<{ updateUser: { __typename: string } }>(
      `mutation { updateUser(input: {user: {id: "${id}"}, email: "${email}"}) { __typename } }`,
      { admin: server.adminKey },
    );
    expect(data.updateUser.__typename).toBe('UpdateUserSuccess');
  };
  const users = async () => (await server.db.rows(sql`select from users`)).length;
  const ends = async () => (await eventsOf(server, 'SIGNED_OUT')).map(({ after }) => after);
  const ENDED = {
    provider: 'okta',
    subject: 'lin',
    how: 'because its token belongs to another person or user now',
  };
  beforeEach(() => people.provider.setPerson('lin'));

  it('ends with the address of its user, and neither makes nor uses another one', async () => {
    const user = await seedUser(server, { email: 'first.address@example.com' });
    asLin(user.email);
    const [first, after] = [await signedIn(), await signedIn()];
    await setEmail(user.id, 'second.address@example.com');
    const before = await users();
    expect([await first.statusAt(server), await users()]).toEqual([401, before]);
    expect(await ends()).toContainEqual(ENDED);
    await seedUser(server, { email: user.email });
    expect([await after.statusAt(second), await sessions()]).toEqual([401, 0]);
  });

  it.each([
    ['another person', { sub: 'eve' }],
    ['the address of another user', { email: 'eve@example.com' }],
    ['an operator', { groups: ['admins'] }],
  ])('ends with a renewed token that names %s', async (_whom, claims) => {
    const user = await seedUser(server);
    asLin(user.email, { exp: seconds() + 600 });
    const { statusAt } = await signedIn();
    const before = (await ends()).length;
    now += 700_000;
    asLin(user.email, { iat: seconds(), exp: seconds() + 3_600, ...claims });
    expect([await statusAt(server), await sessions()]).toEqual([401, 0]);
    expect((await ends()).length).toBe(before + 1);
  });

  it('of an operator never becomes that of a user', async () => {
    people.provider.setPerson('ada');
    people.provider.setClaims({ groups: ['admins'], exp: seconds() + 600 });
    const { statusAt } = await signedIn();
    now += 700_000;
    asLin('nobody.yet@example.com', { iat: seconds(), exp: seconds() + 3_600 });
    const before = await users();
    expect([await statusAt(server), await sessions(), await users()]).toEqual([401, 0, before]);
  });
});

describe('an operator', () => {
  const LIST = '{ signInSessions { id provider subject user { email } isCurrent } }';
  type Listed = {
    signInSessions: {
      id: string;
      subject: string;
      user: { email: string } | null;
      isCurrent: boolean;
    }[];
  };
  const end = (input: string) =>
    server.graphql<{ endSignInSessions: { count: number } }>(
      `mutation { endSignInSessions(input: ${input}) { __typename
        ... on EndSignInSessionsSuccess { count } } }`,
      { admin: server.adminKey },
    );

  it('lists who is signed in, and ends the sessions of a user or one of an operator', async () => {
    const operator = await signedIn();
    const user = await seedUser(server, { email: 'session.holder@example.com' });
    people.provider.setPerson('lin');
    people.provider.setClaims({ email: user.email, email_verified: true, exp: seconds() + 86_400 });
    const lin = await signedIn();
    const { data } = await sendForm<Listed>(operator.browser, server, LIST);
    expect(data.signInSessions).toMatchObject([
      { provider: 'okta', subject: 'lin', user: { email: user.email }, isCurrent: false },
      { provider: 'okta', subject: 'ada', user: null, isCurrent: true },
    ]);
    const own = await sendForm(lin.browser, server, '{ viewer { user { sessions { subject } } } }');
    expect(own.data).toEqual({ viewer: { user: { sessions: [{ subject: 'lin' }] } } });
    expect((await sendForm(lin.browser, server, LIST)).errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ]);
    expect((await end(`{user: {id: "${user.id}"}}`)).data.endSignInSessions.count).toBe(1);
    expect([await lin.statusAt(server), await lin.statusAt(second)]).toEqual([401, 401]);
    const after = { provider: 'okta', subject: 'lin', how: 'by an operator' };
    expect(await eventsOf(server, 'SIGNED_OUT')).toContainEqual(
      expect.objectContaining({ actor: { kind: 'ADMIN_KEY', name: 'ADMIN_API_TOKEN' }, after }),
    );
    const id = data.signInSessions[1]?.id;
    expect((await end(`{id: "${id}"}`)).data.endSignInSessions.count).toBe(1);
    expect(await operator.statusAt(server)).toBe(401);
    expect((await end(`{id: "${id}"}`)).data.endSignInSessions.count).toBe(0);
    expect((await end('{user: {databaseId: 99999999}}')).data.endSignInSessions).toMatchObject({
      __typename: 'NotFoundError',
    });
  });
});
