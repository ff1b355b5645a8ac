import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { backedUp, newFolder, PEPPER, removeFolder } from '../backup/commands.ts';
import { dropScratchDatabase } from '../database/scratch.ts';
import { createHome, type Home } from '../key/peppers.ts';
import { findIn } from '../support/canaries.ts';
import { seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { erase } from './erasing.ts';
import { CANARIES, LOWERED, seedPerson } from './person.ts';

const before = newFolder();
const after = newFolder();
let home: Home;
let server: TestServer;
beforeAll(async () => {
  home = await createHome();
  const env = { TOKEN_PEPPER: PEPPER, TRUST_PROXY: 'loopback' };
  server = await startServer({ beside: home, env });
});
afterAll(async () => {
  await server.stop();
  await dropScratchDatabase(home.databaseUrl);
  for (const folder of [before, after]) removeFolder(folder);
});

/** All that is in a folder of backups, with the names of its files. */
function textsIn(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    files
      .filter((file) => file.isFile())
      .map(({ name, parentPath }) => {
        const bytes = readFileSync(join(parentPath, name));
        const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1');
        return [name, `${join(parentPath, name)}\n${text}`];
      }),
  );
}

function foundIn(folder: string): readonly string[] {
  return [...textsIn(folder)].flatMap(([name, text]) =>
    [...findIn(text, CANARIES), ...findIn(text.toLowerCase(), LOWERED)].map(
      (found) => `${name}: ${found}`,
    ),
  );
}

it('a backup after an erasure has nothing of the person, neither in a table nor in its manifest', async () => {
  const person = await seedPerson(server);
  const other = await seedUser(server);
  await backedUp(home, before);
  const known = foundIn(before).join('\n');
  for (const name of Object.keys(CANARIES)) expect(known).toContain(`: ${name} as `);

  const erased = await erase(server, person, CANARIES['address'] ?? '');
  expect(erased.__typename).toBe('EraseUserSuccess');
  await server.app.sealer.sealAll();
  await backedUp(home, after);
  expect([...textsIn(after).keys()]).toEqual(
    expect.arrayContaining(['manifest.json', 'users.copy.gz', 'audit_events.copy.gz']),
  );
  expect(foundIn(after)).toEqual([]);
  expect(textsIn(after).get('users.copy.gz')).toContain(other.email);
});
