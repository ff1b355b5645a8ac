import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedKey, seedMeetings, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

type Created = {
  createUser: {
    __typename: string;
    created?: boolean;
    user?: { id: string; databaseId: number; email: string };
    issues?: { path: string[]; message: string }[];
  };
};
type Updated = {
  updateUser: {
    __typename: string;
    user?: { email: string; name: string | null; data: unknown; maxConcurrentBots: number };
  };
};

function create(input: Readonly<Record<string, unknown>>) {
  return server.graphql<Created>(
    `mutation ($input: CreateUserInput!) { createUser(input: $input) { __typename
      ... on CreateUserSuccess { created user { id databaseId email } }
      ... on InvalidInputError { issues { path message } } } }`,
    { admin: server.adminKey, variables: { input } },
  );
}

async function update(input: Readonly<Record<string, unknown>>): Promise<Updated['updateUser']> {
  const { data } = await server.graphql<Updated>(
    `mutation ($input: UpdateUserInput!) { updateUser(input: $input) { __typename
      ... on UpdateUserSuccess { user { email name data maxConcurrentBots } } } }`,
    { admin: server.adminKey, variables: { input } },
  );
  return data.updateUser;
}

describe('createUser', () => {
  it('creates a user once, and finds it without regard to case after that', async () => {
    const first = await create({ email: '  Ada <Ada@Example.COM> ', name: 'Ada' });
    expect(first.data.createUser).toMatchObject({
      created: true,
      user: { email: 'Ada@example.com' },
    });
    const again = await create({ email: 'aDA@example.com', name: 'Other' });
    expect(again.data.createUser).toMatchObject({
      created: false,
      user: { id: first.data.createUser.user?.id },
    });
    const row = await server.db.prisma.user.findFirstOrThrow({
      where: { email: 'Ada@example.com' },
    });
    expect(row.name).toBe('Ada');
  });

  it('lists everything that is wrong, each with its path, and changes nothing', async () => {
    const before = await server.db.prisma.user.count();
    const { data } = await create({
      email: 'nope',
      name: 'x'.repeat(101),
      imageUrl: 'ftp://x',
      maxConcurrentBots: -1,
      data: { ['__proto__']: {} },
    });
    expect(data.createUser.issues?.map(({ path }) => path)).toEqual([
      ['email'],
      ['name'],
      ['imageUrl'],
      ['maxConcurrentBots'],
      ['data'],
    ]);
    expect(await server.db.prisma.user.count()).toBe(before);
  });

  it('makes one row of fifty simultaneous creations of one address', async () => {
    const replies = await Promise.all(
      Array.from({ length: 50 }, () => create({ email: 'race@example.com' })),
    );
    expect(replies.filter(({ data }) => data.createUser.created === true)).toHaveLength(1);
    expect(new Set(replies.map(({ data }) => data.createUser.user?.id)).size).toBe(1);
  });
});

describe('updateUser', () => {
  it('merges data key by key, removes keys set to null, and leaves what is not named', async () => {
    const { id } = await seedUser(server, { data: { a: 1, b: 2, nested: { x: 1 } }, name: 'N' });
    const changed = await update({ id, data: { b: null, c: 3, nested: { y: 2 } } });
    expect(changed.user).toMatchObject({ name: 'N', data: { a: 1, c: 3, nested: { y: 2 } } });
  });

  it('loses none of twenty simultaneous merges', async () => {
    const { id, databaseId } = await seedUser(server);
    await Promise.all(
      Array.from({ length: 20 }, (_, place) => update({ id, data: { [`key${place}`]: place } })),
    );
    const row = await server.db.prisma.user.findUniqueOrThrow({
      where: { id: BigInt(databaseId) },
    });
    expect(Object.keys(row.data as object)).toHaveLength(20);
  });

  it('goes back to the default when the limit is set to null', async () => {
    const { id } = await seedUser(server, { maxConcurrentBots: 7 });
    expect((await update({ id, maxConcurrentBots: null })).user?.maxConcurrentBots).toBe(0);
  });

  it('refuses the address of another user', async () => {
    const [one, other] = [await seedUser(server), await seedUser(server)];
    expect((await update({ id: one.id, email: other.email.toUpperCase() })).__typename).toBe(
      'ConflictError',
    );
  });

  it('says that an unknown user is not there', async () => {
    expect(
      (await update({ id: Buffer.from('User:999999').toString('base64url'), name: 'x' }))
        .__typename,
    ).toBe('NotFoundError');
  });
});

describe('deleteUser', () => {
  it('ends all keys, keeps the meetings, and frees the address', async () => {
    const user = await seedUser(server);
    const { secret } = await seedKey(server, user);
    const [meetingId] = await seedMeetings(server, user.databaseId, 1);
    const remove = () =>
      server.graphql<{ deleteUser: { __typename: string } }>(
        'mutation ($id: ID!) { deleteUser(input: {id: $id}) { __typename } }',
        { admin: server.adminKey, variables: { id: user.id } },
      );
    expect((await remove()).data.deleteUser.__typename).toBe('DeleteUserSuccess');
    expect((await remove()).data.deleteUser.__typename).toBe('NotFoundError');
    expect((await server.graphql('{ viewer { access } }', { key: secret })).status).toBe(401);
    const meeting = await server.graphql(
      'query ($id: BigInt) { meeting(by: {databaseId: $id}) { user { email deletedAt } } }',
      { admin: server.adminKey, variables: { id: String(meetingId) } },
    );
    expect(meeting.data).toMatchObject({ meeting: { user: { email: user.email } } });
    expect((await create({ email: user.email })).data.createUser.created).toBe(true);
  });
});

describe('looking users up', () => {
  it('finds one by id, number and address, and null for none', async () => {
    const user = await seedUser(server);
    const by = async (which: object) =>
      (
        await server.graphql<{ user: { id: string } | null }>(
          'query ($by: UserBy!) { user(by: $by) { id } }',
          { admin: server.adminKey, variables: { by: which } },
        )
      ).data.user;
    expect(await by({ id: user.id })).toEqual({ id: user.id });
    expect(await by({ databaseId: user.databaseId })).toEqual({ id: user.id });
    expect(await by({ email: user.email.toUpperCase() })).toEqual({ id: user.id });
    expect(await by({ databaseId: '9223372036854775807' })).toBeNull();
    expect(await by({ email: 'none@example.com' })).toBeNull();
  });

  it('demands exactly one way', async () => {
    const reply = await server.graphql(
      '{ user(by: {databaseId: 1, email: "a@example.com"}) { id } }',
      { admin: server.adminKey },
    );
    expect(reply.errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  });
});
