import { afterAll, beforeAll, expect, it } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';
import { prepareExamples, runExample } from './prepare.ts';

/** Prints what the client got, and which parts each of its requests had. */
const PROGRAM = `
import { createHash } from 'node:crypto';
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';

const requests = [];
const client = new ApolloClient({
  cache: new InMemoryCache(),
  link: ApolloLink.from([
    new PersistedQueryLink({ sha256: (text) => createHash('sha256').update(text).digest('hex') }),
    new HttpLink({
      uri: process.env.LATCHKEY_URL + '/graphql',
      headers: { 'X-Admin-API-Key': process.env.ADMIN_KEY, ...JSON.parse(process.env.HEADERS) },
      fetch: (url, init) => {
        const { query, extensions } = JSON.parse(init.body);
        requests.push([query && 'query', extensions?.persistedQuery && 'hash'].filter(Boolean));
        return fetch(url, init);
      },
    }),
  ]),
});
const access = await client.query({ query: gql('{ viewer { access } }') });
const users = await client.query({ query: gql('{ users { totalCount } }') });
console.log(JSON.stringify({ ...access.data, ...users.data, requests }));
`;

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  await prepareExamples(server.url);
});
afterAll(() => server.stop());

it.each([{}, { accept: 'application/json' }])(
  'Apollo Client with automatic persisted queries sends whole documents from the second request on: %o',
  async (headers) => {
    const printed = await runExample(process.execPath, ['--input-type=module', '-e', PROGRAM], {
      LATCHKEY_URL: server.url,
      ADMIN_KEY: server.adminKey,
      HEADERS: JSON.stringify(headers),
    });
    expect(JSON.parse(printed)).toMatchObject({
      viewer: { access: ['ADMIN', 'ANALYTICS', 'USER'] },
      users: { totalCount: 0 },
      requests: [['hash'], ['query'], ['query']],
    });
  },
);
