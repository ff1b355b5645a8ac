import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SeededKey, type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { DAY, rotationsOn } from './rotations.ts';

const START = new Date('2026-05-01T08:00:00.000Z');

describe('a rotation with an overlap', () => {
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

  it('leaves both working until the overlap ends, then the old one is expired', async () => {
    const { old, next } = await on.rotated(user);
    expect(await on.read(next)).toMatchObject({
      generation: 2,
      status: 'ACTIVE',
      replaces: { id: old.id },
    });
    expect(await on.read(old)).toMatchObject({
      status: 'RETIRING',
      generation: 1,
      retiresAt: '2026-05-02T08:00:00.000Z',
      replacedBy: { id: next.id },
    });
    later(DAY - 1);
    expect([await on.answerTo(old.secret), await on.answerTo(next.secret)]).toEqual([
      'works',
      'works',
    ]);
    later(1);
    expect([await on.answerTo(old.secret), await on.answerTo(next.secret)]).toEqual([
      '401 API key expired',
      'works',
    ]);
    expect((await on.read(old)).status).toBe('EXPIRED');
  });

  it('answers "expired" at once without an overlap, and "invalid" for a revoked key', async () => {
    const { old, next } = await on.rotated(user, 0);
    expect(await on.answerTo(old.secret)).toBe('401 API key expired');
    await on.mutate('revokeToken', { id: next.id });
    expect(await on.answerTo(next.secret)).toBe('401 Invalid API key');
  });

  it('counts the usage of each generation by itself', async () => {
    const { old, next } = await on.rotated(user);
    await on.answerTo(old.secret);
    await on.answerTo(next.secret);
    await on.answerTo(next.secret);
    const { data } = await server.graphql<
      Record<'old' | 'next', { usage: { totalRequests: number } }>
    >(
      `{ old: apiToken(by: {id: "${old.id}"}) { usage { totalRequests } }
         next: apiToken(by: {id: "${next.id}"}) { usage { totalRequests } } }`,
      { admin: server.adminKey },
    );
    expect([data.old.usage.totalRequests, data.next.usage.totalRequests]).toEqual([1, 2]);
  });

  it.each(['old', 'next'] as const)(
    'can be finished early by the id of the %s key',
    async (which) => {
      const pair = await on.rotated(user);
      const done = await on.mutate('finishRotation', { id: pair[which].id });
      expect(done.token).toMatchObject({ id: pair.old.id, status: 'EXPIRED' });
      expect(await on.answerTo(pair.old.secret)).toBe('401 API key expired');
      expect(await on.answerTo(pair.next.secret)).toBe('works');
      expect((await on.mutate('finishRotation', { id: pair.old.id })).__typename).toBe(
        'ConflictError',
      );
    },
  );

  it.each(['old', 'next'] as const)(
    'can be cancelled by the id of the %s key: the successor dies',
    async (which) => {
      const pair = await on.rotated(user);
      const back = await on.mutate('cancelRotation', { id: pair[which].id });
      expect(back.token).toMatchObject({
        id: pair.old.id,
        status: 'ACTIVE',
        retiresAt: null,
        replacedBy: null,
      });
      later(2 * DAY);
      expect(await on.answerTo(pair.old.secret)).toBe('works');
      expect(await on.answerTo(pair.next.secret)).toBe('401 Invalid API key');
      // And it can be rotated anew, in a generation of its own.
      const again = await on.mutate('rotateKey', { id: pair.old.id, overlap: DAY });
      expect(again.token).toMatchObject({ generation: 3 });
      expect((await on.read(pair.old)).replacedBy).toEqual({ id: again.token?.id });
    },
  );

  it('cancelled after the successor was replaced as well, ends the whole branch', async () => {
    const { old, next } = await on.rotated(user);
    const third = await on.replace(next, 0);
    await on.mutate('cancelRotation', { id: old.id });
    expect(await on.working([old, next, third])).toEqual([true, false, false]);
  });

  it('of a key in the middle is its own: the id names the replaced key first', async () => {
    const { old, next } = await on.rotated(user, 60);
    later(60);
    const third = await on.replace(next);
    const finished = await on.mutate('finishRotation', { id: next.id });
    expect(finished.token?.id).toBe(next.id);
    expect(await on.working([old, next, third])).toEqual([false, false, true]);
  });

  it('can be cancelled no more once the overlap is over', async () => {
    const { old } = await on.rotated(user, 60);
    later(60);
    expect((await on.mutate('cancelRotation', { id: old.id })).__typename).toBe('ConflictError');
    expect((await on.mutate('rotateKey', { id: old.id })).__typename).toBe('ConflictError');
  });

  it.each([-1, 30 * DAY + 1])('refuses an overlap of %i seconds', async (overlap) => {
    const old = await seedKey(server, user);
    const answer = await on.mutate('rotateKey', { id: old.id, overlap });
    expect(answer).toMatchObject({
      __typename: 'InvalidInputError',
      issues: [{ path: ['overlap'] }],
    });
    expect(await on.answerTo(old.secret)).toBe('works');
  });

  it('may be begun and finished by the key itself, and cancelled by an admin alone', async () => {
    const old: SeededKey = await seedKey(server, user);
    const begun = await on.mutate('rotateKey', { id: old.id, overlap: DAY }, { key: old.secret });
    expect(begun.__typename).toBe('RotateKeySuccess');
    const { errors } = await server.graphql(
      `mutation { cancelRotation(input: {id: "${old.id}"}) { __typename } }`,
      { key: old.secret },
    );
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    const stranger = await seedKey(server, user);
    const foreign = await on.mutate('finishRotation', { id: old.id }, { key: stranger.secret });
    expect(foreign.__typename).toBe('NotFoundError');
    const secret = begun.secret ?? '';
    const finished = await on.mutate('finishRotation', { id: begun.token?.id }, { key: secret });
    expect(finished.token).toMatchObject({ id: old.id, status: 'EXPIRED' });
  });

  it('has one winner of 20 at once, with an overlap, too', async () => {
    const { id } = await seedKey(server, user);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => on.mutate('rotateKey', { id, overlap: DAY })),
    );
    const names = answers.map(({ __typename }) => __typename).sort();
    expect(names).toEqual([...Array(19).fill('ConflictError'), 'RotateKeySuccess']);
  });

  it('and its cancellation at the same moment leave one of the two keys working', async () => {
    for (let turn = 0; turn < 10; turn += 1) {
      const { old, next } = await on.rotated(user);
      await Promise.all([
        on.mutate('finishRotation', { id: old.id }),
        on.mutate('cancelRotation', { id: old.id }),
      ]);
      const works = [await on.answerTo(old.secret), await on.answerTo(next.secret)];
      expect(works.filter((answer) => answer === 'works')).toHaveLength(1);
    }
  });
});
