import sql from 'sql-template-tag';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventsOf } from '../provisioning/scim.ts';
import { lockUser, untilSomebodyWaits } from '../support/locks.ts';
import { type SeededUser, seedUser } from '../support/seed.ts';
import type { TestServer } from '../support/server.ts';
import { type Browser, callbackOf, newBrowser, signIn, viewerIn } from './browser.ts';
import { logoutToken, sendLogout } from './logout-token.ts';
import { type People, startPeople, USERS } from './people-server.ts';
import type { Claims } from './provider.ts';

// Which sessions a logout at the provider ends, by what ID token and logout token name.

let people: People;
let server: TestServer;
let now = Date.now();
const seconds = () => Math.floor(now / 1_000);

beforeAll(async () => {
  people = await startPeople({ rules: [USERS], clock: () => new Date(now) });
  ({ server } = people);
});
afterAll(() => people.stop());

let user: SeededUser;
let person = '';
beforeEach(async () => {
  now = Date.now();
  user = await seedUser(server);
  person = `person-${user.databaseId}`;
  people.provider.setPerson(person);
  setToken(3_600);
});

function setToken(lifetime: number): void {
  const { email } = user;
  const times = { iat: seconds(), exp: seconds() + lifetime };
  people.provider.setClaims({ email, email_verified: true, ...times });
}

/** Names of sessions at the provider: each test has its own. */
const nameOf = (text: string) => `${text}-of-${person}`;

type Names = { readonly sub?: 'own' | 'other'; readonly sid?: string };
type Case = {
  /** The name of the session in the ID token. */
  readonly named: string | null;
  readonly logout: Names;
  readonly isEnded: boolean;
};

const CASES: readonly Case[] = [
  { named: null, logout: { sub: 'own' }, isEnded: true },
  { named: null, logout: { sub: 'own', sid: 'one' }, isEnded: true },
  { named: null, logout: { sid: 'one' }, isEnded: false },
  { named: null, logout: { sub: 'other' }, isEnded: false },
  { named: null, logout: { sub: 'other', sid: 'one' }, isEnded: false },
  { named: 'one', logout: { sub: 'own' }, isEnded: true },
  { named: 'one', logout: { sub: 'own', sid: 'one' }, isEnded: true },
  { named: 'one', logout: { sid: 'one' }, isEnded: true },
  { named: 'one', logout: { sub: 'own', sid: 'two' }, isEnded: false },
  { named: 'one', logout: { sid: 'two' }, isEnded: false },
  { named: 'one', logout: { sub: 'other' }, isEnded: false },
  { named: 'one', logout: { sub: 'other', sid: 'one' }, isEnded: false },
];

function issue(named: string | null, more: Claims = {}): void {
  const times = { iat: seconds(), exp: seconds() + 3_600 };
  people.provider.setIdClaims({ ...times, ...(named && { sid: nameOf(named) }), ...more });
}

async function logOut({ sub, sid }: Names, issuedAt = seconds()): Promise<void> {
  const claims: Claims = {
    ...(sub && { sub: sub === 'own' ? person : 'somebody-else' }),
    ...(sid && { sid: nameOf(sid) }),
  };
  const token = logoutToken(people.provider, issuedAt, { claims });
  expect(await sendLogout(server.url, token)).toBe(200);
}

async function signedIn(): Promise<Browser> {
  const browser = newBrowser();
  expect((await signIn(browser, server.url)).status).toBe(303);
  return browser;
}

const isSignedIn = async (browser: Browser) =>
  (await viewerIn(browser, server.url)).viewer?.login?.subject === person;

/** Signs in, and does something once the provider has issued its tokens and before there is a session. */
async function signInDuring(work: () => Promise<void>): Promise<[number, Browser]> {
  const browser = newBrowser();
  const callback = await callbackOf(browser, server.url);
  const { release } = await lockUser(server, user);
  const answer = browser.get(callback);
  await untilSomebodyWaits(server.db);
  await work();
  await release();
  return [(await answer).status, browser];
}

describe.each(CASES)('a logout with $logout, and an ID token with the sid $named', (one) => {
  const { named, logout, isEnded } = one;
  const ends = isEnded ? 'ends' : 'does not end';

  it(`${ends} the session`, async () => {
    issue(named);
    const browser = await signedIn();
    await logOut(logout);
    expect(await isSignedIn(browser)).toBe(!isEnded);
  });

  it(`${ends} a sign-in that is under way`, async () => {
    issue(named);
    const [status, browser] = await signInDuring(() => logOut(logout));
    expect([status, await isSignedIn(browser)]).toEqual(isEnded ? [403, false] : [303, true]);
  });

  it('ends no sign-in with an ID token that was issued later', async () => {
    await logOut(logout, seconds() - 1);
    issue(named);
    expect(await isSignedIn(await signedIn())).toBe(true);
  });
});

describe('a sign-in', () => {
  it('that is under way goes on after a logout that was issued before its ID token', async () => {
    issue('one');
    const earlier = () => logOut({ sub: 'own' }, seconds() - 1);
    const [status, browser] = await signInDuring(earlier);
    expect([status, await isSignedIn(browser)]).toEqual([303, true]);
  });

  it('that a logout ends leaves no session, and an event', async () => {
    issue(null);
    await signInDuring(() => logOut({ sub: 'own' }));
    const left = await server.db.rows(sql`select from sign_in_sessions where subject = ${person}`);
    expect(left).toEqual([]);
    const [event] = await eventsOf(server, 'SIGNED_OUT');
    expect(event?.after).toEqual({ provider: 'okta', subject: person, how: 'by the provider' });
  });
});

describe('a session that is renewed', () => {
  it.each<[string | null, string]>([
    ['two', 'two'],
    [null, 'one'],
  ])('with an ID token that names %s ends with the session %s', async (renewed, ending) => {
    issue('one');
    setToken(600);
    const browser = await signedIn();
    now += 700_000;
    setToken(600);
    issue(renewed);
    expect(await isSignedIn(browser)).toBe(true);
    const other = ending === 'one' ? 'two' : 'one';
    await logOut({ sub: 'own', sid: other });
    expect(await isSignedIn(browser)).toBe(true);
    await logOut({ sub: 'own', sid: ending });
    expect(await isSignedIn(browser)).toBe(false);
  });

  it('with the ID token of another person ends, and that person signs out nobody here', async () => {
    issue('one');
    setToken(600);
    const browser = await signedIn();
    now += 700_000;
    setToken(600);
    issue('two', { sub: `other-than-${person}` });
    expect((await viewerIn(browser, server.url)).status).toBe(401);
    const left = await server.db.rows(sql`select from sign_in_sessions where subject = ${person}`);
    expect(left).toEqual([]);
    const [event] = await eventsOf(server, 'SIGNED_OUT');
    const how = 'because its ID token belongs to another person now';
    expect(event?.after).toEqual({ provider: 'okta', subject: person, how });
  });

  it('ends while its token still lasts as well, from the next request on', async () => {
    issue('one');
    setToken(600);
    const browser = await signedIn();
    now += 400_000;
    issue('one', { sub: `other-than-${person}` });
    await isSignedIn(browser);
    await expect.poll(() => isSignedIn(browser)).toBe(false);
    const [event] = await eventsOf(server, 'SIGNED_OUT');
    expect(event?.after).toMatchObject({ how: expect.stringContaining('another person') });
  });
});
