import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

// What gives power never outlives the key by which it was made: each sort of key that ends, and each way
// in which it can make another.

const HOUR_MS = 3_600_000;
const HOUR = 'expiresIn: "3600"';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

type By = { readonly admin?: string; readonly key?: string };
type Key = { readonly id: string; readonly secret: string; readonly expiresAt: string | null };

async function make(field: string, input: string, by: By): Promise<Key> {
  const type = `${field[0]?.toUpperCase()}${field.slice(1)}Success`;
  const row = /AdminKey/.test(field) ? 'adminKey' : 'token';
  const { data, errors } = await server.graphql<{
    made: { secret: string; row: Omit<Key, 'secret'> };
  }>(
    `mutation { made: ${field}(input: {${input}}) { ... on ${type} { secret row: ${row} { id expiresAt } } } }`,
    by,
  );
  expect(errors).toBeUndefined();
  return { ...data.made.row, secret: data.made.secret };
}

const operator = (): By => ({ admin: server.adminKey });
const administrator = () => seedUser(server, { role: 'ADMIN' });
const keyOf = (user: SeededUser, input = '') =>
  make('mintToken', `userId: "${user.id}", scopes: [BROWSER] ${input}`, operator());
const newAdminKey = (by: By, input = '') => make('createAdminKey', `name: "made" ${input}`, by);

/** Keys that end in an hour at most, by what they are. */
const CREATORS: Readonly<Record<string, () => Promise<{ by: By; key: Key }>>> = {
  'the key of an administrator': async () => {
    const key = await keyOf(await administrator(), HOUR);
    return { by: { key: key.secret }, key };
  },
  'an admin key': async () => {
    const key = await newAdminKey(operator(), HOUR);
    return { by: { admin: key.secret }, key };
  },
  'an admin key that depends on an administrator': async () => {
    const { secret } = await keyOf(await administrator());
    const key = await newAdminKey({ key: secret }, HOUR);
    return { by: { admin: key.secret }, key };
  },
  'an admin key that was made with one that ends': async () => {
    const { secret } = await keyOf(await administrator(), HOUR);
    const key = await newAdminKey({ key: secret });
    return { by: { admin: key.secret }, key };
  },
};

/** Keys that were replaced, and work for ten more minutes. */
const REPLACED: Readonly<Record<string, () => Promise<By>>> = {
  'the key of an administrator': async () => {
    const key = await keyOf(await administrator());
    await make('rotateKey', `id: "${key.id}", overlap: 600`, operator());
    return { key: key.secret };
  },
  'an admin key': async () => {
    const key = await newAdminKey(operator());
    await make('rotateAdminKey', `id: "${key.id}", overlap: 600`, operator());
    return { admin: key.secret };
  },
};

/** What a key can make that gives its power. */
const OPERATIONS: Readonly<Record<string, (by: By, own: Key) => Promise<Key>>> = {
  'an admin key': (by) => newAdminKey(by),
  'an admin key for longer': (by) => newAdminKey(by, 'expiresIn: "999999"'),
  'the successor of an admin key without an end': async (by) =>
    make('rotateAdminKey', `id: "${(await newAdminKey(operator())).id}"`, by),
  'the successor of an admin key that ends later': async (by) =>
    make(
      'rotateAdminKey',
      `id: "${(await newAdminKey(operator(), 'expiresIn: "999999"')).id}"`,
      by,
    ),
  'the successor of an admin key, in an overlap': async (by) =>
    make('rotateAdminKey', `id: "${(await newAdminKey(operator())).id}", overlap: 600`, by),
  'a key of another administrator': async (by) =>
    make('mintToken', `userId: "${(await administrator()).id}"`, by),
  'the successor of a key of another administrator': async (by) =>
    make('rotateKey', `id: "${(await keyOf(await administrator())).id}"`, by),
  'its own successor': (by, own) =>
    make(by.key === undefined ? 'rotateAdminKey' : 'rotateKey', `id: "${own.id}"`, by),
};

