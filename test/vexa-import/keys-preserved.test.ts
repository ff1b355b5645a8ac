import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importVexa } from '../../src/domain/vexa-import/import.ts';
import type { ImportOptions, ImportReport } from '../../src/domain/vexa-import/options.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { createVexaDatabase, type VexaDatabase } from './source.ts';

// What was decided here of a key that came from there.

const TEXT = `vxa_bot_${'KmPqRsTv'.repeat(5)}`;
const PEPPER = 'the pepper of the first import, long enough';
const NEW_PEPPER = 'the pepper that took its place, long enough';

let server: TestServer;
let source: VexaDatabase;
let keyId: string;

beforeEach(async () => {
  server = await startServer({ env: { TOKEN_PEPPER: PEPPER } });
  source = await createVexaDatabase('0.12');
  await source.client.query(`
    insert into users (email) values ('ada@example.com');
    insert into api_tokens (token, user_id, scopes, name, last_used_at, expires_at)
      values ('${TEXT}', 1, '{bot,tx}', 'there', '2026-01-01T10:00:00.123456', '2999-01-01T10:00:00.123456')`);
  await run();
  const { data } = await server.graphql<{
    apiTokens: { edges: readonly { node: { id: string } }[] };
  }>('{ apiTokens(first: 1) { edges { node { id } } } }', { admin: server.adminKey });
  keyId = data.apiTokens.edges[0]?.node.id ?? '';
});
afterEach(async () => {
  await source.drop();
  await server.stop();
});

function run(options: Partial<ImportOptions> = {}, to = server): Promise<ImportReport> {
  return importVexa(to.app, { from: source.url, ...options });
}

/** A repeated import, and what a rehearsal said of it before. */
async function again(): Promise<ImportReport> {
  const rehearsed = await run({ dryRun: true });
  const report = await run();
  expect(rehearsed.tally).toEqual(report.tally);
  return report;
}

async function change(fields: string): Promise<void> {
  const { data } = await server.graphql<{ updateToken: { __typename: string } }>(
    `mutation { updateToken(input: {id: "${keyId}", ${fields}}) { __typename } }`,
    { admin: server.adminKey },
  );
  expect(data.updateToken.__typename).toBe('UpdateTokenSuccess');
}

const there = (assignments: string) =>
  source.client.query(`update api_tokens set ${assignments} where id = 1`);

const here = () => server.db.prisma.apiToken.findUniqueOrThrow({ where: { id: 1n } });

const USE = `last_used_at = '2026-06-01T10:00:00'`;
const NARROWER = 'allow more there, or for longer, than here';
const notes = ({ tally }: ImportReport) => tally.notes.map(({ text }) => text).join('\n');

describe('a repeated import', () => {
  it('undoes nothing that was set here when the key is used there, and takes the use over', async () => {
    await change('name: "here", scopes: [TX], expiresIn: 60');
    const { expiresAt } = await here();
    await there(USE);
    const report = await again();
    expect(report.tally.counts.keys).toEqual({ written: 0, unchanged: 1, skipped: 0 });
    expect(await here()).toMatchObject({
      name: 'here',
      scopes: ['tx'],
      expiresAt,
      lastUsedAt: new Date('2026-06-01T10:00:00Z'),
    });
  });

  it('widens and lengthens no key that was limited here, and says so', async () => {
    await change('scopes: [TX], expiresIn: 60');
    const { expiresAt } = await here();
    await there(`scopes = '{bot,tx,browser}', expires_at = null`);
    expect(notes(await again())).toContain(NARROWER);
    expect(await here()).toMatchObject({ scopes: ['tx'], expiresAt });
  });

  it('takes over that a key may do less there, and for less long', async () => {
    await there(`scopes = '{tx}', expires_at = '2027-01-01T10:00:00.987654'`);
    const report = await again();
    expect(report.tally.counts.keys).toEqual({ written: 1, unchanged: 0, skipped: 0 });
    expect(notes(report)).not.toContain(NARROWER);
    expect(await here()).toMatchObject({
      name: 'there',
      scopes: ['tx'],
      expiresAt: new Date('2027-01-01T10:00:00.988Z'),
    });
  });

  it('takes a name over that was changed there, and no other', async () => {
    await change('name: "here"');
    await there(`scopes = '{tx}'`);
    await again();
    expect(await here()).toMatchObject({ name: 'here', scopes: ['tx'] });
    await there(`name = 'changed there'`);
    await again();
    expect(await here()).toMatchObject({ name: 'changed there' });
    await change('name: "here again"');
    await there(`name = null`);
    await again();
    expect(await here()).toMatchObject({ name: null });
  });

  it.each(['vexa', 'another'])(
    'under a new pepper, as "%s", wakes no key that was revoked under the old one',
    async (name) => {
      const admin = { admin: server.adminKey };
      await server.graphql(
        `mutation { revokeToken(input: {id: "${keyId}"}) { __typename } }`,
        admin,
      );
      const env = { TOKEN_PEPPER: NEW_PEPPER, TOKEN_PEPPER_PREVIOUS: PEPPER };
      const later = await startServer({ env, beside: server });
      await there(USE);
      await run({ name }, later);
      const response = await later.fetch('/auth/me', { headers: { 'x-api-key': TEXT } });
      expect(response.status).toBe(401);
      expect(await later.db.prisma.apiToken.count()).toBe(1);
      await later.stop();
    },
  );
});
