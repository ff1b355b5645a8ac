import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { verifyAuditLog } from '../../src/domain/audit/verify.ts';
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
