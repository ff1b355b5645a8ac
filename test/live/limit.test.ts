import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Events } from '../support/events.ts';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { followChanges, pause, refusalOf } from './changes.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
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
  for (await soon(next); next.text().includes('LIMIT_REACHED'); await soon(next))
    next = await open(1);
  for (const events of [...all, other, next]) events.close();
});

/** When the stream is over, or nothing was said for a while. */
function soon({ ended }: Events): Promise<void> {
  return Promise.race([ended, pause(300)]);
}
