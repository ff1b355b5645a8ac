import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { untilSomebodyWaits } from '../support/locks.ts';
import { type SeededUser, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { rotationsOn } from './rotations.ts';

const NOW = new Date('2026-05-01T08:00:00.000Z');

describe('in a lineage', () => {
  let server: TestServer;
  let on: ReturnType<typeof rotationsOn>;
  let user: SeededUser;
  beforeAll(async () => {
    server = await startServer({ clock: () => NOW });
    on = rotationsOn(server);
    user = await seedUser(server);
  });
  afterAll(() => server.stop());

  describe('a rotation that is taken back', () => {
    it('ends what replaced a successor that was revoked meanwhile', async () => {
      const { old, next } = await on.rotated(user);
      const third = await on.replace(next, 0);
      await on.mutate('revokeToken', { id: next.id });
      expect((await on.mutate('cancelRotation', { id: old.id })).__typename).toBe(
        'CancelRotationSuccess',
      );
      expect(await on.working([old, next, third])).toEqual([true, false, false]);
    });

    it('ends what replaces its successor at the same moment', async () => {
      const { old, next } = await on.rotated(user);
      const replaced = numberOf(next.id);
      const cancelled = await server.db.transaction(async (rows) => {
        await rows(sql`update api_tokens set retires_at = ${NOW} where id = ${replaced}`);
        const waiting = on.mutate('cancelRotation', { id: old.id });
        await untilSomebodyWaits(server.db);
        await rows(sql`
          insert into api_tokens (user_id, digest, hint, name, scopes, generation, replaces_id)
          select user_id, sha256('third'), hint, 'third', scopes, 3, id from api_tokens where id = ${replaced}`);
        return { waiting };
      });
      expect((await cancelled.waiting).__typename).toBe('CancelRotationSuccess');
      const [third] = await server.db.rows<{ isEnded: boolean }>(
        sql`select revoked_at is not null as "isEnded" from api_tokens where name = 'third'`,
      );
      expect(third).toEqual({ isEnded: true });
    });

    it('is not the next one: its successor names no rotation any more', async () => {
      const { old, next } = await on.rotated(user);
      await on.mutate('cancelRotation', { id: next.id });
      const again = await on.replace(old);
      for (const field of ['cancelRotation', 'finishRotation'])
        expect((await on.mutate(field, { id: next.id })).__typename).toBe('ConflictError');
      expect(await on.working([old, again])).toEqual([true, true]);
    });
  });

  it('the id of a key that was itself replaced never names the rotation that made it', async () => {
    const { old, next } = await on.rotated(user);
    const third = await on.replace(next, 0);
    for (const id of [next.id, third.id])
      for (const field of ['cancelRotation', 'finishRotation'])
        expect((await on.mutate(field, { id })).__typename).toBe('ConflictError');
    expect(await on.working([old, next, third])).toEqual([true, false, true]);
  });

  describe('while a key retires', () => {
    it('its successor is replaced without an overlap, or not at all', async () => {
      const { old, next } = await on.rotated(user);
      const refused = await on.mutate('rotateKey', { id: next.id, overlap: 60 });
      expect(refused).toMatchObject({
        __typename: 'ConflictError',
        message: expect.stringContaining('finish that rotation first'),
      });
      expect(await on.working([old, next])).toEqual([true, true]);
      const third = await on.replace(next, 0);
      expect(await on.working([old, next, third])).toEqual([true, false, true]);
      // However far back it is.
      expect((await on.mutate('rotateKey', { id: third.id, overlap: 60 })).message).toBe(
        refused.message,
      );
      await on.mutate('finishRotation', { id: old.id });
      expect(await on.working([third, await on.replace(third)])).toEqual([true, true]);
    });

    it('a successor that is no longer alive is refused as such', async () => {
      const { next } = await on.rotated(user);
      await on.mutate('revokeToken', { id: next.id });
      const refused = await on.mutate('rotateKey', { id: next.id, overlap: 60 });
      expect(refused.message).toMatch(/^This key is revoked/);
    });
  });
});

function numberOf(id: string): bigint {
  return BigInt(Buffer.from(id, 'base64url').toString().split(':')[1] ?? '');
}