/** What has been replaced has a successor already. */
const OTHERS = Object.keys(OPERATIONS).filter((operation) => operation !== 'its own successor');
const REPLACED_PAIRS = Object.keys(REPLACED).flatMap((creator) =>
  OTHERS.map((operation) => [creator, operation] as const),
);

const PAIRS = Object.keys(CREATORS).flatMap((creator) =>
  Object.keys(OPERATIONS).map((operation) => [creator, operation] as const),
);

describe('what is made ends no later than what made it', () => {
  it.each(PAIRS)('%s makes %s', async (creator, operation) => {
    const { by, key } = (await CREATORS[creator]?.()) ?? { by: {}, key: null };
    if (key === null) throw new Error('no such creator');
    const made = await OPERATIONS[operation]?.(by, key);
    expect(made?.expiresAt).not.toBeNull();
    expect(Date.parse(made?.expiresAt ?? '')).toBeLessThanOrEqual(Date.parse(key.expiresAt ?? ''));
  });

  it.each(REPLACED_PAIRS)(
    '%s, in its overlap, makes %s that does not outlive that',
    async (creator, operation) => {
      const by = (await REPLACED[creator]?.()) ?? {};
      const made = await OPERATIONS[operation]?.(by, { id: '', secret: '', expiresAt: null });
      expect(Date.parse(made?.expiresAt ?? '')).toBeLessThan(Date.now() + HOUR_MS);
    },
  );

  it('a dependent admin key gives no fresh life to one that ends', async () => {
    const { secret } = await keyOf(await administrator());
    const { secret: dependent } = await newAdminKey({ key: secret });
    const ending = await newAdminKey(operator(), HOUR);
    const successor = await make('rotateAdminKey', `id: "${ending.id}"`, { admin: dependent });
    expect(successor.expiresAt).toBe(ending.expiresAt);
  });

  it('what an operator of the environment makes has the end that was asked for', async () => {
    const endless = await newAdminKey(operator());
    expect(endless.expiresAt).toBeNull();
    expect((await make('rotateAdminKey', `id: "${endless.id}"`, operator())).expiresAt).toBeNull();
    expect((await keyOf(await administrator())).expiresAt).toBeNull();
    // Keys of ordinary users give no power: they are the work of an admin key, not its copies.
    const { by } = (await CREATORS['an admin key']?.()) ?? { by: {} };
    const plain = await seedUser(server);
    expect((await make('mintToken', `userId: "${plain.id}"`, by)).expiresAt).toBeNull();
  });
});

describe('who ends a lineage ends the admin keys that were made with it', () => {
  const opens = async ({ secret }: Key) =>
    (await server.fetch('/admin/users', { headers: { 'x-admin-api-key': secret } })).status === 200;
  const end = (field: string, { id }: Key) =>
    server.graphql(`mutation { ${field}(input: {id: "${id}"}) { __typename } }`, operator());

  async function family(by: By): Promise<Key[]> {
    const direct = await newAdminKey(by);
    const indirect = await newAdminKey({ admin: direct.secret });
    const rotated = await make('rotateAdminKey', `id: "${indirect.id}"`, operator());
    return [direct, await newAdminKey({ admin: rotated.secret }), rotated];
  }

  it('of a user key, and no others', async () => {
    const user = await administrator();
    const key = await keyOf(user);
    const other = await seedKey(server, user, { scopes: ['BROWSER'] });
    const made = await family({ key: key.secret });
    const byOther = await newAdminKey({ key: other.secret });
    const next = await make('rotateKey', `id: "${key.id}"`, operator());
    await end('revokeLineage', next);
    expect(await Promise.all(made.map(opens))).toEqual([false, false, false]);
    expect(await opens(byOther)).toBe(true);
  });

  it('of an admin key, and no others', async () => {
    const key = await newAdminKey(operator());
    const other = await newAdminKey(operator());
    const made = await family({ admin: key.secret });
    await end('revokeAdminKeyLineage', key);
    expect(await Promise.all([key, ...made].map(opens))).toEqual([false, false, false, false]);
    expect(await opens(other)).toBe(true);
  });
});
