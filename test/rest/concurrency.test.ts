import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

function send(method: string, path: string, body?: unknown): Promise<Response> {
  return server.fetch(path, {
    method,
    headers: {
      'x-admin-api-key': server.adminKey,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

async function newUser(email: string): Promise<number> {
  return ((await (await send('POST', '/admin/users', { email })).json()) as { id: number }).id;
}

function times<Result>(count: number, work: (place: number) => Promise<Result>): Promise<Result[]> {
  return Promise.all(Array.from({ length: count }, (_, place) => work(place)));
}

function tally(responses: readonly Response[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of responses) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

describe('at the same time', () => {
  it('fifty creations of one address make one user: one 201, forty-nine 200', async () => {
    const responses = await times(50, () =>
      send('POST', '/admin/users', { email: 'race@example.com' }),
    );
    expect(tally(responses)).toEqual({ 200: 49, 201: 1 });
    const ids = await Promise.all(
      responses.map(async (response) => ((await response.json()) as { id: number }).id),
    );
    expect(new Set(ids).size).toBe(1);
  });

  it('twenty changes of different keys of data lose none', async () => {
    const id = await newUser('merge@example.com');
    const responses = await times(20, (place) =>
      send('PATCH', `/admin/users/${id}`, { data: { [`k${place}`]: place } }),
    );
    expect(tally(responses)).toEqual({ 200: 20 });
    const { data } = (await (await send('GET', `/admin/users/${id}`)).json()) as { data: object };
    expect(Object.keys(data)).toHaveLength(20);
  });

  it('twenty deletions of one key end it once', async () => {
    const id = await newUser('delete@example.com');
    const { id: tokenId } = (await (await send('POST', `/admin/users/${id}/tokens`)).json()) as {
      id: number;
    };
    expect(tally(await times(20, () => send('DELETE', `/admin/tokens/${tokenId}`)))).toEqual({
      204: 1,
      404: 19,
    });
  });

  it('fifty mints make fifty keys', async () => {
    const id = await newUser('mint@example.com');
    const minted = await times(
      50,
      async () =>
        (await (await send('POST', `/admin/users/${id}/tokens`)).json()) as {
          id: number;
          token: string;
        },
    );
    expect(new Set(minted.map((key) => key.id)).size).toBe(50);
    expect(new Set(minted.map((key) => key.token)).size).toBe(50);
  });

  it('creating, reading and deleting in turns by ten clients breaks nothing', async () => {
    const statuses = await times(10, async (client) => {
      const seen: number[] = [];
      for (let round = 0; round < 5; round += 1) {
        const id = await newUser(`loop${client}@example.com`);
        const minted = await send('POST', `/admin/users/${id}/tokens`);
        const { id: tokenId } = (await minted.json()) as { id: number };
        seen.push(
          minted.status,
          (await send('GET', `/admin/users/${id}`)).status,
          (await send('DELETE', `/admin/tokens/${tokenId}`)).status,
        );
      }
      return seen;
    });
    expect(new Set(statuses.flat())).toEqual(new Set([200, 201, 204]));
  });
});
