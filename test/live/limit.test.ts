import { afterAll, beforeAll, expect, it } from 'vitest';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { followChanges, refusalOf } from './changes.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ env: { SUBSCRIPTION_HEARTBEAT_MS: '100' } });
});
afterAll(() => server.stop());

it('one user has a hundred subscriptions, whatever keys they were opened with', async () => {
  const user = await seedUser(server);
  const keys = [await seedKey(server, user), await seedKey(server, user)];
  const open = (place: number) =>
    followChanges(server, '', { key: keys[place % keys.length]?.secret ?? '' });
  const all = await Promise.all(Array.from({ length: 100 }, (_, place) => open(place)));
  expect(await refusalOf(await open(0))).toBe('LIMIT_REACHED');

  // Others are not concerned, and one that ends makes room for another.
  const stranger = await seedKey(server, await seedUser(server));
  const other = await followChanges(server, '', { key: stranger.secret });
  all.pop()?.close();
  let next = await open(1);
  while ((await next.refusal()) !== null) next = await open(1);
  expect(await other.refusal()).toBeNull();
});
