import { afterAll, beforeAll, expect, it } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';
import { prepareExamples, runExample } from './prepare.ts';

// Automatic persisted queries are not offered: clients that try them have to fall back by themselves.
// Each program prints what its client got, and which parts each of its requests had.

const SENDING = `
import { createHash } from 'node:crypto';
const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const requests = [];
const uri = process.env.LATCHKEY_URL + '/graphql';
const headers = { 'X-Admin-API-Key': process.env.ADMIN_KEY, ...JSON.parse(process.env.HEADERS) };
const counted = (url, init) => {
  const { query, extensions } = JSON.parse(init.body);
  requests.push([query && 'query', extensions?.persistedQuery && 'hash'].filter(Boolean));
  return fetch(url, init);
};
`;

const APOLLO = `${SENDING}
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';

const client = new ApolloClient({
  cache: new InMemoryCache(),
  link: ApolloLink.from([
    new PersistedQueryLink({ sha256 }),
    new HttpLink({ uri, headers, fetch: counted }),
  ]),
});
const access = await client.query({ query: gql('{ viewer { access } }') });
const users = await client.query({ query: gql('{ users { totalCount } }') });
console.log(JSON.stringify({ ...access.data, ...users.data, requests }));
`;

const URQL = `${SENDING}
import { Client, fetchExchange, gql } from '@urql/core';
import { persistedExchange } from '@urql/exchange-persisted';

const client = new Client({
  url: uri,
  preferGetMethod: false,
  fetch: counted,
  fetchOptions: { headers },
  exchanges: [persistedExchange({ preferGetForPersistedQueries: false, generateHash: sha256 }), fetchExchange],
});
const access = await client.query(gql('{ viewer { access } }'), {});
const users = await client.query(gql('{ users { totalCount } }'), {});
if (access.error ?? users.error) throw access.error ?? users.error;
console.log(JSON.stringify({ ...access.data, ...users.data, requests }));
`;

const CLIENTS = { 'Apollo Client': APOLLO, urql: URQL };
const CASES = Object.entries(CLIENTS).flatMap(([name, program]) =>
  [{}, { accept: 'application/json' }].map((headers) => ({ name, program, headers })),
);

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  await prepareExamples(server.url);
});
afterAll(() => server.stop());

it.each(CASES)(
  '$name with automatic persisted queries sends whole documents from the second request on: $headers',
  async ({ program, headers }) => {
    const printed = await runExample(process.execPath, ['--input-type=module', '-e', program], {
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
