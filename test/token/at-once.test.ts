import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SeededUser, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

// Two changes of a lineage at once, by two processes, are as one after the other.

const ROUNDS = 12;

const TOKEN = 'token { id }';
const OPERATIONS = {
  rotateAtOnce: { field: 'rotateKey', type: 'RotateKey', overlap: 0 },
  rotate: { field: 'rotateKey', type: 'RotateKey', overlap: 3_600 },
  finish: { field: 'finishRotation', type: 'FinishRotation' },
  cancel: { field: 'cancelRotation', type: 'CancelRotation' },
  revoke: { field: 'revokeToken', type: 'RevokeToken' },
  revokeLineage: { field: 'revokeLineage', type: 'RevokeLineage' },
} as const;
type Name = keyof typeof OPERATIONS;
const NAMES = Object.keys(OPERATIONS) as Name[];
const PAIRS = NAMES.flatMap((one, place) =>
  NAMES.slice(place).map((other) => [one, other] as const),
);

type Result = { readonly code?: string; readonly token?: { readonly id: string } };
type Order = 'FIRST' | 'SECOND' | 'AT_ONCE';

describe.each([
  ['the replaced key', 0],
  ['its successor', 1],
])('two changes at once, of %s:', (_what, named) => {
  let servers: readonly [TestServer, TestServer];
  let user: SeededUser;
  beforeAll(async () => {
    const one = await startServer({ env: { RATE_LIMIT_KEY: '0', RATE_LIMIT_ADDRESS: '0' } });
    servers = [one, await startServer({ beside: one })];
    user = await seedUser(one);
  });
  afterAll(async () => {
    for (const server of servers.toReversed()) await server.stop();
  });

  async function change(server: TestServer, name: Name, id: string): Promise<Result> {
    const { field, type, ...more } = OPERATIONS[name];
    const shown = field === 'rotateKey' ? `... on RotateKeySuccess { ${TOKEN} }` : '';
    const query = `mutation ($input: ${type}Input!) { result: ${field}(input: $input) { __typename ${shown} ... on Error { code } } }`;
    const variables = { input: { token: { id }, ...more } };
    const { data, errors } = await server.graphql<{ result: Result }>(query, {
      admin: server.adminKey,
      variables,
    });
    expect(errors).toBeUndefined();
    return data.result;
  }

  /** A key and its successor, with both working; the successor's is the last id. */
  async function newLineage(): Promise<readonly string[]> {
    const mint = `mutation { result: mintToken(input: { user: { id: "${user.id}" } }) { ... on MintTokenSuccess { ${TOKEN} } } }`;
    const [server] = servers;
    const { data } = await server.graphql<{ result: Result }>(mint, { admin: server.adminKey });
    const id = data.result.token?.id ?? '';
    return [id, (await change(server, 'rotate', id)).token?.id ?? ''];
  }

  /** What both were answered, and what became of each key. */
  async function outcome(pair: readonly [Name, Name], order: Order): Promise<string> {
    const [one, other] = servers;
    const ids = await newLineage();
    const id = ids[named] ?? '';
    const first = () => change(one, pair[0], id);
    const second = () => change(other, pair[1], id);
    const results =
      order === 'AT_ONCE'
        ? await Promise.all([first(), second()])
        : order === 'FIRST'
          ? [await first(), await second()]
          : [await second(), await first()].toReversed();
    const made = results.flatMap(({ token }) => token?.id ?? []);
    const read = 'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on ApiToken { status } } }';
    const { data } = await one.graphql<{ nodes: { status: string }[] }>(read, {
      admin: one.adminKey,
      variables: { ids: [...ids, ...made] },
    });
    const states = data.nodes.map(({ status }) => status);
    return `${results.map(({ code = 'done' }) => code)}: ${states}`;
  }

  it.each(PAIRS)('%s and %s', async (...pair) => {
    const possible = [await outcome(pair, 'FIRST'), await outcome(pair, 'SECOND')];
    for (let round = 0; round < ROUNDS; round += 1)
      expect(possible).toContain(await outcome(pair, 'AT_ONCE'));
  });
});
