import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { clientOf } from '../provisioning/scim.ts';
import { move, recordOne } from '../recording/reports.ts';
import { cookieHeader, newBrowser, signIn } from '../sign-in/browser.ts';
import { signed } from '../sign-in/forge.ts';
import { signInByLink } from '../sign-in/link-form.ts';
import { ADMINS, type People, startPeople, USERS } from '../sign-in/people-server.ts';
import { AUDIENCE } from '../sign-in/provider.ts';
import type { Events } from '../support/events.ts';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import type { TestServer } from '../support/server.ts';
import { followChanges, nextChange } from './changes.ts';

// Of every kind of caller: a stream goes on as long as a request of now has the rights of the one that
// opened it, whatever ended them.

let people: People;
let server: TestServer;
let now = Date.now();
const seconds = () => Math.floor(now / 1_000);

beforeAll(async () => {
  people = await startPeople({ rules: [ADMINS, USERS], clock: () => new Date(now) });
  ({ server } = people);
});
afterAll(() => people.stop());
beforeEach(() => {
  now = Date.now();
});

const admin = () => ({ admin: server.adminKey });
const mutate = async (mutation: string, as: { admin?: string; key?: string } = admin()) =>
  (await server.graphql<Record<string, { secret: string }>>(`mutation { ${mutation} }`, as)).data;

type As = NonNullable<Parameters<typeof followChanges>[2]>;
type Grant = 'ADMIN' | 'USER';

const claimsOf = ({ email }: SeededUser, grant: Grant) => ({
  email,
  email_verified: true,
  exp: seconds() + 86_400,
  ...(grant === 'ADMIN' && { groups: ['admins'] }),
});

function tokenOf(user: SeededUser, grant: Grant): As {
  const { kid } = people.provider.key();
  const header = { alg: 'RS256', typ: 'at+jwt', kid };
  const { issuer: iss } = people.provider;
  const own = { iss, aud: AUDIENCE, sub: `person-${user.databaseId}`, client_id: 'x' };
  const claims = { ...own, iat: seconds(), ...claimsOf(user, grant) };
  return { bearer: signed({ header, claims }, people.provider.key()) };
}

async function sessionOf(user: SeededUser, grant: Grant): Promise<As> {
  people.provider.setPerson(`person-${user.databaseId}`);
  people.provider.setClaims(claimsOf(user, grant));
  const browser = newBrowser();
  await signIn(browser, server.url);
  return { cookie: cookieHeader(browser, server) };
}

async function linkOf(user: SeededUser): Promise<As> {
  const browser = await signInByLink(server, user);
  return { cookie: cookieHeader(browser, server) };
}

const keyOf = async (user: SeededUser) => ({ key: (await seedKey(server, user)).secret });

async function adminKeyOf(user: SeededUser): Promise<As> {
  const create = 'createAdminKey(input: {name: "x"}) { ... on CreateAdminKeySuccess { secret } }';
  const { createAdminKey } = await mutate(create, await keyOf(user));
  return { admin: createAdminKey?.secret ?? '' };
}

const CALLERS: Readonly<Record<string, (user: SeededUser) => As | Promise<As>>> = {
  "an operator's token": (user) => tokenOf(user, 'ADMIN'),
  "an operator's session": (user) => sessionOf(user, 'ADMIN'),
  "a user's token": (user) => tokenOf(user, 'USER'),
  "a user's session": (user) => sessionOf(user, 'USER'),
  "a link's session": linkOf,
  "a user's key": keyOf,
  "an administrator's key": keyOf,
  'its admin key': adminKeyOf,
  'the admin key of the settings': admin,
};
const ADMINISTRATORS = ["an administrator's key", 'its admin key'];
const TOKENS = ["an operator's token", "a user's token"];
const SESSIONS = ["an operator's session", "a user's session", "a link's session"];
const KEYS = ["a user's key", ...ADMINISTRATORS];

async function endAllSessions(): Promise<void> {
  const { data } = await server.graphql<{ signInSessions: { id: string }[] }>(
    '{ signInSessions { id } }',
    admin(),
  );
  for (const { id } of data.signInSessions)
    await mutate(`endSignInSessions(input: {id: "${id}"}) { __typename }`);
}

