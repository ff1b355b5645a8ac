import { afterEach, describe, expect, it } from 'vitest';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { rotationsOn } from '../token/rotations.ts';

// A key and all that replaced it have one share of everything that is counted by key.

const LIMIT = 8;

let server: TestServer;
afterEach(() => server.stop());

async function serve(): Promise<void> {
  server = await startServer({
    env: {
      RATE_LIMIT_KEY: String(LIMIT),
      RATE_LIMIT_ADMIN_KEY: String(LIMIT),
      RATE_LIMIT_ADDRESS: '0',
    },
  });
}

/** Sends and rotates in turn until something is refused. @returns how many requests were let in */
async function useUp(
  rotate: () => Promise<string | null>,
  send: (key: string) => Promise<number>,
  first: string,
) {
  let letIn = 0;
  let key = first;
  for (let turn = 0; turn < 4 * LIMIT; turn += 1) {
    if ((await send(key)) !== 429) letIn += 1;
    if (turn % 3 !== 2) continue;
    const next = await rotate();
    if (next === null) break;
    letIn += 1;
    key = next;
  }
  return letIn;
}

describe('requests per minute', () => {
  it('of a user key that replaces itself again and again', async () => {
    await serve();
    const key = await seedKey(server, await seedUser(server));
    let current = { id: key.id, secret: key.secret };
    const rotate = async () => {
      const { data } = await server.graphql<{
        rotateKey: { secret: string; token: { id: string } };
      } | null>(
        `mutation { rotateKey(input: {id: "${current.id}"}) {
          ... on RotateKeySuccess { secret token { id } } } }`,
        { key: current.secret },
      );
      if (!data) return null;
      current = { id: data.rotateKey.token.id, secret: data.rotateKey.secret };
      return current.secret;
    };
    const send = async (secret: string) =>
      (await server.fetch('/auth/me', { headers: { 'x-api-key': secret } })).status;
    expect(await useUp(rotate, send, key.secret)).toBe(LIMIT);
  });

  it('of an admin key that replaces itself again and again', async () => {
    await serve();
    const { data } = await server.graphql<{ made: { secret: string; adminKey: { id: string } } }>(
      'mutation { made: createAdminKey(input: {name: "busy"}) { ... on CreateAdminKeySuccess { secret adminKey { id } } } }',
      { admin: server.adminKey },
    );
    let current = { id: data.made.adminKey.id, secret: data.made.secret };
    const rotate = async () => {
      const answer = await server.graphql<{
        made: { secret: string; adminKey: { id: string } };
      } | null>(
        `mutation { made: rotateAdminKey(input: {id: "${current.id}"}) {
          ... on RotateAdminKeySuccess { secret adminKey { id } } } }`,
        { admin: current.secret },
      );
      if (!answer.data) return null;
      current = { id: answer.data.made.adminKey.id, secret: answer.data.made.secret };
      return current.secret;
    };
    const send = async (secret: string) =>
      (await server.fetch('/admin/users?limit=1', { headers: { 'x-admin-api-key': secret } }))
        .status;
    expect(await useUp(rotate, send, data.made.secret)).toBe(LIMIT);
  });
});

it('a repeated `Idempotency-Key` is the same request with the successor of the key', async () => {
  await serve();
  const on = rotationsOn(server);
  const user = await seedUser(server, { role: 'ADMIN' });
  const { old, next } = await on.rotated(user);
  const mint = async (key: string) => {
    const response = await server.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': key, 'idempotency-key': 'one' },
      body: JSON.stringify({
        query: `mutation { mintToken(input: {userId: "${user.id}"}) { ... on MintTokenSuccess { token { id } } } }`,
      }),
    });
    return (await response.json()) as { data: { mintToken: { token: { id: string } } } };
  };
  const first = await mint(old.secret);
  expect(first.data.mintToken.token.id).toBeTruthy();
  expect(await mint(next.secret)).toEqual(first);
});
