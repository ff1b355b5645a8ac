import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importVexa } from '../../src/domain/vexa-import/import.ts';
import { hasNginx, type Nginx, startNginx } from '../http/nginx.ts';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { createVexaDatabase, type VexaDatabase } from '../vexa-import/source.ts';
import { SECRET, type StandIn, startAdminApi, startGateway } from './gateway.ts';

// What docs/vexa.md says, through a real nginx and a gateway that does what Vexa's does.

const page = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
const PAGE = page('docs/vexa.md');
const LINES = /```nginx\n([\s\S]*?)```/.exec(PAGE)?.[1] ?? '';
const VERA = `vxa_tx_${'KmPqRsTv'.repeat(5)}`;
/** Another one of hers, to be revoked. */
const ENDED = `vxa_tx_${'WxYzAbCd'.repeat(5)}`;

const isInstalled = hasNginx();
if (!isInstalled)
  process.stdout.write('NOT RUN: the recipe for Vexa, as nginx is not installed here\n');

describe('the page', () => {
  it('has one section for each case, with what to set, the order, and the way back', () => {
    for (const version of ['0.12', '0.10', '0.6 to 0.9']) {
      const [, section = ''] = PAGE.split(`\n## Vexa ${version}\n`);
      const text = section.split('\n## ')[0] ?? '';
      for (const part of [/set/i, /order/i, /stop/i, /check/i, /lags/i, /go back/i])
        expect(text).toMatch(part);
    }
    expect(PAGE).toContain('The key table cannot be shared with these versions.');
    expect(PAGE).toContain('keeps each answer for 60 seconds');
    if (process.env['CI'] === 'true') expect(isInstalled).toBe(true);
  });

  it('is the only one that says how, and the README leads there', () => {
    expect(page('README.md')).toContain('](docs/vexa.md)');
    expect(page('docs/deployment.md')).not.toContain('vexa-gateway');
    expect(page('docs/deployment.md')).toContain('](vexa.md)');
  });
});

