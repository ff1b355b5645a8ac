import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWire, type Wire } from '../gateway/wire.ts';
import { type SeededKey, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

// What gateways, balancers and clients act on is the status, not the text.

const CREATE = 'mutation { createUser(input: { email: "a@example.com" }) { __typename } }';
const USERS = '{ users(first: 1) { totalCount } }';
const PLAIN = 'application/json';
const GRAPHQL = 'application/graphql-response+json';
const EVENTS = 'text/event-stream';

let home: TestServer;
let wire: Wire;
let node: TestServer;
let key: SeededKey;
beforeAll(async () => {
  home = await startServer();
  wire = await openWire(home.databaseUrl);
  node = await startServer({ beside: { databaseUrl: wire.url } });
  key = await seedKey(home, await seedUser(home));
  await wire.cut();
});
afterAll(async () => {
  await node.stop();
  await home.stop();
});

type Sent = { readonly query: string; readonly accept: string; readonly as?: 'user' | 'admin' };

const headersOf = ({ accept, as = 'admin' }: Sent) => ({
  'content-type': 'application/json',
  accept,
  ...(as === 'admin' ? { 'x-admin-api-key': node.adminKey } : { 'x-api-key': key.secret }),
});

const post = (sent: Sent) =>
  node.fetch('/graphql', {
    method: 'POST',
    headers: headersOf(sent),
    body: JSON.stringify({ query: sent.query }),
  });

const get = (sent: Sent) =>
  node.fetch(`/graphql?query=${encodeURIComponent(sent.query)}`, { headers: headersOf(sent) });

async function expectUnavailable(response: Response): Promise<void> {
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1']);
  const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
  expect(errors.map(({ extensions }) => extensions.code)).toContain('SERVICE_UNAVAILABLE');
}

describe('while the database is away, 503 with Retry-After answers', () => {
  it.each([
    ['a query', USERS],
    ['a mutation', CREATE],
    [
      'several root fields',
      '{ a: users(first: 1) { totalCount } b: meetings(first: 1) { totalCount } }',
    ],
    ['a nullable root field', '{ user(by: { id: "VXNlcjox" }) { email } }'],
  ])('%s, in both media types, three times over', async (_name, query) => {
    for (const accept of [PLAIN, GRAPHQL, `${GRAPHQL}, ${PLAIN};q=0.9`, '*/*']) {
      // From the third time on, a document is compiled.
      for (let turn = 0; turn < 4; turn += 1)
        await expectUnavailable(await post({ query, accept }));
    }
  });

  it('a query has no data in the newer media type: it would be a success', async () => {
    for (const [accept, names] of [
      [PLAIN, ['errors', 'data', 'extensions']],
      [GRAPHQL, ['errors']],
    ] as const) {
      const answer = (await (await post({ query: USERS, accept })).json()) as object;
      expect(Object.keys(answer).sort()).toEqual([...names].sort());
    }
  });

  it.each([PLAIN, GRAPHQL])('a query by GET, as %s', async (accept) => {
    await expectUnavailable(await get({ query: USERS, accept }));
  });

  it('a query whose answer would be an event', async () => {
    await expectUnavailable(await post({ query: USERS, accept: EVENTS }));
  });

  it.each(['user', 'admin'] as const)('a subscription that %s opens', async (as) => {
    const query = 'subscription { meetingChanged { databaseId } }';
    await expectUnavailable(await post({ query, accept: EVENTS, as }));
  });

  it('a key that cannot be checked', async () => {
    const query = '{ viewer { access } }';
    for (const accept of [PLAIN, GRAPHQL, EVENTS])
      await expectUnavailable(await post({ query, accept, as: 'user' }));
  });
});

it('what could be answered in part is answered, with the errors beside it', async () => {
  for (const [accept, status] of [
    [PLAIN, 200],
    [GRAPHQL, 294],
  ] as const) {
    const query = '{ viewer { access } user(by: { id: "VXNlcjox" }) { email } }';
    const response = await post({ query, accept });
    expect([response.status, response.headers.get('retry-after')]).toEqual([status, null]);
    expect(await response.json()).toMatchObject({
      data: { viewer: {}, user: null },
      errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }],
    });
  }
});

it('an error that waiting cannot mend is none of these', async () => {
  const response = await post({ query: '{ nothing }', accept: PLAIN });
  expect([response.status, response.headers.get('retry-after')]).toEqual([200, null]);
});
