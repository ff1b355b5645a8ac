import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPlausibleSecret } from '../../src/core/input/key-forms.ts';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

const WHO = '{ viewer { access user { email } } }';

let server: TestServer;
let user: SeededUser;

beforeAll(async () => {
  server = await startServer();
  user = await seedUser(server);
});
afterAll(() => server.stop());

describe('a key', () => {
  it('has prefix, first scope, 32 random characters and a checksum', async () => {
    const { secret } = await seedKey(server, user, { scopes: ['TX', 'BOT'] });
    expect(secret).toMatch(/^vxa_tx_[0-9A-Za-z]{38}$/);
    expect(isPlausibleSecret(secret)).toBe(true);
  });

  it('is kept as a digest of 32 bytes and a hint, nothing else', async () => {
    const { secret, databaseId } = await seedKey(server, user);
    const row = await server.db.prisma.apiToken.findUniqueOrThrow({
      where: { id: BigInt(databaseId) },
    });
    expect(row.digest).toHaveLength(32);
    expect(row.hint).toBe(`vxa_bot_…${secret.slice(-4)}`);
    expect(JSON.stringify({ ...row, id: 0, userId: 0 })).not.toContain(secret);
  });

  it('is refused when it is not exactly what was minted', async () => {
    const { secret } = await seedKey(server, user);
    const swapped = secret.replace(/[a-zA-Z](?=[^a-zA-Z]*$)/, (letter) =>
      letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
    );
    const wrong = [
      secret.slice(0, -1),
      `${secret}x`,
      `${secret.slice(0, -1)}!`,
      swapped,
      `${secret.slice(0, 20)} ${secret.slice(20)}`,
      `${secret},${secret}`,
      'vxa_bot_',
      `vxa_bot_${'0'.repeat(38)}`,
    ];
    for (const key of wrong) {
      const reply = await server.graphql(WHO, { key });
      expect(reply).toMatchObject({
        status: 401,
        errors: [{ message: 'Invalid API key', extensions: { code: 'UNAUTHENTICATED' } }],
      });
    }
    expect((await server.graphql(WHO, { key: secret })).status).toBe(200);
  });

  it('is told apart from unknown, revoked and malformed ones by nothing in the answer', async () => {
    const revoked = await seedKey(server, user);
    await revoke(revoked.id);
    const answers = await Promise.all(
      [revoked.secret, 'A'.repeat(40), 'garbage'].map(async (key) => {
        const response = await server.fetch('/graphql', {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-api-key': key, 'x-request-id': 'same' },
          body: JSON.stringify({ query: WHO }),
        });
        const headers = Object.fromEntries(
          [...response.headers].filter(([name]) => name !== 'date'),
        );
        return { status: response.status, headers, body: await response.text() };
      }),
    );
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  it.each([
    ['40 characters without a prefix', 'AbCdEf1234567890AbCdEf1234567890AbCdEf12'],
    ['a scope and 32 characters', `vxa_tx_${'a1B2'.repeat(8)}`],
    ['a scope and 40 characters', `vxa_bot_${'a1B2C'.repeat(8)}`],
    ['the word user and 40 characters', `vxa_user_${'a1B2C'.repeat(8)}`],
  ])('of an older version of the platform works: %s', async (_form, text) => {
    const { databaseId } = await seedKey(server, user);
    const { digestOf } = await import('../../src/security/keys/secret.ts');
    await server.db.prisma.apiToken.update({
      where: { id: BigInt(databaseId) },
      data: { digest: digestOf(text, server.app.peppers.current.text) },
    });
    expect((await server.graphql(WHO, { key: text })).data).toMatchObject({
      viewer: { user: { email: user.email } },
    });
  });

  it('stops at its expiry, by the clock of the rules', async () => {
    let now = new Date('2026-11-20T12:00:00Z');
    const timed = await startServer({ clock: () => now });
    const { secret } = await seedKey(timed, await seedUser(timed), { expiresIn: 60 });
    now = new Date('2026-11-20T12:00:59.999Z');
    expect((await timed.graphql(WHO, { key: secret })).status).toBe(200);
    now = new Date('2026-11-20T12:01:00Z');
    expect(await timed.graphql(WHO, { key: secret })).toMatchObject({
      status: 401,
      errors: [{ message: 'API key expired' }],
    });
    await timed.stop();
  });

  it.each(['0', '-1', '3153600001', '9223372036854775807'])(
    'with an expiry of %s seconds is not made',
    async (expiresIn) => {
      const reply = await server.graphql(
        `mutation ($input: MintTokenInput!) { mintToken(input: $input) { __typename ... on InvalidInputError { issues { path } } } }`,
        { admin: server.adminKey, variables: { input: { userId: user.id, expiresIn } } },
      );
      expect(reply.data).toMatchObject({
        mintToken: { __typename: 'InvalidInputError', issues: [{ path: ['expiresIn'] }] },
      });
    },
  );

  it('stops with its user, and comes back with it', async () => {
    const owner = await seedUser(server);
    const { secret } = await seedKey(server, owner);
    await setActive(owner, false);
    expect((await server.graphql(WHO, { key: secret })).status).toBe(401);
    await setActive(owner, true);
    expect((await server.graphql(WHO, { key: secret })).status).toBe(200);
  });

  it('may revoke itself, and no other', async () => {
    const own = await seedKey(server, user);
    const other = await seedKey(server, user);
    expect(await revoke(other.id, own.secret)).toBe('NotFoundError');
    expect(await revoke(own.id, own.secret)).toBe('RevokeTokenSuccess');
    expect((await server.graphql(WHO, { key: own.secret })).status).toBe(401);
    expect((await server.graphql(WHO, { key: other.secret })).status).toBe(200);
  });

  it('beside a right admin key still refuses the request when it is wrong, and the other way round', async () => {
    const { secret } = await seedKey(server, user);
    expect((await server.graphql(WHO, { admin: server.adminKey, key: 'wrong' })).status).toBe(401);
    expect((await server.graphql(WHO, { admin: 'wrong', key: secret })).status).toBe(401);
    const both = await server.graphql(WHO, { admin: server.adminKey, key: secret });
    expect(both.data).toMatchObject({
      viewer: { access: ['ADMIN', 'ANALYTICS', 'USER'], user: { email: user.email } },
    });
  });

  it('counts only in its own header and as a bearer token', async () => {
    const { secret } = await seedKey(server, user);
    expect((await server.graphql(WHO, { admin: secret })).status).toBe(401);
    expect((await server.graphql(WHO, { key: server.adminKey })).status).toBe(401);
    const elsewhere = await server.fetch(`/graphql?api_key=${secret}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-auth-token': secret,
        cookie: `x-api-key=${secret}`,
      },
      body: JSON.stringify({ query: WHO }),
    });
    expect(await elsewhere.json()).toMatchObject({ data: { viewer: { access: [], user: null } } });
  });
});

describe('a second process', () => {
  it('refuses a revoked key from the very next request on, 200 times of 200', async () => {
    const second = await startServer({ beside: server });
    let stale = 0;
    for (let round = 0; round < 200; round += 1) {
      const { id, secret } = await seedKey(server, user);
      if (round === 0) expect((await second.graphql(WHO, { key: secret })).status).toBe(200);
      await revoke(id);
      const [here, there] = await Promise.all([
        server.graphql(WHO, { key: secret }),
        second.graphql(WHO, { key: secret }),
      ]);
      stale += Number(here.status !== 401) + Number(there.status !== 401);
    }
    await second.stop();
    expect(stale).toBe(0);
  });
});

async function revoke(id: string, key?: string): Promise<string> {
  const { data } = await server.graphql<{ revokeToken: { __typename: string } }>(
    'mutation ($id: ID!) { revokeToken(input: {id: $id}) { __typename } }',
    { ...(key === undefined ? { admin: server.adminKey } : { key }), variables: { id } },
  );
  return data.revokeToken.__typename;
}

async function setActive({ id }: SeededUser, isActive: boolean): Promise<void> {
  await server.graphql(
    'mutation ($input: UpdateUserInput!) { updateUser(input: $input) { __typename } }',
    {
      admin: server.adminKey,
      variables: { input: { id, isActive } },
    },
  );
}
