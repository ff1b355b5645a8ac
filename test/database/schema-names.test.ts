import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../src/data/migrations/migrate.ts';
import { backUp, newFolder, removeFolder, restore, settingsFor } from '../backup/commands.ts';
import { examine } from '../doctor/situation.ts';
import { build } from '../start/process.ts';
import { seedKey, seedMeetings, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { createScratchDatabase, dropScratchDatabase } from './scratch.ts';

// A schema may have any name that the address of the database can give it: all that looks into the catalog of
// PostgreSQL finds the tables there.

describe.each(['own', 'Own_1', 'SELECT', '_'])('in the schema %s', (schema) => {
  const folder = newFolder();
  let address: string;
  let databaseUrl: string;
  let server: TestServer;
  let key: string;
  beforeAll(async () => {
    build();
    address = await createScratchDatabase();
    databaseUrl = `${address}?schema=${schema}`;
    await migrate({ connectionString: databaseUrl });
    server = await startServer({
      beside: { databaseUrl },
      env: { TOKEN_PEPPER: settingsFor('')['TOKEN_PEPPER'] ?? '' },
    });
    const user = await seedUser(server);
    key = (await seedKey(server, user)).secret;
    await seedMeetings(server, user.databaseId, 2);
  });
  afterAll(async () => {
    await server.stop();
    await dropScratchDatabase(address);
    removeFolder(folder);
  });

  it('readiness and doctor find all that the migrations made', async () => {
    const response = await server.fetch('/health/ready');
    const { checks } = (await response.json()) as { checks: Readonly<Record<string, string>> };
    expect([response.status, checks['schema']]).toEqual([200, 'ok']);
    const found = await examine({ env: settingsFor(databaseUrl) });
    for (const name of ['migrations', 'schema', 'pepper'])
      expect(found).toContainEqual(expect.objectContaining({ name, verdict: 'ok' }));
    expect(found.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
  });

  it('a backup is written there, and restored anywhere', async () => {
    const { code, output, errors } = await backUp({ databaseUrl }, folder);
    expect([code, errors]).toEqual([0, expect.any(String)]);
    const restored = await restore(output.split('\n')[0] ?? '');
    expect(restored.code, restored.errors).toBe(0);
    const copy = await startServer({
      beside: restored,
      env: { TOKEN_PEPPER: settingsFor('')['TOKEN_PEPPER'] ?? '' },
    });
    const response = await copy.fetch('/auth/me', { headers: { 'x-api-key': key } });
    expect(response.status).toBe(200);
    await copy.stop();
    await dropScratchDatabase(restored.databaseUrl);
  });

  it('a user is erased', async () => {
    const { id, email } = await seedUser(server);
    const { data, errors } = await server.graphql<{ eraseUser: { __typename: string } }>(
      `mutation { eraseUser(input: {user: {id: "${id}"}, confirmEmail: "${email}"}) { __typename } }`,
      { admin: server.adminKey },
    );
    expect(errors).toBeUndefined();
    expect(data.eraseUser.__typename).toBe('EraseUserSuccess');
  });
});
