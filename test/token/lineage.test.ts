import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SeededKey, seedKey } from '../support/seed.ts';
import { DAY, openRotations, type Rotations } from './rotations.ts';

describe('a rotation with an overlap', () => {
  let at: Rotations;
  beforeAll(async () => {
    at = await openRotations();
  });
  afterAll(() => at.server.stop());
  beforeEach(() => at.startAnew());

  it('leaves both working until the overlap ends, then the old one is expired', async () => {
    const { old, next } = await at.on.rotated(at.user);
    expect(await at.on.read(next)).toMatchObject({
      generation: 2,
      status: 'ACTIVE',
      replaces: { id: old.id },
    });
    expect(await at.on.read(old)).toMatchObject({
      status: 'RETIRING',
      generation: 1,
      retiresAt: '2026-05-02T08:00:00.000Z',
      replacedBy: { id: next.id },
    });
    at.later(DAY - 1);
    expect([await at.on.answerTo(old.secret), await at.on.answerTo(next.secret)]).toEqual([
      'works',
      'works',
    ]);
    at.later(1);
    expect([await at.on.answerTo(old.secret), await at.on.answerTo(next.secret)]).toEqual([
      '401 API key expired',
      'works',
    ]);
    expect((await at.on.read(old)).status).toBe('EXPIRED');
  });

  it('answers "invalid" at once without an overlap, and for a revoked key', async () => {
    const { old, next } = await at.on.rotated(at.user, 0);
    expect(await at.on.answerTo(old.secret)).toBe('401 Invalid API key');
    await at.on.mutate('revokeToken', { id: next.id });
    expect(await at.on.answerTo(next.secret)).toBe('401 Invalid API key');
  });

  it('counts the usage of each generation by itself', async () => {
    const { old, next } = await at.on.rotated(at.user);
    await at.on.answerTo(old.secret);
    await at.on.answerTo(next.secret);
    await at.on.answerTo(next.secret);
    const { data } = await at.server.graphql<
      Record<'old' | 'next', { usage: { totalRequests: number } }>
    >(
      `{ old: apiToken(by: {id: "${old.id}"}) { usage { totalRequests } }
         next: apiToken(by: {id: "${next.id}"}) { usage { totalRequests } } }`,
      { admin: at.server.adminKey },
    );
    expect([data.old.usage.totalRequests, data.next.usage.totalRequests]).toEqual([1, 2]);
  });

  it.each(['old', 'next'] as const)(
    'can be finished early by the id of the %s key',
    async (which) => {
      const pair = await at.on.rotated(at.user);
      at.later(1);
      const done = await at.on.mutate('finishRotation', { id: pair[which].id });
      expect(done.token).toMatchObject({ id: pair.old.id, status: 'REVOKED' });
      expect(await at.on.answerTo(pair.old.secret)).toBe('401 Invalid API key');
      expect(await at.on.answerTo(pair.next.secret)).toBe('works');
      expect((await at.on.mutate('finishRotation', { id: pair.old.id })).__typename).toBe(
        'ConflictError',
      );
    },
  );

  it.each(['old', 'next'] as const)(
    'can be cancelled by the id of the %s key: the successor dies',
    async (which) => {
      const pair = await at.on.rotated(at.user);
      const back = await at.on.mutate('cancelRotation', { id: pair[which].id });
      expect(back.token).toMatchObject({
        id: pair.old.id,
        status: 'ACTIVE',
        retiresAt: null,
        replacedBy: null,
      });
      at.later(2 * DAY);
      expect(await at.on.answerTo(pair.old.secret)).toBe('works');
      expect(await at.on.answerTo(pair.next.secret)).toBe('401 Invalid API key');
      // And it can be rotated anew, in a generation of its own.
      const again = await at.on.mutate('rotateKey', { id: pair.old.id, overlap: DAY });
      expect(again.token).toMatchObject({ generation: 3 });
      expect((await at.on.read(pair.old)).replacedBy).toEqual({ id: again.token?.id });
    },
  );

  it('cancelled after the successor was replaced as well, ends the whole branch', async () => {
    const { old, next } = await at.on.rotated(at.user);
    const third = await at.on.replace(next, 0);
    await at.on.mutate('cancelRotation', { id: old.id });
    expect(await at.on.working([old, next, third])).toEqual([true, false, false]);
  });

  it('of a key in the middle is its own: the id names the replaced key first', async () => {
    const { old, next } = await at.on.rotated(at.user, 60);
    at.later(60);
    const third = await at.on.replace(next);
    const finished = await at.on.mutate('finishRotation', { id: next.id });
    expect(finished.token?.id).toBe(next.id);
    expect(await at.on.working([old, next, third])).toEqual([false, false, true]);
  });

  it('can be cancelled no more once the overlap is over', async () => {
    const { old } = await at.on.rotated(at.user, 60);
    at.later(60);
    expect((await at.on.mutate('cancelRotation', { id: old.id })).__typename).toBe('ConflictError');
    expect((await at.on.mutate('rotateKey', { id: old.id })).__typename).toBe('ConflictError');
  });

  it.each([-1, 30 * DAY + 1])('refuses an overlap of %i seconds', async (overlap) => {
    const old = await seedKey(at.server, at.user);
    const answer = await at.on.mutate('rotateKey', { id: old.id, overlap });
    expect(answer).toMatchObject({
      __typename: 'InvalidInputError',
      issues: [{ path: ['overlap'] }],
    });
    expect(await at.on.answerTo(old.secret)).toBe('works');
  });

  it('may be begun and finished by the key itself, and cancelled by an admin alone', async () => {
    const old: SeededKey = await seedKey(at.server, at.user);
    const begun = await at.on.mutate(
      'rotateKey',
      { id: old.id, overlap: DAY },
      { key: old.secret },
    );
    expect(begun.__typename).toBe('RotateKeySuccess');
    const { errors } = await at.server.graphql(
      `mutation { cancelRotation(input: {id: "${old.id}"}) { __typename } }`,
      { key: old.secret },
    );
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    const stranger = await seedKey(at.server, at.user);
    const foreign = await at.on.mutate('finishRotation', { id: old.id }, { key: stranger.secret });
    expect(foreign.__typename).toBe('NotFoundError');
    const secret = begun.secret ?? '';
    const finished = await at.on.mutate('finishRotation', { id: begun.token?.id }, { key: secret });
    expect(finished.token).toMatchObject({ id: old.id, status: 'REVOKED' });
  });

  it('has one winner of 20 at once, with an overlap, too', async () => {
    const { id } = await seedKey(at.server, at.user);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => at.on.mutate('rotateKey', { id, overlap: DAY })),
    );
    const names = answers.map(({ __typename }) => __typename).sort();
    expect(names).toEqual([...Array(19).fill('ConflictError'), 'RotateKeySuccess']);
  });

  it('and its cancellation at the same moment leave one of the two keys working', async () => {
    for (let turn = 0; turn < 10; turn += 1) {
      const { old, next } = await at.on.rotated(at.user);
      await Promise.all([
        at.on.mutate('finishRotation', { id: old.id }),
        at.on.mutate('cancelRotation', { id: old.id }),
      ]);
      const works = [await at.on.answerTo(old.secret), await at.on.answerTo(next.secret)];
      expect(works.filter((answer) => answer === 'works')).toHaveLength(1);
    }
  });
});
