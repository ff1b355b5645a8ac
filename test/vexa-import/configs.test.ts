import { afterAll, beforeAll, expect, it } from 'vitest';
import { importVexa } from '../../src/domain/vexa-import/import.ts';
import { allRows, asService, INTERNAL_SECRET } from '../platform/request.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { createVexaDatabase, type VexaDatabase } from './source.ts';

// What users set for Vexa's services, with secrets in it, stands readable in their data there.

let server: TestServer;
let source: VexaDatabase;

const SECRETS = ['private-4721', 'private-4722', 'sk-4723', 'tok-4724', 'ghp-4725'];
const DATA: Readonly<Record<number, object>> = {
  5: {
    note: 'kept',
    big: 12345678901234567890n.toString(),
    calendar_connections: [
      {
        id: 'c-1',
        name: 'Work',
        ics_url: 'https://calendar.example.com/private-4721.ics',
        auto_join: false,
        bot_name: 'Scribe',
        enabled: true,
      },
      { id: 'c-2', name: 'Old', enabled: false, deleted: true },
      { name: 'without an id' },
      'odd',
    ],
    calendar_ics_url: 'https://calendar.example.com/private-4721.ics',
    calendar_auto_join: false,
    calendar_bot_name: 'Scribe',
    model_prefs: { mode: 'custom', model: 'large', api_key: 'sk-4723', odd: 7 },
    transcription_prefs: { url: 'https://speech.example.com', token: 'tok-4724' },
    workspace_git: { repo: 'https://git.example.com/w.git', token: 'ghp-4725', branch: 'main' },
  },
  6: { calendar_ics_url: 'https://calendar.example.com/private-4722.ics' },
  7: { model_prefs: 'odd', calendar_connections: {} },
};

beforeAll(async () => {
  server = await startServer({
    env: { INTERNAL_API_SECRET: INTERNAL_SECRET, DEFAULT_MAX_CONCURRENT_BOTS: '3' },
  });
  source = await createVexaDatabase('0.12');
  for (const [id, data] of Object.entries(DATA))
    await source.client.query(
      `insert into users (id, email, max_concurrent_bots, data, created_at) values ($1, $2, 3, $3, now())`,
      [id, `user${id}@example.com`, JSON.stringify(data)],
    );
});
afterAll(async () => {
  await source.drop();
  await server.stop();
});

const get = async (path: string) => (await asService(server, 'GET', path)).body;

it('is sealed by an import, and served to those services', async () => {
  await importVexa(server.app, { from: source.url, dryRun: true });
  expect(await server.db.prisma.userConfig.count()).toBe(0);
  await importVexa(server.app, { from: source.url });
  expect(await get('/internal/calendar-configs')).toEqual({
    configs: [
      {
        user_id: 5,
        calendar_id: 'c-1',
        calendar_name: 'Work',
        bot_name: 'Scribe',
        legacy: true,
        ics_url: 'https://calendar.example.com/private-4721.ics',
        auto_join: false,
      },
      { user_id: 5, calendar_id: 'c-2', calendar_name: 'Old', bot_name: 'Vexa', deleted: true },
      {
        user_id: 6,
        // As Vexa computes it: uuid5 of the URL namespace and "vexa:user:6:calendar:legacy".
        calendar_id: 'b69dd8b2-6f55-5521-8b4d-7baa176d0416',
        calendar_name: 'Calendar',
        bot_name: 'Vexa',
        legacy: true,
        ics_url: 'https://calendar.example.com/private-4722.ics',
        auto_join: true,
      },
    ],
  });
  expect(await get('/internal/users/5/model-config')).toEqual({
    models: { mode: 'custom', model: 'large', api_key: 'sk-4723' },
  });
  expect(await get('/internal/users/5/bot-context')).toEqual({
    max_concurrent: 3,
    bot_name: 'Scribe',
    capture_signal: true,
    transcription: { url: 'https://speech.example.com', token: 'tok-4724', provider: 'customer' },
  });
  const users = await server.db.prisma.user.findMany({ orderBy: { id: 'asc' } });
  expect(users.map(({ data }) => data)).toEqual([
    { note: 'kept', big: '12345678901234567890' },
    {},
    {},
  ]);
  const rows = await allRows(server);
  for (const secret of SECRETS) expect(rows).not.toContain(secret);
});

it('stays as it is when it is imported again, and follows a change there', async () => {
  const sealed = async () =>
    await server.db.prisma.userConfig.findMany({ orderBy: [{ userId: 'asc' }, { name: 'asc' }] });
  const before = await sealed();
  await importVexa(server.app, { from: source.url });
  expect(await sealed()).toEqual(before);
  // A change of something else.
  await source.client.query(`update users set name = 'New' where id = 5`);
  await importVexa(server.app, { from: source.url });
  expect(await sealed()).toEqual(before);
  await source.client.query(
    `update users set data = data - 'model_prefs' || '{"transcription_prefs": {"url": "https://other.example.com"}}' where id = 5`,
  );
  await importVexa(server.app, { from: source.url });
  expect(await get('/internal/users/5/model-config')).toEqual({ models: {} });
  expect(await get('/internal/users/5/bot-context')).toMatchObject({
    transcription: { url: 'https://other.example.com', provider: 'customer' },
  });
});
