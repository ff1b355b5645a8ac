import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedPostgres, startEmbedded } from '../../src/data/embedded/embedded.ts';
import { dropScratchDatabase, query } from '../database/scratch.ts';
import { createHome, during, type Home } from '../key/peppers.ts';
import { answersTo, fillStates, type Texts } from '../key/states.ts';
import { runScript } from '../start/script.ts';
import { newDatabaseFolder } from '../support/database-folder.ts';
import { debianBinDir } from '../support/postgres.ts';
import { backedUp, newFolder, removeFolder, restore, SAME, settingsFor } from './commands.ts';

const binDir = debianBinDir();

describe.runIf(binDir !== null)('a backup moves an installation', () => {
  const folder = newFolder();
  const dataDir = newDatabaseFolder('latchkey-debian-');
  let debian: EmbeddedPostgres;
  let home: Home;
  let texts: Texts;

  beforeAll(async () => {
    debian = await startEmbedded({ dataDir, ...(binDir && { binDir }) });
    home = await createHome();
    texts = await during(home, SAME, fillStates);
  });
  afterAll(async () => {
    await dropScratchDatabase(home.databaseUrl);
    await debian.stop();
    removeFolder(dataDir);
    removeFolder(folder);
  });

  const majorOf = async (url: string) =>
    (await query(url, `select current_setting('server_version_num')::int / 10000 as major`))[0];

  it('to an older major version of PostgreSQL, and back to the newer one', async () => {
    const older = { databaseUrl: debian.url };
    const down = await backedUp(home, folder);
    const there = await runScript(
      'restore',
      [down, '--into', debian.url],
      settingsFor(home.databaseUrl),
    );
    expect([there.errors, there.code]).toEqual(['', 0]);
    const back = await restore(await backedUp(older, folder));
    expect([back.errors, back.code]).toEqual(['', 0]);
    expect(await majorOf(debian.url)).not.toEqual(await majorOf(back.databaseUrl));
    for (const restored of [older, back])
      await during(restored, SAME, async (server) => {
        expect(await answersTo(server, texts)).toMatchObject({
          works: 200,
          admin: 200,
          revoked: 401,
        });
      });
    await dropScratchDatabase(back.databaseUrl);
  });
});
