import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SeededUser, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { numbers } from './random.ts';

// What an operator gave is all that a lineage has, however often its keys replace themselves, and
// whatever the policy was or becomes. One server for each policy, all on one database.

const START = new Date('2026-05-01T08:00:00.000Z').getTime();

type Policy = { readonly max: number | null; readonly allowed: readonly string[] };

const POLICIES: readonly (Policy & { readonly env: Record<string, string> })[] = [
  { max: null, allowed: ['bot', 'tx', 'browser'], env: {} },
  { max: 60, allowed: ['bot', 'tx', 'browser'], env: { TOKEN_MAX_LIFETIME: '60' } },
  {
    max: 200,
    allowed: ['tx', 'browser'],
    env: {
      TOKEN_MAX_LIFETIME: '200',
      TOKEN_DEFAULT_LIFETIME: '30',
      TOKEN_ALLOWED_SCOPES: 'tx,browser',
    },
  },
  { max: null, allowed: ['bot'], env: { TOKEN_ALLOWED_SCOPES: 'bot' } },
];

type Key = {
  readonly id: string;
  readonly secret: string;
  readonly scopes: readonly string[];
  /** As the server says. */
  readonly end: number;
  /** When an operator last granted an end, and which. */
  readonly grantedAt: number;
  readonly grantedEnd: number;
};

type Answer = {
  __typename: string;
  secret?: string;
  message?: string;
  token?: { id: string; scopes: string[]; expiresAt: string | null };
};

let now = START;
let servers: TestServer[];
let user: SeededUser;
beforeAll(async () => {
  const clock = () => new Date(now);
  const [{ env = {} } = {}, ...others] = POLICIES;
  const first = await startServer({ clock, env });
  servers = [first];
  for (const policy of others)
    servers.push(await startServer({ clock, env: policy.env, beside: first }));
  user = await seedUser(first);
});
afterAll(async () => {
  for (const server of servers.toReversed()) await server.stop();
});

type By = { readonly admin: string } | { readonly key: string };
const asBy = (by: string | By): By => (typeof by === 'string' ? { key: by } : by);

async function mutate(
  place: number,
  field: string,
  input: object,
  by: string | By | null = null,
): Promise<Answer> {
  const server = servers[place] as TestServer;
  const name = `${field[0]?.toUpperCase()}${field.slice(1)}`;
  const secret = field === 'updateToken' ? '' : 'secret';
  const { data, errors } = await server.graphql<{ answer: Answer }>(
    `mutation ($input: ${name}Input!) { answer: ${field}(input: $input) { __typename
      ... on ${name}Success { ${secret} token { id scopes expiresAt } } ... on Error { message } } }`,
    { ...asBy(by ?? { admin: server.adminKey }), variables: { input } },
  );
  if (errors !== undefined) return { __typename: errors[0]?.extensions.code ?? '' };
  return data.answer;
}

function endOf({ token }: Answer): number {
  return token?.expiresAt == null ? Number.POSITIVE_INFINITY : Date.parse(token.expiresAt);
}

function granted(answer: Answer): Key {
  const end = endOf(answer);
  return {
    id: answer.token?.id ?? '',
    secret: answer.secret ?? '',
    scopes: (answer.token?.scopes ?? []).map((scope) => scope.toLowerCase()),
    end,
    grantedAt: now,
    grantedEnd: end,
  };
}

const within = (most: number | null, since: number) =>
  most === null ? Number.POSITIVE_INFINITY : since + most * 1_000;

async function works({ secret }: Key): Promise<boolean> {
  const response = await servers[0]?.fetch('/auth/me', { headers: { 'x-api-key': secret } });
  return response?.status === 200;
}

type Step = (key: Key, place: number, random: ReturnType<typeof numbers>) => Promise<Key>;

/** What may happen to the newest key of a lineage, under one policy; yields the newest one after it. */
const STEPS: Readonly<Record<'wait' | 'update' | 'operator' | 'self', Step>> = {
  wait: (key, _place, random) => {
    now += random.upTo(30) * 1_000;
    return Promise.resolve(key);
  },
  update: async (key, place, random) => {
    const input = { id: key.id, expiresIn: 20 + random.upTo(30) };
    const answer = await mutate(place, 'updateToken', input);
    if (answer.token === undefined) return key;
    return { ...key, end: endOf(answer), grantedEnd: endOf(answer), grantedAt: now };
  },
  operator: async (key, place, random) => {
    const overlap = random.oneOf([0, 5]);
    const answer = await mutate(place, 'rotateKey', { id: key.id, overlap });
    if (answer.token === undefined) return key;
    const { max, allowed } = policyOf(place);
    const next = granted(answer);
    expect(next.end).toBeLessThanOrEqual(within(max, now));
    expect(allowed).toEqual(expect.arrayContaining([...next.scopes]));
    return next;
  },
  self: async (key, place, random) => {
    const overlap = random.oneOf([0, 5]);
    const answer = await mutate(place, 'rotateKey', { id: key.id, overlap }, key.secret);
    if (answer.token === undefined) return key;
    const { max, allowed } = policyOf(place);
    const { grantedAt, grantedEnd } = key;
    const next = { ...granted(answer), grantedAt, grantedEnd };
    expect(next.end).toBeLessThanOrEqual(Math.min(key.end, within(max, grantedAt)));
    expect(allowed).toEqual(expect.arrayContaining([...next.scopes]));
    expect(key.scopes).toEqual(expect.arrayContaining([...next.scopes]));
    return next;
  },
};

