import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dropScratchDatabase, query } from '../database/scratch.ts';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import type { TestServer } from '../support/server.ts';
import {
  answerTo,
  answerToAdmin,
  BOTH,
  createAdminKey,
  createHome,
  during as duringAt,
  type Given,
  type Home,
  NEW,
  OLD,
  runUnder,
  validate,
} from './peppers.ts';

describe('a change of the pepper', () => {
  let home: Home;
  let user: SeededUser;
  let keys: string[];
  let adminKey: string;

  beforeEach(async () => {
    home = await createHome();
    await during({ current: OLD }, async (server) => {
      user = await seedUser(server);
      keys = [];
      while (keys.length < 3) keys.push((await seedKey(server, user)).secret);
      adminKey = await createAdminKey(server);
    });
  });
  afterEach(() => dropScratchDatabase(home.databaseUrl));

  const during = <Result>(given: Given, work: (server: TestServer) => Promise<Result>) =>
    duringAt(home, given, work);
  const status = async (given: Given) => (await runUnder(home, given, ['pepper', 'status'])).output;
  const writesIn = ({ statements }: TestServer) =>
    statements.filter((text) => /update (api_tokens|admin_keys) k set digest/.test(text)).length;
  const pepperOf = async (table: string) =>
    (await query(home.databaseUrl, `select pepper_id from ${table} order by id`)).map(
      (row) => row['pepper_id'],
    );

  it('keeps every key working, in every API, under both peppers and then under the new one', async () => {
    const answers = async (server: TestServer) => [
      await answerTo(server, keys[0] ?? ''),
      await answerTo(server, keys[1] ?? ''),
      (await validate(server, keys[2] ?? ''))['status'],
      await answerToAdmin(server, adminKey),
    ];
    expect(await during(BOTH, answers)).toEqual([200, 200, 200, 200]);
    expect(await during({ current: NEW }, answers)).toEqual([200, 200, 200, 200]);
  });

  it('moves a key with one write in the background, however often it was used by then', async () => {
    const [first = ''] = keys;
    const moving = await during(BOTH, async (server) => {
      await Promise.all(Array.from({ length: 20 }, () => answerTo(server, first)));
      await expect.poll(() => pepperOf('api_tokens')).toEqual([2, 1, 1]);
      await answerTo(server, first);
      return server;
    });
    expect(writesIn(moving)).toBe(1);
    const moved = await during(BOTH, async (server) => {
      await answerTo(server, first);
      return server;
    });
    expect(writesIn(moved)).toBe(0);
  });

  it('writes once for all keys of a kind that came within a second', async () => {
    await during(BOTH, async (server) => {
      await Promise.all([...keys, ...keys].map((key) => answerTo(server, key)));
      await answerToAdmin(server, adminKey);
      await expect.poll(() => pepperOf('admin_keys')).toEqual([2]);
      expect(await pepperOf('api_tokens')).toEqual([2, 2, 2]);
      expect(writesIn(server)).toBe(2);
    });
  });

  it('shows how many keys have still to come, of both kinds', async () => {
    expect(await status(BOTH)).toMatch(/current {3}0 working keys\n {2}previous {2}4 working keys/);
    await during(BOTH, (server) => answerTo(server, keys[0] ?? ''));
    const half = await status(BOTH);
    expect(half).toMatch(/current {3}1 working keys\n {2}previous {2}3 working keys/);
    expect(half).toContain('Keep TOKEN_PEPPER_PREVIOUS until none is left.');
    await during(BOTH, async (server) => {
      for (const key of keys) await answerTo(server, key);
      await answerToAdmin(server, adminKey);
    });
    const done = await status(BOTH);
    expect(done).toMatch(/current {3}4 working keys\n {2}previous {2}0 working keys/);
    expect(done).toContain('TOKEN_PEPPER_PREVIOUS can be removed.');
  });

  it('makes new keys under the new pepper', async () => {
    const [minted, made] = await during(BOTH, async (server) => [
      (await seedKey(server, user)).secret,
      await createAdminKey(server),
    ]);
    expect(await pepperOf('api_tokens')).toEqual([1, 1, 1, 2]);
    expect(await pepperOf('admin_keys')).toEqual([1, 2]);
    await query(home.databaseUrl, 'update api_tokens set revoked_at = now() where pepper_id = 1');
    await query(home.databaseUrl, 'update admin_keys set revoked_at = now() where pepper_id = 1');
    await during({ current: NEW }, async (server) => {
      expect(await answerTo(server, minted ?? '')).toBe(200);
      expect(await answerToAdmin(server, made ?? '')).toBe(200);
      expect(await answerTo(server, keys[0] ?? '')).toBe(401);
    });
  });

  it('leaves secrets of webhooks readable, the audit log sound and repeated requests known', async () => {
    const mint = async (server: TestServer) => {
      const response = await server.fetch(`/admin/users/${user.databaseId}/tokens`, {
        method: 'POST',
        headers: { 'x-admin-api-key': server.adminKey, 'idempotency-key': 'one and the same' },
      });
      return (await response.json()) as { id: number; token: string };
    };
    const first = await during({ current: OLD }, async (server) => {
      await server.graphql(
        `mutation { setWebhook(input: {userId: "${user.id}", url: "https://example.com/", secret: "a signing secret"}) { __typename } }`,
        { admin: server.adminKey },
      );
      return await mint(server);
    });
    for (const given of [BOTH, BOTH, { current: NEW }]) {
      await during(given, async (server) => {
        for (const key of [...keys, first.token]) await answerTo(server, key);
        await answerToAdmin(server, adminKey);
        expect(await validate(server, keys[0] ?? '')).toMatchObject({
          webhook_secret: 'a signing secret',
        });
        expect(await mint(server)).toEqual(first);
        await seedUser(server);
      });
      const verdict = await runUnder(home, given, ['audit', 'verify']);
      expect([verdict.code, verdict.output]).toEqual([
        0,
        expect.stringMatching(/^The audit log is intact/),
      ]);
    }
  });
});
