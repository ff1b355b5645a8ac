import { afterAll, beforeAll, expect, it } from 'vitest';
import { importVexa } from '../../src/domain/vexa-import/import.ts';
import { allRows, asService, INTERNAL_SECRET } from '../platform/request.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { createVexaDatabase, type VexaDatabase } from './source.ts';

// What the operator set for all users, with secrets in it, stands readable in a table there.

let server: TestServer;
let source: VexaDatabase;

const SECRETS = ['sk-4731', 'tok-4732'];
const SETTINGS: Readonly<Record<string, unknown>> = {
  models: { mode: 'custom', model: 'large', api_key: 'sk-4731', odd: 7 },
  transcription: { url: 'https://speech.example.com', token: 'tok-4732' },
  diagnostics: {},
  setup: 'odd',
  unheard_of: { token: 'tok-4732' },
};

beforeAll(async () => {
  server = await startServer({ env: { INTERNAL_API_SECRET: INTERNAL_SECRET } });
  source = await createVexaDatabase('0.12');
  for (const [key, value] of Object.entries(SETTINGS))
    await source.client.query('insert into platform_settings (key, value) values ($1, $2)', [
      key,
      JSON.stringify(value),
    ]);
});
afterAll(async () => {
  await source.drop();
  await server.stop();
});

async function setting(key: string): Promise<unknown> {
  return (await asService(server, 'GET', `/internal/settings/${key}`)).body;
}

async function run(dryRun = false): Promise<Record<string, readonly string[]>> {
  const { tally } = await importVexa(server.app, { from: source.url, dryRun });
  const notes = tally.notes.filter(({ table }) => table === 'platform_settings');
  return Object.fromEntries(notes.map(({ text, examples }) => [text, examples]));
}

const REFUSED = 'are not imported: this service has no such setting, or their value is not valid';

it('is named by a rehearsal, which sets nothing', async () => {
  expect(await run(true)).toEqual({
    'are imported unless they are set here': ['models', 'setup', 'transcription', 'unheard_of'],
  });
  expect(await server.db.prisma.platformSetting.count()).toBe(0);
});

it('is sealed by an import where it is not set here, and served to those services', async () => {
  await asService(server, 'PUT', '/internal/settings/transcription', {
    url: 'https://own.example.com',
  });
  expect(await run()).toEqual({
    'are imported, and stored encrypted': ['models'],
    [REFUSED]: ['setup', 'unheard_of'],
  });
  expect(JSON.stringify(await setting('models'))).toContain('"model":"large"');
  expect(JSON.stringify(await setting('models'))).toContain('sk-4731');
  const own = JSON.stringify(await setting('transcription'));
  expect(own).toContain('own.example.com');
  expect(own).not.toContain('tok-4732');
  const events = await server.db.prisma.auditEvent.findMany({
    where: { action: 'PLATFORM_SETTING_SET', actorName: 'latchkey import' },
  });
  expect(events).toHaveLength(1);
  const stored = await allRows(server);
  for (const secret of SECRETS) expect(stored).not.toContain(secret);
});

it('stays as it is here, whatever changes there', async () => {
  await source.client.query(
    `update platform_settings set value = '{"model": "small"}' where key = 'models'`,
  );
  expect(await run()).toEqual({ [REFUSED]: ['setup', 'unheard_of'] });
  expect(JSON.stringify(await setting('models'))).toContain('"model":"large"');
});
