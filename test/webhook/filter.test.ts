import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

const USERS = `query ($has: Boolean!) { users(filter: { hasWebhook: $has }, orderBy: { field: EMAIL, direction: ASC }) {
  totalCount nodes { email } } }`;

type Listed = { users: { totalCount: number; nodes: { email: string }[] } | null };

describe('users by whether they have a webhook', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
    const [set, removed] = [
      await seedUser(server, { email: 'set@example.com' }),
      await seedUser(server, { email: 'removed@example.com' }),
    ];
    await seedUser(server, { email: 'empty@example.com', data: { webhook_url: '' } });
    await seedUser(server, {
      email: 'in-data@example.com',
      data: { webhook_url: 'https://hooks.example.org/' },
    });
    await seedUser(server, { email: 'none@example.com' });
    await server.graphql(
      `mutation ($set: ID!, $removed: ID!) {
        one: setWebhook(input: { user: { id: $set }, url: "https://hooks.example.org/a" }) { __typename }
        two: setWebhook(input: { user: { id: $removed }, url: "https://hooks.example.org/b" }) { __typename }
        three: removeWebhook(input: { user: { id: $removed } }) { __typename } }`,
      { admin: server.adminKey, variables: { set: set.id, removed: removed.id } },
    );
  });
  afterAll(() => server.stop());

  const list = (has: boolean, key = server.adminKey) =>
    server.graphql<Listed>(USERS, { admin: key, variables: { has } });
  const addresses = ({ users }: Listed) => users?.nodes.map(({ email }) => email).sort();

  it('lists those with an address, or all others', async () => {
    const [having, others] = [await list(true), await list(false)];
    expect(addresses(having.data)).toEqual(['in-data@example.com', 'set@example.com']);
    expect(having.data.users?.totalCount).toBe(2);
    expect(addresses(others.data)).toEqual([
      'empty@example.com',
      'none@example.com',
      'removed@example.com',
    ]);
  });

  it('is not told to a key that may not see webhooks', async () => {
    const { errors } = await list(true, server.analyticsKey);
    expect(errors?.[0]).toMatchObject({ path: ['users'], extensions: { code: 'FORBIDDEN' } });
  });
});
