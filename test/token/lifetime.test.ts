import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { DAY, rotationsOn } from './rotations.ts';

const START = new Date('2026-05-01T08:00:00.000Z');

describe('the time to live of a successor', () => {
  let server: TestServer;
  let on: ReturnType<typeof rotationsOn>;
  let user: SeededUser;
  let now = START;
  beforeAll(async () => {
    server = await startServer({ clock: () => now });
    on = rotationsOn(server);
    user = await seedUser(server);
  });
  afterAll(() => server.stop());
  beforeEach(() => {
    now = START;
  });
  const later = (seconds: number) => {
    now = new Date(now.getTime() + seconds * 1_000);
  };

  async function lifeOfSuccessor(id: string): Promise<number | null> {
    const { token } = await on.mutate('rotateKey', { id, overlap: 60 });
    if (token === undefined || token.expiresAt === null) return null;
    return (Date.parse(token.expiresAt) - now.getTime()) / 1_000;
  }

  it('is that of the key, from its own beginning', async () => {
    const { id } = await seedKey(server, user, { expiresIn: 10 * DAY });
    later(4 * DAY);
    expect(await lifeOfSuccessor(id)).toBe(10 * DAY);
  });

  it('is what was granted last: a key that was set to an hour cannot give itself more', async () => {
    const { id, secret } = await seedKey(server, user, { expiresIn: 300 * DAY });
    later(299 * DAY);
    await on.mutate('updateToken', { id, expiresIn: 3_600 });
    later(1_800);
    const own = await on.mutate('rotateKey', { id, overlap: 60 }, { key: secret });
    expect(Date.parse(own.token?.expiresAt ?? '') - now.getTime()).toBe(3_600_000);
    later(600);
    expect(await lifeOfSuccessor(own.token?.id ?? '')).toBe(3_600);
  });

  it('stays what it was when another change was made', async () => {
    const { id } = await seedKey(server, user, { expiresIn: 10 * DAY });
    later(DAY);
    await on.mutate('updateToken', { id, name: 'another' });
    expect(await lifeOfSuccessor(id)).toBe(10 * DAY);
  });

  it('has no end where that was taken away, and one where it was set late', async () => {
    const free = await seedKey(server, user, { expiresIn: DAY });
    await on.mutate('updateToken', { id: free.id, expiresIn: null });
    expect(await lifeOfSuccessor(free.id)).toBeNull();
    const bound = await seedKey(server, user);
    later(100 * DAY);
    await on.mutate('updateToken', { id: bound.id, expiresIn: DAY });
    expect(await lifeOfSuccessor(bound.id)).toBe(DAY);
  });
});
