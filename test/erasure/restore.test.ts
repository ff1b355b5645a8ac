import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { verifyAuditLog } from '../../src/domain/audit/verify.ts';
import { importVexa } from '../../src/domain/vexa-import/import.ts';
import {
  backedUp,
  exportAudit,
  newFolder,
  removeFolder,
  restore,
  SAME,
} from '../backup/commands.ts';
import { dropScratchDatabase } from '../database/scratch.ts';
import { createHome, during, type Home } from '../key/peppers.ts';
import { dumpOf, findIn } from '../support/canaries.ts';
import { seedKey, seedUser } from '../support/seed.ts';
import type { TestServer } from '../support/server.ts';
import { createVexaDatabase } from '../vexa-import/source.ts';
import { erase } from './erasing.ts';

const folder = newFolder();
const CANARIES = { address: 'restored.canary@example.com', name: 'Restored Canary' };
let home: Home;
beforeAll(async () => {
  home = await createHome();
});
afterAll(async () => {
  await dropScratchDatabase(home.databaseUrl);
  removeFolder(folder);
});

it('a restore erases again whom an export of the audit log names, even if the backup has a hold', async () => {
  const { user, hold } = await during(home, SAME, async (server) => {
    const seeded = await seedUser(server, { email: CANARIES.address, name: CANARIES.name });
    await seedKey(server, seeded);
    const { data } = await server.graphql<{ placeLegalHold: { hold: { id: string } } }>(
      `mutation { placeLegalHold(input: {user: {id: "${seeded.id}"}, reason: "until the backup"}) {
        ... on LegalHoldSuccess { hold { id } } } }`,
      { admin: server.adminKey },
    );
    return { user: seeded, hold: data.placeLegalHold.hold };
  });
  const path = await backedUp(home, folder);
  const pseudonym = await during(home, SAME, async (server) => {
    await server.graphql(
      `mutation { releaseLegalHold(input: {id: "${hold.id}"}) { __typename } }`,
      { admin: server.adminKey },
    );
    return (await erase(server, user, CANARIES.address)).erasure.pseudonym;
  });
  const file = join(folder, 'audit.jsonl');
  const { output } = await exportAudit(home);
  expect(findIn(output, CANARIES)).toEqual([]);
  writeFileSync(file, output);
  const restored = await restore(path, ['--audit-export', file]);
  expect([restored.errors, restored.code]).toEqual(['', 0]);
  await during(restored, SAME, async (server) => {
    for (const [table, text] of await dumpOf(server))
      expect([table, findIn(text, CANARIES)]).toEqual([table, []]);
    const { data } = await server.graphql<{ erasure: unknown }>(
      `{ erasure(userId: "${user.id}") { pseudonym keys } }`,
      { admin: server.adminKey },
    );
    expect(data.erasure).toEqual({ pseudonym, keys: 1 });
    expect((await verifyAuditLog(server.app)).findings).toEqual([]);
  });
  await dropScratchDatabase(restored.databaseUrl);
});

it('a restore knows who was created and erased after the backup, and places later holds again', async () => {
  const address = 'later.canary@example.com';
  const user = await during(home, SAME, (server) => seedUser(server));
  const path = await backedUp(home, folder);
  const [pseudonym, number] = await during(home, SAME, async (server) => {
    const held = await seedUser(server);
    for (const [{ id }, reason] of [
      [user, 'case 7'],
      [user, 'case 8'],
      [held, 'of somebody new'],
    ] as const)
      await server.graphql(
        `mutation { placeLegalHold(input: {user: {id: "${id}"}, reason: "${reason}"}) { __typename } }`,
        { admin: server.adminKey },
      );
    await server.graphql(
      `mutation { releaseLegalHold(input: {id: "${await holdOf(server, 'case 8')}"}) { __typename } }`,
      { admin: server.adminKey },
    );
    const later = await seedUser(server, { email: address });
    return [(await erase(server, later, address)).erasure.pseudonym, later.databaseId] as const;
  });
  const file = join(folder, 'later.jsonl');
  writeFileSync(file, (await exportAudit(home)).output);
  const restored = await restore(path, ['--audit-export', file]);
  expect([restored.errors, restored.code]).toEqual(['', 0]);
  expect(restored.output).toContain('1 were placed again. The users or meetings of 1 more');
  const source = await createVexaDatabase('0.12');
  await source.client.query(`
    insert into users (id, email) values (7, '${address}'), (${number}, 'moved@example.com')`);
  await during(restored, SAME, async (server) => {
    const { data } = await server.graphql<{ legalHolds: unknown; erasure: unknown }>(
      `{ legalHolds(first: 10) { nodes { reason user { id } } }
        erasure(userId: "${Buffer.from(`User:${number}`).toString('base64url')}") { pseudonym event { id } } }`,
      { admin: server.adminKey },
    );
    expect(data.legalHolds).toEqual({ nodes: [{ reason: 'case 7', user: { id: user.id } }] });
    expect(data.erasure).toEqual({ pseudonym, event: null });
    const { tally } = await importVexa(server.app, { from: source.url, renumber: true });
    expect(tally.counts.users).toEqual({ written: 0, unchanged: 0, skipped: 2 });
  });
  await source.drop();
  await dropScratchDatabase(restored.databaseUrl);
});

async function holdOf(server: TestServer, reason: string): Promise<string> {
  const { data } = await server.graphql<{
    legalHolds: { nodes: { id: string; reason: string }[] };
  }>('{ legalHolds(first: 10) { nodes { id reason } } }', { admin: server.adminKey });
  return data.legalHolds.nodes.find((hold) => hold.reason === reason)?.id ?? '';
}
