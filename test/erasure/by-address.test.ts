import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SeededUser, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

// A person who is named by its address, which nobody has once it is erased.

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

type Result = { readonly __typename: string; readonly erasure?: { readonly userId: string } };

async function eraseByAddress(address: string): Promise<Result> {
  const { data } = await server.graphql<{ eraseUser: Result }>(
    `mutation ($email: EmailAddress!, $confirmed: String!) {
      eraseUser(input: {user: {email: $email}, confirmEmail: $confirmed}) {
        __typename ... on EraseUserSuccess { erasure { userId pseudonym erasedAt } } } }`,
    { admin: server.adminKey, variables: { email: address, confirmed: address } },
  );
  return data.eraseUser;
}

const exists = async ({ databaseId: id }: SeededUser) =>
  (await server.db.prisma.user.count({ where: { id, deletedAt: null } })) === 1;

it('the same request returns the same receipt', async () => {
  const { id, email } = await seedUser(server);
  const first = await eraseByAddress(email);
  expect(first).toMatchObject({ __typename: 'EraseUserSuccess', erasure: { userId: id } });
  expect(await eraseByAddress(email)).toEqual(first);
  expect(await eraseByAddress(email.toUpperCase())).toEqual(first);
});

it('an address of two persons leads to the one who was erased last', async () => {
  const email = 'reused@example.com';
  const first = await seedUser(server, { email });
  await eraseByAddress(email);
  const second = await seedUser(server, { email });
  const { erasure } = await eraseByAddress(email);
  expect(erasure?.userId).toBe(second.id);
  expect((await eraseByAddress(email)).erasure).toEqual(erasure);
  const byId = await server.graphql<{ erasure: { userId: string } }>(
    `{ erasure(userId: "${first.id}") { userId } }`,
    { admin: server.adminKey },
  );
  expect(byId.data.erasure.userId).toBe(first.id);
});

it('an address that nobody ever had finds nobody', async () => {
  const other = await seedUser(server);
  expect((await eraseByAddress('nobody@example.com')).__typename).toBe('NotFoundError');
  expect(await exists(other)).toBe(true);
});
