import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newSecret } from '../../src/security/keys/secret.ts';
import { type SeededKey, type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { fallsAt, verify } from './verdicts.ts';

let server: TestServer;
let user: SeededUser;
beforeAll(async () => {
  server = await startServer();
  user = await seedUser(server);
});
afterAll(() => server.stop());

function revoke({ databaseId }: SeededKey): Promise<unknown> {
  return server.db.prisma.apiToken.update({
    where: { id: BigInt(databaseId) },
    data: { revokedAt: new Date() },
  });
}

async function countedRequests(key: SeededKey): Promise<number> {
  await server.app.usage.flush();
  const days = await server.db.prisma.tokenUsageDay.findMany({
    where: { tokenId: BigInt(key.databaseId) },
  });
  return days.reduce((sum, { requests }) => sum + Number(requests), 0);
}

async function createAdminKey(): Promise<string> {
  const { data } = await server.graphql<{ createAdminKey: { secret: string } }>(
    'mutation { createAdminKey(input: {name: "Ada"}) { ... on CreateAdminKeySuccess { secret } } }',
    { admin: server.adminKey },
  );
  return data.createAdminKey.secret;
}

describe('verifyToken', () => {
  it('asks about a scope last, and only about one that is named', async () => {
    const key = await seedKey(server, user, { scopes: ['TX'] });
    expect(await fallsAt(server, key.secret, 'TX')).toBeNull();
    expect(await fallsAt(server, key.secret, 'BOT')).toBe('SCOPE');
    expect(await fallsAt(server, key.secret)).toBeNull();
    await revoke(key);
    expect(await fallsAt(server, key.secret, 'BOT')).toBe('NOT_REVOKED');
    expect(await fallsAt(server, 'garbage', 'TX')).toBe('FORM');
  });

  it('shows the key with that text, also one that no longer works', async () => {
    const key = await seedKey(server, user);
    const shown = async (text: string) => (await verify(server, text)).data.verifyToken.token;
    expect(await shown(key.secret)).toEqual({ id: key.id, status: 'ACTIVE' });
    await revoke(key);
    expect(await shown(key.secret)).toEqual({ id: key.id, status: 'REVOKED' });
    expect(await shown(newSecret('vxa', 'bot'))).toBeNull();
    expect(await shown('garbage')).toBeNull();
  });

  it('counts nothing and changes nothing', async () => {
    const key = await seedKey(server, user);
    const row = () =>
      server.db.prisma.apiToken.findUnique({ where: { id: BigInt(key.databaseId) } });
    // Refusals of the tests before may be written at any time.
    const eventsOfChanges = () =>
      server.db.prisma.auditEvent.count({ where: { action: { not: 'REQUEST_REFUSED' } } });
    const [before, events] = [await row(), await eventsOfChanges()];
    for (let turn = 0; turn < 5; turn += 1) await fallsAt(server, key.secret, 'TX');
    expect(await countedRequests(key)).toBe(0);
    expect(await row()).toEqual(before);
    expect(await eventsOfChanges()).toBe(events);
  });

  it('counts for the key that asks, where that is one of a user', async () => {
    const admin = await seedKey(server, await seedUser(server, { role: 'ADMIN' }));
    const key = await seedKey(server, user);
    const { data } = await verify(server, key.secret, { key: admin.secret });
    expect(data.verifyToken.valid).toBe(true);
    expect([await countedRequests(admin), await countedRequests(key)]).toEqual([1, 0]);
  });

  it('is for admins only, also about the own key', async () => {
    const { secret } = await seedKey(server, user);
    const refusals = [
      ['UNAUTHENTICATED', { key: '' }],
      ['FORBIDDEN', { key: secret }],
      ['FORBIDDEN', { admin: server.analyticsKey }],
    ] as const;
    for (const [code, as] of refusals) {
      const { errors, data } = await verify(server, secret, as);
      expect([data.verifyToken, errors?.[0]?.extensions.code]).toEqual([null, code]);
    }
    const { data } = await verify(server, secret, { admin: await createAdminKey() });
    expect(data.verifyToken.valid).toBe(true);
  });

  it('knows no admin keys: they are not for this header', async () => {
    expect(await fallsAt(server, await createAdminKey())).toBe('KNOWN');
    expect(await fallsAt(server, server.adminKey)).toBe('FORM');
  });

  it('repeats the text nowhere, neither in the answer nor in the log', async () => {
    const living = await seedKey(server, user);
    const revoked = await seedKey(server, user);
    await revoke(revoked);
    const texts = [living.secret, revoked.secret, newSecret('vxa', 'tx'), `${living.secret}x`];
    for (const text of texts) {
      const answers = [
        await verify(server, text),
        await verify(server, text, { scope: 'NONE' }),
        await verify(server, text, { key: text }),
      ];
      expect(JSON.stringify(answers)).not.toContain(text);
    }
    const log = server.logLines.join('');
    for (const text of texts) expect(log).not.toContain(text);
  });
});