if (isInstalled)
  describe.each(['0.10', '0.12'] as const)('Vexa %s behind nginx, as the page sets it', (form) => {
    let server: TestServer;
    let source: VexaDatabase;
    let gateway: StandIn;
    let nginx: Nginx;
    let ada: SeededUser;

    beforeAll(async () => {
      server = await startServer({ env: { INTERNAL_API_SECRET: SECRET, TRUST_PROXY: '1' } });
      source = await createVexaDatabase(form);
      await source.client.query(`
        insert into users (email) values ('vera@example.com'), ('walter@example.com');
        insert into api_tokens (token, user_id, scopes) values ('${VERA}', 1, '{bot,tx}'), ('${ENDED}', 1, '{bot,tx}');
        insert into meetings (user_id, platform, platform_specific_id, status, data)
          values (1, 'zoom', 'of-vera', 'completed', '{}'), (2, 'zoom', 'of-walter', 'completed', '{}')`);
      await importVexa(server.app, { from: source.url });
      ada = await seedUser(server, { email: 'ada@example.com' });
      gateway = await startGateway({
        adminApiUrl: server.url,
        database: source.client,
        version: form,
      });
      nginx = await startNginx(
        LINES.replaceAll('http://latchkey:8056', server.url).replaceAll(
          'http://vexa-gateway:8000',
          gateway.url,
        ),
      );
    });
    afterAll(async () => {
      await nginx.stop();
      await gateway.stop();
      await source.drop();
      await server.stop();
    });

    const get = (path: string, headers: Record<string, string>) =>
      fetch(`http://127.0.0.1:${nginx.port}${path}`, { headers });

    /** Whose meetings a key reads, or how it is refused. */
    async function reads(key: string): Promise<unknown> {
      const response = await get('/meetings', { 'x-api-key': key });
      if (response.status !== 200) return response.status;
      const { meetings } = (await response.json()) as { meetings: { native_meeting_id: string }[] };
      return meetings.map((meeting) => meeting.native_meeting_id);
    }

    async function revoke(id: number): Promise<void> {
      const response = await fetch(`http://127.0.0.1:${nginx.port}/admin/tokens/${id}`, {
        method: 'DELETE',
        headers: { 'x-admin-api-key': server.adminKey },
      });
      expect(response.status).toBe(204);
    }

    it('a key from there reads the meetings of its user', async () => {
      expect(await reads(VERA)).toEqual(['of-vera']);
    });

    it("a new user's key works there, and reads nobody else's meetings", async () => {
      const { secret } = await seedKey(server, ada, { scopes: ['BOT', 'TX'] });
      const me = await get('/auth/me', { 'x-api-key': secret });
      expect(await me.json()).toMatchObject({ user_id: ada.databaseId, email: ada.email });
      expect(await reads(secret)).toEqual([]);
      await source.client.query(
        `insert into meetings (user_id, platform, platform_specific_id, status, data) values ($1, 'zoom', 'of-ada', 'completed', '{}')`,
        [ada.databaseId],
      );
      expect(await reads(secret)).toEqual(['of-ada']);
      const { tally } = await importVexa(server.app, { from: source.url });
      expect(tally.counts.meetings).toMatchObject({ written: 1, skipped: 0 });
    });

    it('a revoked key stops, and so does one that came from there', async () => {
      const { secret, databaseId } = await seedKey(server, ada);
      expect(await reads(secret)).toEqual(expect.any(Array));
      await revoke(databaseId);
      expect(await reads(secret)).toBe(401);
      expect(await reads(ENDED)).toEqual(['of-vera']);
      await revoke(2);
      expect(await reads(ENDED)).toBe(401);
    });

    it('an expired key is refused', async () => {
      const { secret, databaseId } = await seedKey(server, ada, { expiresIn: 3_600 });
      expect(await reads(secret)).toEqual(expect.any(Array));
      await server.db.prisma.apiToken.update({
        where: { id: BigInt(databaseId) },
        data: { expiresAt: new Date(Date.now() - 1_000) },
      });
      expect(await reads(secret)).toBe(401);
    });

    it('admin routes and GraphQL are answered here, and internal routes by nobody', async () => {
      const admin = { 'x-admin-api-key': server.adminKey };
      expect(await (await get('/admin/users/email/ada@example.com', admin)).json()).toMatchObject({
        id: ada.databaseId,
      });
      const graphql = await get('/graphql?query=%7B__typename%7D', {
        ...admin,
        accept: 'application/json',
      });
      expect(await graphql.json()).toMatchObject({ data: { __typename: 'Query' } });
      expect((await get('/internal/validate', {})).status).toBe(404);
    });
  });

describe('a user who was created before the import', () => {
  it('has a number of somebody else there: the import stops, so that nobody reads on', async () => {
    const server = await startServer({ env: { INTERNAL_API_SECRET: SECRET } });
    const source = await createVexaDatabase('0.12');
    await source.client.query(`
      insert into users (email) values ('vera@example.com');
      insert into meetings (user_id, platform, status) values (1, 'zoom', 'completed')`);
    await seedUser(server, { email: 'ada@example.com' });
    await expect(importVexa(server.app, { from: source.url })).rejects.toThrow(
      'users 1 (vera@example.com; here ada@example.com)',
    );
    await source.drop();
    await server.stop();
  });
});

describe('a gateway whose settings were not changed', () => {
  it('refuses keys minted here and accepts keys revoked here: nginx alone does not help', async () => {
    const server = await startServer({ env: { INTERNAL_API_SECRET: SECRET } });
    const source = await createVexaDatabase('0.12');
    await source.client.query(`
      insert into users (email) values ('vera@example.com');
      insert into api_tokens (token, user_id, scopes) values ('${VERA}', 1, '{tx}')`);
    await importVexa(server.app, { from: source.url });
    const { secret } = await seedKey(server, await seedUser(server));
    await server.db.prisma.apiToken.update({ where: { id: 1n }, data: { revokedAt: new Date() } });
    const own = await startAdminApi(source.client);
    const gateway = await startGateway({ adminApiUrl: own.url, database: source.client });
    const statusOf = async (key: string) =>
      (await fetch(`${gateway.url}/meetings`, { headers: { 'x-api-key': key } })).status;
    expect([await statusOf(secret), await statusOf(VERA)]).toEqual([401, 200]);
    await gateway.stop();
    await own.stop();
    await source.drop();
    await server.stop();
  });
});