const update = (field: string) => (user: SeededUser) =>
  mutate(`updateUser(input: {user: {id: "${user.id}"}, ${field}}) { __typename }`);
const later = (minutes: number) => () => {
  now = Date.now() + minutes * 60_000;
};
let serial = 0;

async function changeAddress(user: SeededUser): Promise<void> {
  serial += 1;
  await update(`email: "moved${serial}@example.com"`)(user);
}

type Ending = {
  readonly end: (user: SeededUser) => unknown;
  /** Whose streams are over then. */
  readonly of: readonly string[];
};

const ENDINGS: Readonly<Record<string, Ending>> = {
  'an operator suspends the user': {
    end: update('isActive: false'),
    of: [...TOKENS, ...SESSIONS, ...KEYS],
  },
  'an identity provider suspends the user': {
    end: async ({ databaseId }) => {
      const scim = await clientOf(server, `Okta ${databaseId}`);
      const suspension = { op: 'replace', path: 'active', value: false };
      await scim.patch(`/Users/${databaseId}`, suspension);
    },
    of: [...TOKENS, ...SESSIONS, ...KEYS],
  },
  'the user is deleted': {
    end: ({ id }) => mutate(`deleteUser(input: {user: {id: "${id}"}}) { __typename }`),
    of: ["a user's token", "a user's session", "a link's session", ...KEYS],
  },
  'the user gets another address': {
    end: changeAddress,
    of: ["a user's token", "a user's session"],
  },
  'another user gets the address': {
    end: async (user) => {
      await changeAddress(user);
      await seedUser(server, { email: user.email });
    },
    of: ["a user's token", "a user's session"],
  },
  'the user is no administrator any more': { end: update('role: USER'), of: ADMINISTRATORS },
  'the keys and sessions of the user end': {
    end: ({ id }) => mutate(`revokeAllTokens(input: {user: {id: "${id}"}}) { __typename }`),
    of: ["a user's session", "a link's session", ...KEYS],
  },
  'all sessions are ended': { end: endAllSessions, of: SESSIONS },
  'nobody uses it for an hour': { end: later(61), of: SESSIONS },
  'two days are over': { end: later(2_880), of: [...TOKENS, ...SESSIONS] },
};

type Open = {
  readonly name: string;
  readonly user: SeededUser;
  readonly as: As;
  readonly meeting: number;
  readonly viewer: string;
  readonly events: Events;
};

/** A stream of each kind of caller that was told something already, each of another user. */
async function openAll(): Promise<readonly Open[]> {
  const all: Open[] = [];
  for (const [name, asCaller] of Object.entries(CALLERS)) {
    const role = ADMINISTRATORS.includes(name) ? { role: 'ADMIN' } : {};
    const user = await seedUser(server, role);
    const as = await asCaller(user);
    const viewer = await viewerOf(as);
    const events = await followChanges(server, `(user: {id: "${user.id}"})`, as);
    const meeting = await recordOne(server, user);
    expect([name, (await nextChange(events))?.databaseId]).toEqual([name, meeting]);
    all.push({ name, user, as, meeting, viewer, events });
  }
  return all;
}

async function viewerOf({ admin: adminKey, key, bearer, cookie }: As): Promise<string> {
  const response = await server.fetch('/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(adminKey !== undefined && { 'x-admin-api-key': adminKey }),
      ...(key !== undefined && { 'x-api-key': key }),
      ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
      ...(cookie !== undefined && { cookie, 'x-latchkey-csrf': '1' }),
    },
    body: JSON.stringify({ query: '{ viewer { access user { id } } }' }),
  });
  return await response.text();
}

describe('a stream and new requests end alike', () => {
  it.each(Object.keys(ENDINGS))('once %s', async (ending) => {
    const { end, of } = ENDINGS[ending] ?? { end: async () => {}, of: [] };
    const all = await openAll();
    for (const { user } of all) await end(user);
    const over: string[] = [];
    const refused: string[] = [];
    for (const { name, as, meeting, viewer, events } of all) {
      await move(server, meeting, { status: 'STOPPING' });
      if ((await nextChange(events)) === null) over.push(name);
      if ((await viewerOf(as)) !== viewer) refused.push(name);
      events.close();
    }
    expect({ over: over.sort(), refused: refused.sort() }).toEqual({
      over: [...of].sort(),
      refused: [...of].sort(),
    });
  });
});
