import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seedKey } from '../support/seed.ts';
import { DAY, openRotations, type Rotations } from './rotations.ts';

describe('the time to live of a successor', () => {
  let at: Rotations;
  beforeAll(async () => {
    at = await openRotations();
  });
  afterAll(() => at.server.stop());
  beforeEach(() => at.startAnew());

  async function lifeOfSuccessor(id: string): Promise<number | null> {
    const { token } = await at.on.mutate('rotateKey', { id, overlap: 60 });
    if (token === undefined || token.expiresAt === null) return null;
    return (Date.parse(token.expiresAt) - at.now().getTime()) / 1_000;
  }

  it('is that of the key, from its own beginning', async () => {
    const { id } = await seedKey(at.server, at.user, { expiresIn: 10 * DAY });
    at.later(4 * DAY);
    expect(await lifeOfSuccessor(id)).toBe(10 * DAY);
  });

  it('is what was granted last: a key that was set to an hour cannot give itself more', async () => {
    const { id, secret } = await seedKey(at.server, at.user, { expiresIn: 300 * DAY });
    at.later(299 * DAY);
    await at.on.mutate('updateToken', { id, expiresIn: 3_600 });
    at.later(1_800);
    const own = await at.on.mutate('rotateKey', { id, overlap: 60 }, { key: secret });
    expect(Date.parse(own.token?.expiresAt ?? '') - at.now().getTime()).toBe(1_800_000);
    at.later(600);
    expect(await lifeOfSuccessor(own.token?.id ?? '')).toBe(3_600);
  });

  it('stays what it was when another change was made', async () => {
    const { id } = await seedKey(at.server, at.user, { expiresIn: 10 * DAY });
    at.later(DAY);
    await at.on.mutate('updateToken', { id, name: 'another' });
    expect(await lifeOfSuccessor(id)).toBe(10 * DAY);
  });

  it('has no end where that was taken away, and one where it was set late', async () => {
    const free = await seedKey(at.server, at.user, { expiresIn: DAY });
    await at.on.mutate('updateToken', { id: free.id, expiresIn: null });
    expect(await lifeOfSuccessor(free.id)).toBeNull();
    const bound = await seedKey(at.server, at.user);
    at.later(100 * DAY);
    await at.on.mutate('updateToken', { id: bound.id, expiresIn: DAY });
    expect(await lifeOfSuccessor(bound.id)).toBe(DAY);
  });
});