function policyOf(place: number): Policy {
  return POLICIES[place] as Policy;
}

describe.each([1, 2, 3, 4, 5])('a lineage, by sequence %i of what may happen to it', (seed) => {
  it('has no more time and no more scopes than an operator and the policy of the day gave it', async () => {
    const random = numbers(seed);
    const expiresIn = random.oneOf([null, 40, 150]);
    const input = { userId: user.id, scopes: ['BOT', 'TX'], expiresIn };
    let key = granted(await mutate(0, 'mintToken', input));
    for (let turn = 0; turn < 14; turn += 1) {
      const step = random.oneOf(['self', 'self', 'self', 'operator', 'update', 'wait'] as const);
      key = await STEPS[step](key, random.upTo(POLICIES.length), random);
      expect(key.end).toBeLessThanOrEqual(key.grantedEnd);
      expect(await works(key)).toBe(key.end > now);
    }
  });
});

describe('a key that replaces itself', () => {
  it('every few seconds ends when an operator said, not later', async () => {
    let key = granted(await mutate(0, 'mintToken', { userId: user.id, expiresIn: 6 }));
    for (let second = 1; second <= 12; second += 1) {
      now += 1_000;
      const answer = await mutate(0, 'rotateKey', { id: key.id }, key.secret);
      expect(answer.__typename).toBe(second < 6 ? 'RotateKeySuccess' : 'UNAUTHENTICATED');
      if (answer.token) key = granted(answer);
    }
  });

  it('without an end gets one from the policy that was set since, or is told to ask an operator', async () => {
    const mint = async () => granted(await mutate(0, 'mintToken', { userId: user.id }));
    const [early, late] = [await mint(), await mint()];
    now += 40_000;
    const rotated = await mutate(1, 'rotateKey', { id: early.id }, early.secret);
    expect(endOf(rotated)).toBe(now + 20_000);
    now += 40_000;
    expect(await mutate(1, 'rotateKey', { id: late.id }, late.secret)).toMatchObject({
      __typename: 'ConflictError',
      message: expect.stringContaining('ask an operator'),
    });
    expect(endOf(await mutate(1, 'rotateKey', { id: late.id }))).toBe(now + 60_000);
  });

  it('of an administrator gives itself no more time either', async () => {
    const admin = await seedUser(servers[0] as TestServer, { role: 'ADMIN' });
    const key = granted(await mutate(0, 'mintToken', { userId: admin.id, expiresIn: 60 }));
    now += 30_000;
    expect(endOf(await mutate(0, 'rotateKey', { id: key.id }, key.secret))).toBe(now + 30_000);
  });

  it('gets no more time by the power of its own user in any other way', async () => {
    const first = servers[0] as TestServer;
    const admin = await seedUser(first, { role: 'ADMIN' });
    const key = granted(await mutate(0, 'mintToken', { userId: admin.id, expiresIn: 60 }));
    const { data } = await first.graphql<{ answer: { secret: string } }>(
      `mutation { answer: createAdminKey(input: {name: "own"}) { ... on CreateAdminKeySuccess { secret } } }`,
      { key: key.secret },
    );
    const [oneself, dependent] = [{ key: key.secret }, { admin: data.answer.secret }];
    for (const by of [oneself, dependent])
      for (const expiresIn of [null, 61])
        expect(await mutate(0, 'updateToken', { id: key.id, expiresIn }, by)).toMatchObject({
          __typename: 'ConflictError',
          message: expect.stringMatching(/expiresIn.*ask an operator/),
        });
    const minted = await mutate(0, 'mintToken', { userId: admin.id, expiresIn: 600 }, oneself);
    expect(endOf(minted)).toBe(key.end);
    now += 30_000;
    const { id } = granted(await mutate(0, 'rotateKey', { id: key.id }, dependent));
    const shorter = { id, expiresIn: 20 };
    expect(endOf(await mutate(0, 'updateToken', shorter, dependent))).toBe(key.end - 10_000);
    expect((await mutate(0, 'updateToken', { id, expiresIn: 30 }, dependent)).__typename).toBe(
      'ConflictError',
    );
    expect(endOf(await mutate(0, 'updateToken', { id, expiresIn: 90 }))).toBe(now + 90_000);
    const others = granted(await mutate(0, 'mintToken', { userId: user.id, expiresIn: 5 }));
    const longer = { id: others.id, expiresIn: 600 };
    expect(endOf(await mutate(0, 'updateToken', longer, dependent))).toBe(now + 600_000);
  });

  it('is refused, with the scopes that remain, where none of its scopes is issued any longer', async () => {
    const key = granted(await mutate(0, 'mintToken', { userId: user.id, scopes: ['TX'] }));
    expect(await mutate(3, 'rotateKey', { id: key.id }, key.secret)).toMatchObject({
      __typename: 'ConflictError',
      message: expect.stringContaining('Allowed: bot'),
    });
    expect(await works(key)).toBe(true);
  });
});
