import sql from 'sql-template-tag';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { forgetSessions } from '../../src/security/sessions/sessions.ts';
import { eventsOf } from '../provisioning/scim.ts';
import { seedUser } from '../support/seed.ts';
import type { TestServer } from '../support/server.ts';
import { refusals } from './ask.ts';
import { callbackOf, newBrowser, PROOF, sessionCookie, signIn, viewerIn } from './browser.ts';
import { ask } from './link-form.ts';
import { startPeopleProvider } from './people-provider.ts';
import { ADMINS, type People, startPeople, USERS } from './people-server.ts';

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
  const cookie = `latchkey-session=${sessionCookie(browser, server)}`;
  const statusAt = async ({ url }: TestServer) =>
    (await viewerIn(newBrowser(), url, { ...PROOF, cookie })).status;
  return { browser, statusAt };
}

const sessions = async () => (await server.db.rows(sql`select from sign_in_sessions`)).length;

describe('a session', () => {
  it('that nobody used for an hour does not come back when the clock is set back', async () => {
    const { statusAt } = await signedIn();
    now += 61 * 60_000;
    expect(await statusAt(server)).toBe(401);
    now -= 61 * 60_000;
    expect([await statusAt(server), await statusAt(second)]).toEqual([401, 401]);
    await signedIn();
    now += 61 * 60_000;
    await forgetSessions({ db: server.db, clock: server.app.clock });
    expect(await sessions()).toBe(0);
  });

  it('ends an hour after its last use, however often a page asks by itself meanwhile', async () => {
    const { browser, statusAt } = await signedIn();
    const cookie = `latchkey-session=${sessionCookie(browser, server)}`;
    const background = async () => {
      now += 20 * 60_000;
      const headers = { ...PROOF, cookie, 'x-latchkey-background': '1' };
      return (await viewerIn(newBrowser(), server.url, headers)).status;
    };
    expect([await background(), await background()]).toEqual([200, 200]);
    expect(await statusAt(server)).toBe(200);
    expect([await background(), await background(), await background()]).toEqual([200, 200, 401]);
  });

  it.each([
    ['that is over', 'latchkey-session=over'],
    ['that nobody has', `latchkey-session=${'x'.repeat(43)}`],
  ])('%s is forgotten by the browser as a page is opened', async (_name, unknown) => {
    const { browser } = await signedIn();
    const current = `latchkey-session=${sessionCookie(browser, server)}`;
    const opened = async (cookie: string) => {
      const { status, headers } = await server.fetch('/sign-in', { headers: { cookie } });
      return [status, headers.get('set-cookie')?.split(';').slice(0, 3)];
    };
    expect(await opened(current)).toEqual([200, undefined]);
    const isOver = unknown.endsWith('=over');
    if (isOver) now += 61 * 60_000;
    const forgotten = ['latchkey-session=', ' Path=/', ' Max-Age=0'];
    expect(await opened(isOver ? current : unknown)).toEqual([200, forgotten]);
  });

  it('that was used later than now ends: the clock was set back', async () => {
    now += 50 * 60_000;
    const { statusAt } = await signedIn();
    now -= 60_000;
    expect(await statusAt(server)).toBe(200);
    now -= 40 * 60_000;
    expect(await statusAt(server)).toBe(401);
  });

  it('of a provider that has another issuer now ends, and its tokens are sent to nobody', async () => {
    const other = await startPeopleProvider({ signIn: [], signOut: [] });
    const { statusAt } = await signedIn();
    const moved = await people.beside(people.providersEnv({ issuer: other.issuer }));
    now += 50_000;
    expect(await statusAt(moved)).toBe(401);
    expect(other.grants()).toEqual([]);
    expect(await statusAt(server)).toBe(401);
    const [event] = await eventsOf(server, 'SIGNED_OUT');
    expect(event?.after).toMatchObject({
      how: 'because the settings of the provider have changed',
    });
  });

  it('is renewed by one process although another takes longer than its time for it', async () => {
    people.provider.setClaims({ groups: ['admins'], exp: seconds() + 600 });
    const { statusAt } = await signedIn();
    now += 700_000;
    people.provider.setClaims({ groups: ['admins'], iat: seconds(), exp: seconds() + 3_600 });
    const held = people.provider.holdToken();
    const first = statusAt(server);
    const release = await held;
    now += 21_000;
    expect(await statusAt(second)).toBe(200);
    release();
    expect(await first).toBe(200);
    expect([await statusAt(server), await statusAt(second)]).toEqual([200, 200]);
    expect(await sessions()).toBe(1);
  });

  it('keeps its renewed tokens until the database takes them', async () => {
    people.provider.setClaims({ groups: ['admins'], exp: seconds() + 600 });
    const { statusAt } = await signedIn();
    now += 700_000;
    people.provider.setClaims({ groups: ['admins'], iat: seconds(), exp: seconds() + 3_600 });
    await server.db.rows(sql`create sequence saves`);
    await server.db.rows(sql`create function fail_first_save() returns trigger language plpgsql as $$
      begin if nextval('saves') < 3 then raise exception using errcode = '57P01'; end if; return new; end $$`);
    await server.db.rows(sql`create trigger saved before update of sealed on sign_in_sessions
      for each row execute function fail_first_save()`);
    try {
      expect(await statusAt(server)).toBe(200);
    } finally {
      await server.db.rows(sql`drop trigger saved on sign_in_sessions`);
    }
    expect([await statusAt(server), await statusAt(second)]).toEqual([200, 200]);
  });

  it('goes on with tokens that last shorter than clocks may differ', async () => {
    const setClaims = () => {
      const iat = seconds();
      people.provider.setClaims({ groups: ['admins'], iat, exp: iat + 20 });
    };
    setClaims();
    const { statusAt } = await signedIn();
    for (let turn = 0; turn < 8; turn += 1) {
      now += 7_000;
      setClaims();
      expect(await statusAt(server)).toBe(200);
    }
  });

  it('whose renewed token is no JWT is refused, and no fault', async () => {
    people.provider.setClaims({ groups: ['admins'], exp: seconds() + 600 });
    const { statusAt } = await signedIn();
    now += 700_000;
    people.provider.setOpaque(true);
    const statuses = [await statusAt(server), await statusAt(server)];
    people.provider.setOpaque(false);
    expect(statuses).toEqual([401, 401]);
  });

  it('that is ended while it is renewed lets no request through', async () => {
    people.provider.setClaims({ groups: ['admins'], exp: seconds() + 600 });
    const { statusAt } = await signedIn();
    now += 700_000;
    people.provider.setClaims({ groups: ['admins'], iat: seconds(), exp: seconds() + 3_600 });
    const held = people.provider.holdToken();
    const first = statusAt(server);
    const release = await held;
    await server.db.rows(sql`delete from sign_in_sessions`);
    release();
    expect(await first).toBe(401);
  });
});

