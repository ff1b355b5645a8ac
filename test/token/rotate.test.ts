import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

type Rotated = {
  __typename: string;
  secret?: string;
  token?: { name: string; scopes: string[]; generation: number; expiresAt: string | null };
};

let server: TestServer;
let user: SeededUser;

beforeAll(async () => {
  server = await startServer();
  user = await seedUser(server);
});
afterAll(() => server.stop());

async function rotate(
  id: string,
  headers: { admin?: string; key?: string } = { admin: server.adminKey },
): Promise<Rotated> {
  const { data } = await server.graphql<{ rotateKey: Rotated }>(
    `mutation ($id: ID!) { rotateKey(input: {id: $id}) {
      __typename ... on RotateKeySuccess { secret token { name scopes generation expiresAt } }
    } }`,
    { ...headers, variables: { id } },
  );
  return data.rotateKey;
}

async function works(key: string): Promise<boolean> {
  return (await server.graphql('{ viewer { access } }', { key })).status === 200;
}

describe('rotateKey', () => {
  it('ends the old key at once and makes a successor with its name, scopes and time to live', async () => {
    const old = await seedKey(server, user, { scopes: ['TX'], name: 'ci', expiresIn: 3_600 });
    const rotated = await rotate(old.id);
    expect(rotated).toMatchObject({
      __typename: 'RotateKeySuccess',
      token: { name: 'ci', scopes: ['TX'], generation: 2 },
    });
    expect(Date.parse(rotated.token?.expiresAt ?? '') - Date.now()).toBeGreaterThan(3_500_000);
    expect(await works(old.secret)).toBe(false);
    expect(await works(rotated.secret ?? '')).toBe(true);
    const row = await server.db.prisma.apiToken.findFirstOrThrow({
      where: { replacesId: BigInt(old.databaseId) },
    });
    expect(row.generation).toBe(2);
  });

  it('lets a key rotate itself, and no other', async () => {
    const own = await seedKey(server, user);
    const other = await seedKey(server, user);
    expect((await rotate(other.id, { key: own.secret })).__typename).toBe('NotFoundError');
    expect((await rotate(own.id, { key: own.secret })).__typename).toBe('RotateKeySuccess');
  });

  it('has one winner of ten at once, and a conflict for the others', async () => {
    const { id } = await seedKey(server, user);
    const results = await Promise.all(Array.from({ length: 10 }, () => rotate(id)));
    const won = results.filter(({ __typename }) => __typename === 'RotateKeySuccess');
    expect(won).toHaveLength(1);
    expect(results.filter(({ __typename }) => __typename === 'ConflictError')).toHaveLength(9);
    expect(await works(won[0]?.secret ?? '')).toBe(true);
  });

  it('says of an unknown key and of the id of something else what is wrong', async () => {
    expect((await rotate(Buffer.from('ApiToken:999999').toString('base64url'))).__typename).toBe(
      'NotFoundError',
    );
    expect((await rotate(user.id)).__typename).toBe('InvalidInputError');
  });
});
