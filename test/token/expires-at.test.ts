import { isInputObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../src/api/graphql/schema.ts';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

// A lifetime is given in seconds or as an instant: one or the other.

const NOW = new Date('2026-05-01T08:00:00.000Z');
const YEAR = 365 * 86_400;

let now = NOW;
let server: TestServer;
let limited: TestServer;
let user: SeededUser;
beforeAll(async () => {
  const clock = () => now;
  server = await startServer({ clock });
  limited = await startServer({ clock, env: { TOKEN_MAX_LIFETIME: String(YEAR) } });
  for (const one of [limited, server]) user = await seedUser(one);
});
afterAll(async () => {
  await server.stop();
  await limited.stop();
});

type Result = {
  readonly __typename: string;
  readonly issues?: readonly { readonly path: string[]; readonly message: string }[];
  readonly token?: { readonly expiresAt: string | null };
  readonly adminKey?: { readonly expiresAt: string | null };
};

type Options = { readonly on?: TestServer; readonly key?: string };

/** By the name of the mutation: its input but for the lifetime. */
const GIVERS: Readonly<Record<string, (on: TestServer) => Promise<object>>> = {
  mintToken: async () => ({ user: { id: user.id } }),
  createAdminKey: async () => ({ name: 'ops' }),
  updateToken: async (on) => ({ token: { id: (await seedKey(on, user)).id } }),
};

async function give(name: string, lifetime: object, { on = server, key }: Options = {}) {
  const rest = await GIVERS[name]?.(on);
  return await change(name, { ...rest, ...lifetime }, { on, ...(key && { key }) });
}

async function change(name: string, input: object, { on = server, key }: Options = {}) {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}`;
  const what = name === 'createAdminKey' ? 'adminKey' : 'token';
  const { data, errors } = await on.graphql<{ result: Result }>(
    `mutation ($input: ${type}Input!) { result: ${name}(input: $input) { __typename
      ... on ${type}Success { ${what} { expiresAt } }
      ... on InvalidInputError { issues { path message } } } }`,
    { ...(key ? { key } : { admin: on.adminKey }), variables: { input } },
  );
  expect(errors).toBeUndefined();
  const { token, adminKey, ...result } = data.result;
  return { ...result, expiresAt: (token ?? adminKey)?.expiresAt };
}

it('every input with a lifetime is tried', () => {
  const givers = Object.values(schema.getMutationType()?.getFields() ?? {}).filter(({ args }) => {
    const type = schema.getType(String(args[0]?.type).replace('!', ''));
    return isInputObjectType(type) && 'expiresIn' in type.getFields();
  });
  expect(givers.map(({ name }) => name).toSorted()).toEqual(Object.keys(GIVERS).toSorted());
});

describe.each(Object.keys(GIVERS))('%s', (name) => {
  it('takes an instant as it is, to the millisecond', async () => {
    const expiresAt = '2026-07-01T12:34:56.789Z';
    expect(await give(name, { expiresAt })).toMatchObject({ expiresAt });
    const elsewhere = '2026-07-01T14:34:56.789+02:00';
    expect(await give(name, { expiresAt: elsewhere })).toMatchObject({ expiresAt });
  });

  it('takes seconds as before', async () => {
    expect(await give(name, { expiresIn: 3_600 })).toMatchObject({
      expiresAt: '2026-05-01T09:00:00.000Z',
    });
  });

  it('takes no two lifetimes, and names the second one', async () => {
    const expiresAt = '2026-07-01T12:34:56.789Z';
    expect(await give(name, { expiresIn: 3_600, expiresAt })).toMatchObject({
      issues: [
        {
          path: ['expiresAt'],
          message: 'cannot be used together with `expiresIn`: send only one of them',
        },
      ],
    });
  });

  it.each([
    ['2026-05-01T08:00:00.000Z', 'must be in the future'],
    ['2020-01-01T00:00:00.000Z', 'must be in the future'],
    ['2126-06-01T00:00:00.000Z', 'must be at most 3153600000 seconds from now'],
  ])('refuses %s: %s', async (expiresAt, message) => {
    const issues = [{ path: ['expiresAt'], message }];
    expect(await give(name, { expiresAt })).toMatchObject({ issues });
  });

  it('is never without either', async () => {
    expect(await give(name, { expiresIn: null, expiresAt: null })).toMatchObject({
      expiresAt: null,
    });
  });

  it('goes by the clock of the database where there is no other', async () => {
    const real = await startServer({ beside: server });
    try {
      const later = new Date(Date.now() + 3_600_000).toISOString();
      expect(await give(name, { expiresAt: later }, { on: real })).toMatchObject({
        expiresAt: later,
      });
      const past = new Date(Date.now() - 3_600_000).toISOString();
      const issues = [{ path: ['expiresAt'], message: 'must be in the future' }];
      expect(await give(name, { expiresAt: past }, { on: real })).toMatchObject({ issues });
    } finally {
      await real.stop();
    }
  });
});

describe('with a maximum lifetime', () => {
  it.each(['mintToken', 'updateToken'])('%s refuses a later instant', async (name) => {
    const last = new Date(NOW.getTime() + YEAR * 1_000).toISOString();
    expect(await give(name, { expiresAt: last }, { on: limited })).toMatchObject({
      expiresAt: last,
    });
    const beyond = new Date(NOW.getTime() + YEAR * 1_000 + 1).toISOString();
    expect(await give(name, { expiresAt: beyond }, { on: limited })).toMatchObject({
      issues: [
        {
          path: ['expiresAt'],
          message: `must be at most ${YEAR} seconds from now on this server`,
        },
      ],
    });
  });

  it('updateToken takes no end away', async () => {
    expect(await give('updateToken', { expiresAt: null }, { on: limited })).toMatchObject({
      issues: [{ path: ['expiresAt'], message: `must be at most ${YEAR} seconds on this server` }],
    });
  });
});

it('a repeated request gets its key also when that has expired', async () => {
  const send = async () => {
    const response = await server.fetch('/graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-admin-api-key': server.adminKey,
        'idempotency-key': 'mint-once',
      },
      body: JSON.stringify({
        query: `mutation { mintToken(input: {user: {id: "${user.id}"}, expiresAt: "2026-05-01T08:00:10Z"}) { ... on MintTokenSuccess { token { id } } ... on Error { message } } }`,
      }),
    });
    return await response.json();
  };
  const first = await send();
  now = new Date(NOW.getTime() + 20_000);
  expect(await send()).toMatchObject(first as object);
  now = NOW;
});

it("a user's own power brings an end forward by an instant, and never back", async () => {
  const admin = await seedUser(server, { role: 'ADMIN' });
  const { secret } = await seedKey(server, admin);
  const { id } = await seedKey(server, admin, { expiresIn: 7_200 });
  const setEnd = (expiresAt: string) =>
    change('updateToken', { token: { id }, expiresAt }, { key: secret });
  expect(await setEnd('2026-05-01T10:00:01Z')).toMatchObject({ __typename: 'ConflictError' });
  expect(await setEnd('2026-05-01T09:30:00Z')).toMatchObject({
    expiresAt: '2026-05-01T09:30:00.000Z',
  });
});

it('a successor lives as long as the key whose end was an instant', async () => {
  const { id } = await seedKey(server, user, { expiresAt: '2026-05-11T08:00:00Z' });
  now = new Date(NOW.getTime() + 4 * 86_400_000);
  const rotated = await change('rotateKey', { token: { id } });
  now = NOW;
  expect(rotated).toMatchObject({ expiresAt: '2026-05-15T08:00:00.000Z' });
});
