import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importVexa } from '../../src/domain/vexa-import/import.ts';
import type { ImportReport } from '../../src/domain/vexa-import/options.ts';
import { seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { everythingHere } from './here.ts';
import { createVexaDatabase, type VexaDatabase } from './source.ts';

const INTERNAL = 'what-the-gateway-sends-of-its-own';
const KEY = `vxa_bot_${'KmPqRsTv'.repeat(5)}`;
const HOOK = 'https://hooks.example.com';

/** By the name in their address. */
const THERE: Readonly<Record<string, object>> = {
  signed: { webhook_url: `${HOOK}/1`, webhook_secret: ' signed-secret ', big: 1 },
  inside: { webhook_url: 'http://[::ffff:10.0.0.1]/', webhook_secret: 'inside-secret' },
  nonsense: { webhook_url: 'not a url', webhook_events: { a: true } },
  number: { webhook_url: 17 },
  unsigned: { webhook_url: `${HOOK}/5`, webhook_secret: '' },
  orphaned: { webhook_url: null, webhook_secret: 'orphaned-secret' },
  'ours-set': { webhook_url: `${HOOK}/7`, webhook_secret: 'their-secret' },
  'ours-open': { webhook_url: `${HOOK}/8`, webhook_secret: 'open-secret' },
  'ours-unsigned': { webhook_url: `${HOOK}/9`, webhook_secret: 'late-secret' },
  'ours-same': { webhook_url: `${HOOK}/10`, webhook_secret: 'their-secret' },
  changing: { webhook_url: `${HOOK}/11`, webhook_secret: 'changing-secret' },
  losing: { webhook_url: null, webhook_secret: 'losing-secret' },
};
const OURS: Readonly<Record<string, object>> = {
  'ours-set': { webhook_url: `${HOOK}/our`, webhook_secret: 'our-own-secret-ours' },
  'ours-open': {},
  'ours-unsigned': { webhook_url: `${HOOK}/our` },
  'ours-same': { webhook_url: `${HOOK}/10`, webhook_secret: 'our-own-secret-ours' },
};

let server: TestServer;
let source: VexaDatabase;
let rehearsed: ImportReport;
let report: ImportReport;

beforeAll(async () => {
  server = await startServer({ env: { INTERNAL_API_SECRET: INTERNAL } });
  source = await createVexaDatabase('0.12');
  for (const [name, data] of Object.entries(OURS))
    await seedUser(server, { email: `${name}@example.com`, data });
  for (const [name, data] of Object.entries(THERE)) {
    await source.client.query('insert into users (email, data) values ($1, $2)', [
      `${name}@example.com`,
      data,
    ]);
  }
  await source.client.query(`
    update users set data = jsonb_set(data::jsonb, '{big}', '12345678901234567890') where id = 1;
    insert into api_tokens (token, user_id, scopes) values ('${KEY}', 1, '{bot}')`);
  const before = await everythingHere(server);
  rehearsed = await run(true);
  expect(await everythingHere(server)).toEqual(before);
  report = await run();
});
afterAll(async () => {
  await source.drop();
  await server.stop();
});

const run = (dryRun = false) =>
  importVexa(server.app, { from: source.url, renumber: true, dryRun });

/** The masked form and the address, as the API shows them, and what stands in the data. */
async function hereOf(name: string) {
  const { data } = await server.graphql<{
    user: { data: object; webhook: { url: string | null; maskedSecret: string | null } | null };
  }>(`{ user(by: {email: "${name}@example.com"}) { data webhook { url maskedSecret } } }`, {
    admin: server.adminKey,
  });
  return data.user;
}

async function sealedBytes(): Promise<unknown> {
  return await server.db.prisma.webhookSecret.findMany({ orderBy: { userId: 'asc' } });
}

describe('imported webhooks', () => {
  it('keep address and secret, which only the gateway is handed', async () => {
    expect(await hereOf('signed')).toMatchObject({
      webhook: { url: `${HOOK}/1`, maskedSecret: '********ret ' },
    });
    const response = await server.fetch('/internal/validate', {
      method: 'POST',
      headers: { 'x-internal-secret': INTERNAL, 'content-type': 'application/json' },
      body: JSON.stringify({ token: KEY }),
    });
    expect(await response.json()).toMatchObject({
      webhook_url: `${HOOK}/1`,
      webhook_secret: ' signed-secret ',
    });
  });

  it('leave no secret in the clear, and the rest of the data to the last digit', async () => {
    const lines = (await everythingHere(server)).join('\n');
    expect(lines).not.toMatch(
      /(signed|inside|orphaned|their|our-own|open|late|changing|losing)-secret/,
    );
    expect(lines).not.toContain('webhook_secret"');
    expect(lines).toContain('12345678901234567890');
  });

  it.each([
    ['inside', 'http://[::ffff:10.0.0.1]/', '********cret'],
    ['nonsense', 'not a url', null],
    ['number', 17, null],
  ])('of "%s" are set aside, and said', async (name, imported, maskedSecret) => {
    const { data, webhook } = await hereOf(name);
    expect(data).toMatchObject({ imported_webhook_url: imported });
    expect(data).not.toHaveProperty('webhook_url');
    expect(webhook).toEqual(maskedSecret && { url: null, maskedSecret });
    const note = report.tally.notes.find(({ text }) => text.includes('imported_webhook_url'));
    expect(note).toMatchObject({ table: 'users', count: 3, examples: ['2', '3', '4'] });
  });

  it.each([
    ['unsigned', { url: `${HOOK}/5`, maskedSecret: null }],
    ['orphaned', { url: null, maskedSecret: '********cret' }],
    ['ours-set', { url: `${HOOK}/our`, maskedSecret: '********ours' }],
    ['ours-same', { url: `${HOOK}/10`, maskedSecret: '********ours' }],
    ['ours-open', { url: `${HOOK}/8`, maskedSecret: '********cret' }],
    ['ours-unsigned', { url: `${HOOK}/our`, maskedSecret: null }],
  ])('of "%s" are what they should be', async (name, webhook) => {
    expect((await hereOf(name)).webhook).toEqual(webhook);
  });

  it('are told the same by a dry run', () => {
    expect(rehearsed.tally).toEqual(report.tally);
  });

  it('come over once: a second run writes nothing, and a changed name seals nothing anew', async () => {
    const [before, sealed] = [await everythingHere(server), await sealedBytes()];
    const again = await run();
    expect([again.tally.counts.users.written, again.tally.counts.webhooks.written]).toEqual([0, 0]);
    expect(await everythingHere(server)).toEqual(before);
    await source.client.query(`update users set name = 'changed' where id in (1, 2)`);
    expect((await run()).tally.counts.users.written).toBe(2);
    expect(await sealedBytes()).toEqual(sealed);
  });

  it('change when they change there, and lose the secret that is no longer there', async () => {
    await source.client.query(`
      update users set data = jsonb_set(data::jsonb, '{webhook_secret}', '"another-one"') where id = 11;
      update users set data = data::jsonb - 'webhook_secret' where id = 12`);
    await run();
    expect((await hereOf('changing')).webhook?.maskedSecret).toBe('********-one');
    expect((await hereOf('losing')).webhook).toBeNull();
  });
});
