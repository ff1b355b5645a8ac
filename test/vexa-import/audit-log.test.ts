import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importVexa } from '../../src/domain/vexa-import/import.ts';
import type { ImportOptions } from '../../src/domain/vexa-import/options.ts';
import { seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { launchImport } from './command.ts';
import { fillSmall, SMALL } from './fill.ts';
import { createVexaDatabase, type VexaDatabase } from './source.ts';

let server: TestServer;
let source: VexaDatabase;
beforeAll(async () => {
  server = await startServer();
  source = await createVexaDatabase('0.12');
  await fillSmall(source, '0.12');
  // The same person as the second one there.
  const { rows } = await source.client.query<{ email: string }>(
    'select email from users where id = 2',
  );
  for (const email of ['first@example.org', 'second@example.org', rows[0]?.email])
    await seedUser(server, { email });
});
afterAll(async () => {
  await source.drop();
  await server.stop();
});

const run = (options: Partial<ImportOptions> = {}) =>
  importVexa(server.app, { from: source.url, renumber: true, ...options });

/** What imports left in the audit log so far, oldest first. */
async function events(): Promise<object[]> {
  const { data } = await server.graphql<{ auditEvents: { edges: { node: object }[] } }>(
    `{ auditEvents(first: 50, filter: {action: {eq: IMPORTED}}) { edges { node {
         actor { kind name } targetId ip requestId before after } } } }`,
    { admin: server.adminKey },
  );
  return data.auditEvents.edges.map(({ node }) => node).toReversed();
}

function event(after: object): object {
  const actor = { kind: 'HOST', name: 'latchkey import' };
  return { actor, targetId: null, ip: null, requestId: 'latchkey import', before: null, after };
}

describe('the audit log of an import', () => {
  it('has nothing of a dry run', async () => {
    await run({ dryRun: true });
    expect(await events()).toEqual([]);
  });

  it('has one event for the users of a batch, and one for its keys', async () => {
    const { code } = await launchImport(server, ['--from', source.url, '--renumber']).ended;
    expect(code).toBe(0);
    const [users, keys, ...more] = await events();
    expect(more).toEqual([]);
    const created = { created: SMALL.users - 1, changed: 1 };
    expect(users).toEqual(
      event({ source: 'vexa', what: 'users', ...created, firstId: 3, lastId: expect.any(Number) }),
    );
    expect(keys).toEqual(
      event({ source: 'vexa', what: 'keys', created: 60, changed: 0, firstId: 1, lastId: 60 }),
    );
  });

  it('grows by what changed, and by nothing where nothing did', async () => {
    await run();
    expect(await events()).toHaveLength(2);
    await source.client.query(`
      update users set name = 'changed' where id in (5, 9);
      update api_tokens set last_used_at = '2027-01-01' where id = 3;
      update api_tokens set scopes = '{tx}' where id in (4, 8)`);
    await run();
    const changed = { source: 'vexa', created: 0, changed: 2 };
    expect((await events()).slice(2)).toEqual([
      event({ ...changed, what: 'users', firstId: 5, lastId: 9 }),
      event({ ...changed, what: 'keys', firstId: 4, lastId: 8 }),
    ]);
  });
});
