import type { Seeded } from './data.ts';

type Request = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
};

/** One operation, made anew for every request, with random ids. */
export type Workload = {
  readonly name: string;
  readonly what: string;
  readonly next: () => Request;
};

const JSON_HEADERS = { 'content-type': 'application/json' };

export function workloads({ size, heavyKeys }: Seeded, adminKey: string): Workload[] {
  const admin = { 'x-admin-api-key': adminKey };
  const graphql = (
    query: string,
    variables: object,
    headers: Record<string, string> = admin,
  ): Request => ({
    method: 'POST',
    path: '/graphql',
    headers: { ...JSON_HEADERS, ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const rest = (
    method: 'GET' | 'POST',
    path: string,
    headers: Record<string, string> = admin,
  ): Request => ({ method, path, headers });
  const user = () => random(size.users);
  const heavy = () => ({ 'x-api-key': heavyKeys[random(heavyKeys.length) - 1] ?? '' });
  let serial = 0;

  return [
    { name: 'W1', what: 'GraphQL: a user with its keys', next: () => graphql(W1, { id: user() }) },
    {
      name: 'W1',
      what: 'REST: a user with its keys',
      next: () => rest('GET', `/admin/users/${user()}`),
    },
    { name: 'W2', what: 'GraphQL: 100 users', next: () => graphql(W2, {}) },
    {
      name: 'W2',
      what: 'REST: 100 users',
      next: () => rest('GET', `/admin/users?limit=100&skip=${random(size.users) - 1}`),
    },
    {
      name: 'W3n',
      what: 'GraphQL: 100 meetings, each with its user',
      next: () => graphql(W3N, {}),
    },
    {
      name: 'W6',
      what: 'GraphQL: create a user, mint a key, in turns',
      next: () => {
        serial += 1;
        return serial % 2 === 0
          ? graphql(W6_MINT, { id: Buffer.from(`User:${user()}`).toString('base64url') })
          : graphql(W6_CREATE, { email: `new-${process.pid}-${serial}@bench.example.com` });
      },
    },
    {
      name: 'W6',
      what: 'REST: mint a key',
      next: () => rest('POST', `/admin/users/${user()}/tokens`),
    },
    {
      name: 'W7',
      what: "GraphQL: a user key's 50 latest meetings",
      next: () => graphql(W7, {}, heavy()),
    },
    {
      name: 'W7',
      what: "REST: a user key's 50 latest meetings",
      next: () => rest('GET', '/meetings?limit=50', heavy()),
    },
  ];
}

const W1 =
  'query ($id: BigInt) { user(by: {databaseId: $id}) { id email name imageUrl maxConcurrentBots createdAt apiTokens { edges { node { id hint name scopes createdAt expiresAt } } } } }';
const W2 =
  '{ users(first: 100) { edges { node { id databaseId email name imageUrl maxConcurrentBots createdAt } } } }';
const W3N =
  '{ meetings(first: 100) { edges { node { id platform nativeMeetingId status startTime endTime createdAt user { id email name } } } } }';
const W6_CREATE =
  'mutation ($email: EmailAddress!) { createUser(input: {email: $email}) { ... on CreateUserSuccess { created user { id email } } ... on Error { message } } }';
const W6_MINT =
  'mutation ($id: ID!) { mintToken(input: {userId: $id, scopes: [BOT, TX]}) { ... on MintTokenSuccess { secret token { id } } ... on Error { message } } }';
const W7 =
  '{ viewer { user { meetings(first: 50) { edges { node { id platform nativeMeetingId url status startTime endTime createdAt data } } } } } }';

function random(count: number): number {
  return 1 + Math.floor(Math.random() * count);
}
