import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dropScratchDatabase } from '../database/scratch.ts';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import type { TestServer } from '../support/server.ts';
import { answerTo, BOTH, createHome, type Home, NEW, OLD, startUnder } from './peppers.ts';

// As docs/backup.md has it: first every process knows both peppers, then the new one comes first.

describe('two processes in a change of the pepper', () => {
  let home: Home;
  let user: SeededUser;
  let key: string;

  beforeEach(async () => {
    home = await createHome();
    const server = await startUnder(home, { current: OLD });
    user = await seedUser(server);
    key = (await seedKey(server, user)).secret;
    await server.stop();
  });
  afterEach(() => dropScratchDatabase(home.databaseUrl));

  async function mintAt(server: TestServer, header: string): Promise<Record<string, unknown>> {
    const response = await server.fetch(`/admin/users/${user.databaseId}/tokens`, {
      method: 'POST',
      headers: { 'x-admin-api-key': server.adminKey, 'idempotency-key': header },
    });
    return (await response.json()) as Record<string, unknown>;
  }

  it('agree on every key and every repeated request while both know both, whichever comes first', async () => {
    const behind = await startUnder(home, { current: OLD, previous: NEW });
    const ahead = await startUnder(home, BOTH);
    const minted = [key, (await seedKey(behind, user)).secret, (await seedKey(ahead, user)).secret];
    // Each moves them to its own pepper, and the other one finds them all the same.
    for (const until = Date.now() + 3_500; Date.now() < until; ) {
      const answers = await Promise.all(
        [behind, ahead].flatMap((server) => minted.map((text) => answerTo(server, text))),
      );
      expect(answers).toEqual(Array(6).fill(200));
    }
    const repeated = await Promise.all(
      [behind, ahead, behind, ahead, behind, ahead].map((server) => mintAt(server, 'together')),
    );
    expect(new Set(repeated.map(({ token }) => token)).size).toBe(1);
    await Promise.all([behind.stop(), ahead.stop()]);
  });

  it('part when one of them knows only the old one, which then cannot be started anew', async () => {
    const behind = await startUnder(home, { current: OLD });
    const ahead = await startUnder(home, BOTH);
    const made = (await seedKey(ahead, user)).secret;
    const stayed = (await seedKey(behind, user)).secret;
    expect([await answerTo(ahead, stayed), await answerTo(behind, made)]).toEqual([200, 401]);
    expect([await answerTo(behind, key), await answerTo(ahead, key)]).toEqual([200, 200]);
    await expect.poll(() => answerTo(behind, key)).toBe(401);
    await behind.stop();
    await expect(startUnder(home, { current: OLD })).rejects.toThrow(
      /^\d working keys in this database were made with another TOKEN_PEPPER\./,
    );
    const again = await startUnder(home, { current: OLD, previous: NEW });
    for (const text of [made, stayed, key]) expect(await answerTo(again, text)).toBe(200);
    await Promise.all([again.stop(), ahead.stop()]);
  });

  it('cannot start apart: with the data key moved, the old pepper alone opens nothing', async () => {
    const ahead = await startUnder(home, BOTH);
    await expect(startUnder(home, { current: OLD })).rejects.toThrow(
      /^The secrets and the audit log in this database were sealed with another TOKEN_PEPPER\./,
    );
    await ahead.stop();
  });
});
