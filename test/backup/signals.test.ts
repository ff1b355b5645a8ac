import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dropScratchDatabase } from '../database/scratch.ts';
import { createHome, during, type Home } from '../key/peppers.ts';
import { fillStates } from '../key/states.ts';
import { serversOf } from '../start/process.ts';
import { launchScript } from '../start/script.ts';
import { newDatabaseFolder } from '../support/database-folder.ts';
import { backedUp, newFolder, PEPPER, removeFolder, SAME, settingsFor } from './commands.ts';

const SIGNALS = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const;

describe('a command that a signal ends', () => {
  const folder = newFolder();
  const root = newDatabaseFolder('latchkey-signals-');
  let home: Home;
  let path: string;

  beforeAll(async () => {
    // The account of PostgreSQL has to enter it.
    chmodSync(root, 0o755);
    home = await createHome();
    await during(home, SAME, fillStates);
    path = await backedUp(home, folder);
  });
  afterAll(async () => {
    await dropScratchDatabase(home.databaseUrl);
    for (const one of [folder, root]) removeFolder(one);
  });

  const runsIn = (dataDir: string) => existsSync(join(dataDir, 'postgres', 'postmaster.pid'));
  /** The data folder that a verification makes there. */
  const scratchIn = (place: string) => join(place, readdirSync(place)[0] ?? 'none');
  const newPlace = (name: string, mode: number) => {
    const place = join(root, name);
    mkdirSync(place, { mode });
    return place;
  };
  const verifyIn = (place: string) =>
    launchScript('backup', ['verify', path], {
      ...settingsFor(home.databaseUrl),
      TMPDIR: place,
    });

  it.each(SIGNALS)('%s: a verification leaves no server and no database', async (signal, code) => {
    const place = newPlace(signal, 0o755);
    const { child, ended } = verifyIn(place);
    await expect.poll(() => runsIn(scratchIn(place))).toBe(true);
    child.kill(signal);
    expect(await ended).toMatchObject({ code, errors: '' });
    expect([readdirSync(place), serversOf(place)]).toEqual([[], []]);
  });

  it('leaves nothing either when its server is not there yet', async () => {
    const place = newPlace('early', 0o755);
    const { child, ended } = verifyIn(place);
    await expect.poll(() => readdirSync(place)).toHaveLength(1);
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 143, errors: '' });
    expect([readdirSync(place), serversOf(place)]).toEqual([[], []]);
  });

  it.runIf(process.getuid?.() === 0)(
    'leaves nothing where the account of PostgreSQL has its place, either',
    async () => {
      const place = newPlace('closed', 0o700);
      const { child, ended } = verifyIn(place);
      const pointer = () => join(scratchIn(place), 'postgres-location');
      await expect.poll(() => existsSync(pointer())).toBe(true);
      const cluster = readFileSync(pointer(), 'utf8').trim();
      await expect.poll(() => existsSync(join(cluster, 'postmaster.pid'))).toBe(true);
      child.kill('SIGINT');
      expect((await ended).code).toBe(130);
      expect([readdirSync(place), serversOf(cluster)]).toEqual([[], []]);
      expect(existsSync(dirname(cluster))).toBe(false);
    },
  );

  it('stops the embedded database that it has started', async () => {
    const place = newPlace('embedded', 0o755);
    const env = { DATA_DIR: place, TOKEN_PEPPER: PEPPER, ADMIN_API_TOKEN: 'k'.repeat(30) };
    const { child, ended } = launchScript('audit', ['verify'], env);
    await expect.poll(() => runsIn(place)).toBe(true);
    child.kill('SIGHUP');
    expect((await ended).code).toBe(129);
    expect([runsIn(place), serversOf(place)]).toEqual([false, []]);
  });
});
