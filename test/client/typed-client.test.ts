import { Client, cacheExchange, fetchExchange } from '@urql/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedMeetings } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { CREATE_USER, MINT_TOKEN, MY_MEETINGS } from './operations.ts';

// A front end's way: a stock client, with operations whose types come from the printed schema.

describe('a typed client', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.stop());

  function client(headers: Record<string, string>): Client {
    return new Client({
      url: `${server.url}/graphql`,
      exchanges: [cacheExchange, fetchExchange],
      preferGetMethod: false,
      fetchOptions: { headers },
    });
  }

  it('creates a user, mints a key and reads meetings with it', async () => {
    const admin = client({ 'X-Admin-API-Key': server.adminKey });
    const created = await admin.mutation(CREATE_USER, {
      input: { email: 'typed@example.com', maxConcurrentBots: 2 },
    });
    if (created.data?.createUser?.__typename !== 'CreateUserSuccess')
      throw new Error('not created');
    const { user } = created.data.createUser;
    await seedMeetings(server, Number(user.databaseId), 3);

    const minted = await admin.mutation(MINT_TOKEN, { input: { userId: user.id, scopes: ['TX'] } });
    if (minted.data?.mintToken?.__typename !== 'MintTokenSuccess') throw new Error('not minted');
    expect(minted.data.mintToken.token).toMatchObject({
      status: 'ACTIVE',
      scopes: ['TX'],
      user: { email: 'typed@example.com' },
    });

    const own = client({ 'X-API-Key': minted.data.mintToken.secret ?? '' });
    const { data } = await own.query(MY_MEETINGS, { first: 2 });
    expect(data?.viewer?.access).toEqual(['USER']);
    expect(data?.viewer?.user?.meetings).toMatchObject({
      totalCount: 3,
      pageInfo: { hasNextPage: true },
    });
    expect(data?.viewer?.user?.meetings?.edges[0]?.node.sessions).toHaveLength(1);
  });

  it('gets the problems of an input as typed data', async () => {
    const admin = client({ 'X-Admin-API-Key': server.adminKey });
    const { data } = await admin.mutation(CREATE_USER, {
      input: { email: 'nope', maxConcurrentBots: -1 },
    });
    if (data?.createUser?.__typename !== 'InvalidInputError') throw new Error('accepted');
    expect(data.createUser.issues.map(({ path }) => path)).toEqual([
      ['email'],
      ['maxConcurrentBots'],
    ]);
  });

  it('sees a refusal as an error with a code', async () => {
    const { error } = await client({}).mutation(CREATE_USER, {
      input: { email: 'typed@example.com' },
    });
    expect(error?.graphQLErrors[0]?.extensions['code']).toBe('UNAUTHENTICATED');
  });
});
