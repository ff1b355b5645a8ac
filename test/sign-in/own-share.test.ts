import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import type { TestServer } from '../support/server.ts';
import { type Browser, newBrowser, PROOF, signIn } from './browser.ts';
import { signInByLink } from './link-form.ts';
import { type People, startPeople, USERS } from './people-server.ts';

// Whatever users make for themselves counts with them: they get no more requests by it.

const LIMIT = 10;
const ADMIN_LIMIT = 14;

type Sender = { readonly browser: Browser } | { readonly headers: Record<string, string> };
type Made = { readonly id: string; readonly secret: string };

const asUser = ({ secret }: Made): Sender => ({ headers: { 'x-api-key': secret } });
const asAdmin = ({ secret }: Made): Sender => ({ headers: { 'x-admin-api-key': secret } });

const MINTED = '... on MintTokenSuccess { secret token { id } }';
const ROTATED = '... on RotateKeySuccess { secret token { id } }';
const CREATED = '... on CreateAdminKeySuccess { secret token: adminKey { id } }';

// The minutes of the limits are the process's own: they pass when the tests say so.
beforeAll(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
});
afterAll(() => {
  vi.useRealTimers();
});

describe.each(['memory', 'postgres'])('counted in %s', (RATE_LIMIT_STORE) => {
  let people: People;
  let server: TestServer;
  let email = '';
  beforeAll(async () => {
    people = await startPeople({
      rules: [USERS],
      env: {
        RATE_LIMIT_STORE,
        RATE_LIMIT_KEY: String(LIMIT),
        RATE_LIMIT_ADMIN_KEY: String(ADMIN_LIMIT),
        RATE_LIMIT_ADDRESS: '0',
        TOKEN_MAX_PER_USER: '1000',
      },
    });
    ({ server } = people);
  });
  afterAll(() => people.stop());

  let letIn = 0;
  const nextMinute = () => vi.setSystemTime(Date.now() + 60_001);

  /** @returns what was answered; null beyond the limit */
  async function send(by: Sender, query: string): Promise<Made | null> {
    const init = { method: 'POST', body: JSON.stringify({ query }) };
    const url = `${server.url}/graphql`;
    const response = await ('browser' in by
      ? by.browser.send(url, { ...init, headers: PROOF })
      : fetch(url, { ...init, headers: { 'content-type': 'application/json', ...by.headers } }));
    if (response.status === 429) return null;
    letIn += 1;
    const { data } = (await response.json()) as {
      data: { it: { secret?: string; token?: { id: string } } };
    };
    return { id: data.it.token?.id ?? '', secret: data.it.secret ?? '' };
  }

  const look = (by: Sender) => send(by, '{ it: viewer { access } }');
  const mint = (by: Sender, user: SeededUser) =>
    send(by, `mutation { it: mintToken(input: {user: {id: "${user.id}"}}) { ${MINTED} } }`);
  const rotate = (by: Sender, { id }: Made) =>
    send(by, `mutation { it: rotateKey(input: {token: {id: "${id}"}}) { ${ROTATED} } }`);
  const revoke = (by: Sender, { id }: Made) =>
    send(by, `mutation { it: revokeToken(input: {token: {id: "${id}"}}) { __typename } }`);
  const create = (by: Sender) =>
    send(by, `mutation { it: createAdminKey(input: {name: "more"}) { ${CREATED} } }`);

  const operator = () => asAdmin({ id: '', secret: server.adminKey });

  const seeded = async (fields: object = {}) => {
    nextMinute();
    email = `person${Math.random()}@example.com`;
    const user = await seedUser(server, { email, ...fields });
    nextMinute();
    return user;
  };
  const byLink = async (user: SeededUser): Promise<Sender> => {
    const browser = await signInByLink(server, user);
    nextMinute();
    return { browser };
  };
  const byProvider = async (): Promise<Sender> => {
    const browser = newBrowser();
    const exp = Math.floor(Date.now() / 1_000) + 86_400;
    people.provider.setClaims({ email, email_verified: true, exp });
    await signIn(browser, server.url);
    nextMinute();
    return { browser };
  };

  /** Works until it is refused, at most this often. @returns how many requests were let in */
  async function used(work: () => Promise<boolean>): Promise<number> {
    letIn = 0;
    for (let turn = 0; turn < 4 * ADMIN_LIMIT; turn += 1) if (!(await work())) break;
    return letIn;
  }

  const usedByMinting = (key: Made, user: SeededUser) =>
    used(async () => {
      const next = await mint(asUser(key), user);
      return next !== null && (await look(asUser(next))) !== null;
    });

  it.each([['link'], ['provider']])('a session by %s that mints, uses and revokes', async (how) => {
    const user = await seeded();
    const session = how === 'link' ? await byLink(user) : await byProvider();
    const all = await used(async () => {
      const key = await mint(session, user);
      if (key === null) return false;
      for (let turn = 0; turn < 3; turn += 1) await look(asUser(key));
      return (await revoke(session, key)) !== null;
    });
    expect(all).toBe(2 * LIMIT);
  });

  it('a session that mints once, and whose key goes on', async () => {
    const user = await seeded();
    const session = await byLink(user);
    const key = await mint(session, user);
    if (key === null) throw new Error('no key was minted');
    nextMinute();
    expect(await used(async () => (await look(asUser(key))) !== null)).toBe(LIMIT);
    // With it, the user can still revoke the key.
    expect(await revoke(session, key)).not.toBeNull();
  });

  it('a session that rotates a key of its own', async () => {
    const user = await seeded();
    const session = await byLink(user);
    let key = await mint(session, user);
    nextMinute();
    const all = await used(async () => {
      if (key !== null) await look(asUser(key));
      key = key && (await rotate(session, key));
      return key !== null;
    });
    expect(all).toBe(2 * LIMIT);
  });

  it('a key of its own that rotates itself', async () => {
    const user = await seeded();
    const session = await byLink(user);
    let key = await mint(session, user);
    nextMinute();
    const all = await used(async () => {
      await look(session);
      key = key && (await rotate(asUser(key), key));
      return key !== null;
    });
    expect(all).toBe(2 * LIMIT);
  });

  it('two sessions of one user, by link and by provider', async () => {
    const user = await seeded();
    const [first, second, third] = [await byLink(user), await byLink(user), await byProvider()];
    let turn = 0;
    const all = await used(async () => {
      turn += 1;
      return (await look([first, second, third][turn % 3] ?? first)) !== null;
    });
    expect(all).toBe(LIMIT);
  });

  it('a key of an administrator that mints for its user', async () => {
    const user = await seeded({ role: 'ADMIN' });
    const key = await seedKey(server, user);
    const own = await mint(asUser(key), user);
    if (own === null) throw new Error('no key was minted');
    nextMinute();
    // What an operator minted has a share of its own.
    expect(await used(async () => (await look(asUser(key))) !== null)).toBe(LIMIT);
    expect(await usedByMinting(own, user)).toBe(LIMIT);
    expect(await look(asUser(own))).toBeNull();
  });

  it('a key that a user minted before it became an administrator', async () => {
    const user = await seeded();
    const key = await mint(await byLink(user), user);
    if (key === null) throw new Error('no key was minted');
    await send(
      operator(),
      `mutation { it: updateUser(input: {user: {id: "${user.id}"}, role: ADMIN}) { __typename } }`,
    );
    nextMinute();
    expect(await usedByMinting(key, user)).toBe(LIMIT);
  });

  it('admin keys that depend on a user, and what they mint for it', async () => {
    const user = await seeded({ role: 'ADMIN' });
    const first = await create(asUser(await seedKey(server, user)));
    if (first === null) throw new Error('no key was created');
    const own = await mint(asAdmin(first), user);
    if (own === null) throw new Error('no key was minted');
    nextMinute();
    let maker = first;
    const all = await used(async () => {
      const next = await create(asAdmin(maker));
      if (next === null) return false;
      maker = next;
      return (await look(asAdmin(next))) !== null;
    });
    expect(all).toBe(ADMIN_LIMIT);
    expect(await look(asAdmin(first))).toBeNull();
    expect(await usedByMinting(own, user)).toBe(LIMIT);
  });

  it('keys that an operator minted, and admin keys of an operator, have a share each', async () => {
    const user = await seeded();
    const session = await byLink(user);
    const keys = [await seedKey(server, user), await seedKey(server, user)];
    const admins = [await create(operator()), await create(operator())];
    nextMinute();
    for (const key of keys)
      expect(await used(async () => (await look(asUser(key))) !== null)).toBe(LIMIT);
    for (const key of admins)
      expect(await used(async () => key !== null && (await look(asAdmin(key))) !== null)).toBe(
        ADMIN_LIMIT,
      );
    expect(await used(async () => (await look(session)) !== null)).toBe(LIMIT);
  });

  it('a lower limit that an operator set holds for all keys of its own together', async () => {
    const user = await seeded();
    const session = await byLink(user);
    const { id } = await seedKey(server, user);
    await send(
      operator(),
      `mutation { it: updateToken(input: {token: {id: "${id}"}, rateLimit: 4}) { __typename } }`,
    );
    const keys = [await mint(session, user), await mint(session, user)];
    nextMinute();
    let turn = 0;
    const all = await used(async () => {
      turn += 1;
      const key = keys[turn % 2];
      return key != null && (await look(asUser(key))) !== null;
    });
    expect(all).toBe(4);
  });
});
