import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dropScratchDatabase, query } from '../database/scratch.ts';
import {
  answerTo,
  answerToAdmin,
  createAdminKey,
  createHome,
  during,
  type Home,
} from '../key/peppers.ts';
import { type SeededKey, seedKey, seedUser } from '../support/seed.ts';
import type { TestServer } from '../support/server.ts';
import { backedUp, exportAudit, newFolder, removeFolder, restore, SAME } from './commands.ts';

const change = (server: TestServer, mutation: string) =>
  server.graphql(`mutation { ${mutation} { __typename } }`, { admin: server.adminKey });

/** Rotates a key, which works beside its successor for a while. */
async function successorOf(server: TestServer, key: SeededKey | undefined): Promise<SeededKey> {
  const { data } = await server.graphql<{ rotateKey: { secret: string; token: { id: string } } }>(
    `mutation { rotateKey(input: {id: "${key?.id}", overlap: 600}) { ... on RotateKeySuccess { secret token { id } } } }`,
    { admin: server.adminKey },
  );
  const { secret, token } = data.rotateKey;
  return { ...key, secret, id: token.id } as SeededKey;
}

describe('a restore', () => {
  const folder = newFolder();
  const file = join(folder, 'audit.jsonl');
  const keys: Record<string, SeededKey> = {};
  let adminKey: string;
  let home: Home;
  let path: string;

  beforeAll(async () => {
    home = await createHome();
    const users = await during(home, SAME, async (server) => {
      const owner = await seedUser(server);
      const suspended = await seedUser(server);
      const resumed = await seedUser(server);
      const deleted = await seedUser(server);
      for (const name of [
        'works',
        'revoked',
        'rotated',
        'finished',
        'cancelled',
        'shortened',
        'narrowed',
        'takenBack',
      ])
        keys[name] = await seedKey(server, owner, { scopes: ['BOT', 'TX'] });
      keys['suspended'] = await seedKey(server, suspended);
      keys['resumed'] = await seedKey(server, resumed);
      keys['deleted'] = await seedKey(server, deleted);
      adminKey = await createAdminKey(server);
      keys['leaked'] = await successorOf(server, keys['takenBack']);
      return { suspended, resumed, deleted };
    });
    path = await backedUp(home, folder);
    await during(home, SAME, async (server) => {
      const id = (name: string) => `id: "${keys[name]?.id}"`;
      await change(server, `revokeToken(input: {${id('revoked')}})`);
      await change(server, `rotateKey(input: {${id('rotated')}})`);
      await change(server, `rotateKey(input: {${id('finished')}, overlap: 600})`);
      await change(server, `finishRotation(input: {${id('finished')}})`);
      await change(server, `rotateKey(input: {${id('cancelled')}, overlap: 600})`);
      await change(server, `cancelRotation(input: {${id('cancelled')}})`);
      await change(server, `cancelRotation(input: {${id('takenBack')}})`);
      await change(server, `updateToken(input: {${id('shortened')}, expiresIn: 1})`);
      await change(server, `updateToken(input: {${id('narrowed')}, scopes: [TX]})`);
      await change(server, `updateUser(input: {id: "${users.suspended.id}", isActive: false})`);
      await change(server, `updateUser(input: {id: "${users.resumed.id}", isActive: false})`);
      await change(server, `updateUser(input: {id: "${users.resumed.id}", isActive: true})`);
      await change(server, `deleteUser(input: {id: "${users.deleted.id}"})`);
      const admins = await server.graphql<{ adminKeys: { nodes: { id: string }[] } }>(
        '{ adminKeys(first: 1) { nodes { id } } }',
        { admin: server.adminKey },
      );
      await change(server, `revokeAdminKey(input: {id: "${admins.data.adminKeys.nodes[0]?.id}"})`);
    });
    const { output } = await exportAudit(home);
    writeFileSync(file, output);
  });
  afterAll(async () => {
    await dropScratchDatabase(home.databaseUrl);
    removeFolder(folder);
  });

  const answers = (server: TestServer) =>
    Promise.all(
      Object.entries(keys).map(async ([name, { secret }]) => [
        name,
        await answerTo(server, secret),
      ]),
    ).then(Object.fromEntries) as Promise<Record<string, number>>;

  it('revives no key that ended after the backup, given an export of the audit log', async () => {
    const restored = await restore(path, ['--audit-export', file]);
    expect([restored.errors, restored.code]).toEqual(['', 0]);
    expect(restored.output).toContain('Ended because the audit log says so: 6 keys, 2 users.');
    expect(restored.output).not.toContain('NOT KNOWN: which keys');
    await during(restored, SAME, async (server) => {
      expect(await answers(server)).toEqual({
        works: 200,
        revoked: 401,
        rotated: 401,
        finished: 401,
        cancelled: 200,
        shortened: 401,
        narrowed: 200,
        takenBack: 200,
        leaked: 401,
        suspended: 401,
        resumed: 200,
        deleted: 401,
      });
      expect(await answerToAdmin(server, adminKey)).toBe(403);
    });
    const [state] = await query(
      restored.databaseUrl,
      `select (select count(*)::int from users where deleted_at is not null) as deleted,
         (select scopes from api_tokens where id = ${keys['narrowed']?.databaseId}) as scopes,
         (select after->>'endedKeys' from audit_events where action = 'RESTORED') as ended`,
    );
    expect(state).toEqual({ deleted: 1, scopes: ['tx'], ended: '6' });
    await dropScratchDatabase(restored.databaseUrl);
  });

  it('without one gives back the keys as they were, and says so', async () => {
    const restored = await restore(path);
    expect(restored.output).toMatch(/^NOT KNOWN: which keys were revoked .* They work again\./m);
    await during(restored, SAME, async (server) =>
      expect(await answers(server)).toMatchObject({ works: 200, revoked: 200, deleted: 200 }),
    );
    await dropScratchDatabase(restored.databaseUrl);
  });

  const lines = () => readFileSync(file, 'utf8').trimEnd().split('\n');
  it.each([
    [
      'an altered link',
      () => lines().map((line) => line.replace(/"previous":"../, '"previous":"00')),
    ],
    ['another end', () => lines().map((line) => line.replace(/"hash":"../, '"hash":"00'))],
    ['a missing beginning', () => lines().slice(-2)],
    ['another order', () => lines().toReversed()],
    ['a missing event', () => lines().toSpliced(2, 1)],
    ['a missing event near its end', () => lines().toSpliced(-2, 1)],
    ['all events twice', () => [...lines(), ...lines()]],
    ['half a line', () => [...lines(), '{"position":']],
    ['no export', () => ['hello']],
  ])('refuses an export with %s in one line, and restores nothing', async (_, text) => {
    const broken = join(folder, 'broken.jsonl');
    writeFileSync(broken, text().join('\n'));
    const { databaseUrl, code, errors } = await restore(path, ['--audit-export', broken]);
    expect([code, errors.split('\n').length]).toEqual([1, 2]);
    expect(errors).toMatch(
      /^latchkey: .*broken\.jsonl (is not|does not|was altered|begins|lacks|repeats)/,
    );
    expect(await query(databaseUrl, `select from pg_class where relname = 'users'`)).toEqual([]);
    await dropScratchDatabase(databaseUrl);
  });
});
