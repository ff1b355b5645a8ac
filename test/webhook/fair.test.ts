import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../http/raw-connection.ts';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let slow = 0;
let most = 0;

beforeAll(async () => {
  server = await startServer({
    outside: {
      resolve: async (name, signal) => {
        if (!name.startsWith('slow')) return ['93.184.215.14'];
        slow += 1;
        most = Math.max(most, slow);
        await new Promise<void>((done) => {
          signal.addEventListener('abort', () => done());
        });
        slow -= 1;
        return [];
      },
      redirectOf: async () => null,
    },
  });
});
afterAll(() => server.stop());

async function holder(): Promise<(url: string) => Promise<number>> {
  const { secret } = await seedKey(server, await seedUser(server));
  return async (url) => {
    const response = await server.fetch('/user/webhook', {
      method: 'PUT',
      headers: { 'x-api-key': secret, 'content-type': 'application/json' },
      body: JSON.stringify({ webhook_url: url }),
    });
    return response.status;
  };
}

describe('checks of webhooks', () => {
  it('of one user never delay those of another', async () => {
    const [greedy, other] = [await holder(), await holder()];
    let answered = 0;
    const flood = Array.from({ length: 60 }, async (_, place) => {
      const status = await greedy(`https://slow${place}.example.com/`);
      answered += 1;
      return status;
    });
    await until(() => slow === 2);
    expect(await other('https://hooks.example.com/')).toBe(200);
    // All of them were still being checked or waiting for it.
    expect(answered).toBe(0);
    expect(await Promise.all(flood)).toEqual(flood.map(() => 400));
    expect(most).toBe(2);
  });
});
