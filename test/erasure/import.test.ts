import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importVexa } from '../../src/domain/vexa-import/import.ts';
import { newProgress } from '../../src/domain/vexa-import/stage/progress.ts';
import { emptyTally } from '../../src/domain/vexa-import/stage/tally.ts';
import { dumpOf, findIn } from '../support/canaries.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { createVexaDatabase, type VexaDatabase } from '../vexa-import/source.ts';
import { stopAfterOneBatch } from '../vexa-import/stopped.ts';
import { erase } from './erasing.ts';

const ADDRESS = 'imported.canary@example.com';

describe('an import', () => {
  let server: TestServer;
  let source: VexaDatabase;
  beforeAll(async () => {
    server = await startServer();
    source = await createVexaDatabase('0.12');
    await source.client.query(`
      insert into users (id, email, name) values (7, '${ADDRESS}', 'Canary Imported'), (8, 'other@example.com', 'Other');
      insert into meetings (id, user_id, platform, platform_specific_id, status, created_at)
        values (5, 7, 'google_meet', 'canary-native', 'completed', '2026-05-01'),
          (6, 8, 'google_meet', 'other-native', 'completed', '2026-05-01')`);
    await importAll();
    // Earlier versions stored addresses in notes.
    const note = { table: 'users', text: `of ${ADDRESS}`, count: 1, examples: [ADDRESS] };
    const tally = { ...emptyTally(), notes: [note] };
    await server.db.prisma.importSource.updateMany({
      data: { result: tally, progress: { ...newProgress(), tally } },
    });
  });
  afterAll(async () => {
    await source.drop();
    await server.stop();
  });

  const importAll = (name = 'vexa') => importVexa(server.app, { from: source.url, name });
  const idOf = (id: number) => Buffer.from(`User:${id}`).toString('base64url');
  const searched = async () => {
    const canaries = { address: ADDRESS, name: 'Canary Imported', native: 'canary-native' };
    const found = [...(await dumpOf(server))].map(([, text]) => findIn(text, canaries));
    return found.flat();
  };

  it('does not bring back a person who was erased, by number', async () => {
    expect(await searched()).not.toEqual([]);
    expect((await erase(server, { id: idOf(7) }, ADDRESS)).__typename).toBe('EraseUserSuccess');
    expect(await searched()).toEqual([]);
    await source.client.query(`
      update users set name = 'Canary Imported Again' where id = 7;
      update meetings set status = 'failed' where id in (5, 6)`);
    const { tally } = await importAll();
    expect(tally.counts.users).toMatchObject({ skipped: 1 });
    expect(tally.counts.meetings).toMatchObject({ written: 1, skipped: 1 });
    expect(await searched()).toEqual([]);
  });

  it('nor by the address, from another database', async () => {
    await source.client.query(`
      update meetings set user_id = 8 where user_id = 7;
      update users set id = 70, email = upper(email) where id = 7;
      delete from meetings; delete from users where id = 8`);
    const { tally } = await importAll('another');
    expect(tally.notes.map(({ text }) => text)).toContainEqual(
      expect.stringContaining('that of a person who was erased here'),
    );
    expect(tally.counts.users).toEqual({ written: 0, unchanged: 0, skipped: 1 });
    expect(await searched()).toEqual([]);
  });
});

it('an import that continues one of an earlier version brings no address back from its notes', async () => {
  const server = await startServer();
  const source = await createVexaDatabase('0.12');
  await source.client.query(`
    insert into users (id, email) values (7, '${ADDRESS}'), (8, 'other@example.com');
    insert into meetings (id, user_id, platform, platform_specific_id, status, created_at)
      values (5, 8, 'google_meet', 'native', 'completed', '2026-05-01')`);
  await stopAfterOneBatch(server, source, 'users');
  await server.db.prisma.$executeRawUnsafe(`
    update import_sources set progress = jsonb_set(progress - 'hasNoAddresses', '{tally,notes}',
      '[{"table": "users", "text": "of an earlier version", "count": 1, "examples": ["${ADDRESS}"]}]')`);
  const { resumed, tally } = await importVexa(server.app, { from: source.url });
  expect(resumed).toBe(true);
  expect(tally.counts.users).toEqual({ written: 2, unchanged: 0, skipped: 0 });
  expect(JSON.stringify(tally)).not.toContain(ADDRESS);
  const stored = await server.db.prisma.importSource.findMany();
  expect(
    JSON.stringify(stored, (_, value) => (typeof value === 'bigint' ? '' : value)),
  ).not.toContain(ADDRESS);
  await source.drop();
  await server.stop();
});