describe('the end of a session', () => {
  const ends = async () => (await eventsOf(server, 'SIGNED_OUT')).map(({ after }) => after);

  it('is an event when a new sign-in replaces it, and when it is one too many', async () => {
    const { browser } = await signedIn();
    await signIn(browser, server.url);
    const of = { provider: 'okta', subject: 'ada' };
    expect(await ends()).toContainEqual({ ...of, how: 'by a new sign-in' });
    for (let more = 0; more < 10; more += 1) await signedIn();
    expect(await sessions()).toBe(10);
    expect(await ends()).toContainEqual({ ...of, how: 'as one too many' });
  });
});

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

describe('a sign-in', () => {
  it.each(['cross-site', 'same-site'])('that a page which is %s began is refused', async (site) => {
    const { browser, statusAt } = await signedIn();
    const headers = { 'sec-fetch-site': site };
    const begun = await browser.get(`${server.url}/sign-in/okta`, headers);
    expect([begun.status, begun.headers.get('location')]).toEqual([403, null]);
    expect(await begun.text()).toContain('Another site began this sign-in');
    expect(await statusAt(server)).toBe(200);
    const reasons = (await refusals(server)).map(({ after }) => after.why);
    expect(reasons).toContain('Another site began this sign-in');
  });

  it('that this service or nobody began comes back from the provider', async () => {
    for (const site of ['same-origin', 'none']) {
      const browser = newBrowser();
      const begun = await browser.get(`${server.url}/sign-in/okta`, { 'sec-fetch-site': site });
      expect(begun.status).toBe(302);
      const callback = await callbackOf(browser, server.url);
      const back = await browser.get(callback, { 'sec-fetch-site': 'cross-site' });
      expect(back.status).toBe(303);
    }
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
    const { data } = await ask<Listed>(operator.browser, server, LIST);
    expect(data.signInSessions).toMatchObject([
      { provider: 'okta', subject: 'lin', user: { email: user.email }, isCurrent: false },
      { provider: 'okta', subject: 'ada', user: null, isCurrent: true },
    ]);
    const own = await ask(lin.browser, server, '{ viewer { user { sessions { subject } } } }');
    expect(own.data).toEqual({ viewer: { user: { sessions: [{ subject: 'lin' }] } } });
    expect((await ask(lin.browser, server, LIST)).errors).toMatchObject([
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
