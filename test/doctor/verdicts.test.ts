import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dropScratchDatabase } from '../database/scratch.ts';
import { createHome, during, type Home } from '../key/peppers.ts';
import { run } from '../start/process.ts';
import { runScript } from '../start/script.ts';
import { seedKey, seedUser } from '../support/seed.ts';
import { ADDRESS_SITUATIONS } from './address-situations.ts';
import { DATABASE_SITUATIONS } from './database-situations.ts';
import { HOST_SITUATIONS } from './host-situations.ts';
import { REPLICA_SITUATIONS, removeReplicated } from './replica-situations.ts';
import { SETTINGS_SITUATIONS, STRONG } from './settings-situations.ts';
import { type Check, examine, type Situation } from './situation.ts';
import { REFUSED_STARTS, START_SITUATIONS } from './start-situations.ts';
import { verdictSites } from './verdict-sites.ts';

// Every verdict that the command can give about an installation, each in a situation that deserves it.

const PEPPER = 'the pepper of a service that is examined';
const SITUATIONS: readonly Situation[] = [
  ...SETTINGS_SITUATIONS,
  ...REFUSED_STARTS,
  ...START_SITUATIONS,
  ...HOST_SITUATIONS,
  ...DATABASE_SITUATIONS,
  ...REPLICA_SITUATIONS,
  ...ADDRESS_SITUATIONS,
];

describe('latchkey doctor', () => {
  let home: Home;
  let folder: string;
  const seen: Check[] = [];
  beforeAll(async () => {
    home = await createHome();
    await during(home, { current: PEPPER }, async (server) =>
      seedKey(server, await seedUser(server)),
    );
    folder = mkdtempSync(join(tmpdir(), 'latchkey-doctor-'));
  });
  afterAll(async () => {
    await removeReplicated();
    await dropScratchDatabase(home.databaseUrl);
    rmSync(folder, { recursive: true });
  });

  const sound = () => ({
    DATABASE_URL: home.databaseUrl,
    TOKEN_PEPPER: PEPPER,
    ADMIN_API_TOKEN: STRONG,
    DATA_DIR: join(folder, 'data'),
  });

  it('finds nothing wrong with a sound installation, prints a line for each check, and makes no folder', async () => {
    const { code, output } = await runScript('doctor', [], sound());
    expect(code).toBe(0);
    const lines = [...output.matchAll(/^ {2}(\w+) +(\w+(?: \w+)?) /gm)];
    expect(lines.map(([, verdict, name]) => `${verdict} ${name}`)).toEqual([
      ...['ok settings', 'ok secrets', 'ok data folder', 'ok open files', 'ok memory'],
      ...['ok database', 'ok clock', 'ok time zones', 'ok locale', 'warn rights'],
      ...['ok migrations', 'ok schema', 'ok pepper'],
    ]);
    expect(output).toMatch(/^13 checks, 0 failed, 1 warnings\.$/m);
    expect(existsSync(sound().DATA_DIR)).toBe(false);
  });

  const stage = async ({ start }: Situation) => {
    const { databaseUrl } = home;
    const given = { databaseUrl, pepper: PEPPER, folder: mkdtempSync(join(folder, 'one-')) };
    return typeof start === 'function' ? await start(given) : start;
  };

  for (const situation of SITUATIONS) {
    const { what, finds, remedy, without, isPossible = true } = situation;
    it.runIf(isPossible)(`finds ${what}`, async () => {
      const { env, ...own } = await stage(situation);
      const checks = await examine({ ...own, env: { ...sound(), ...env } });
      seen.push(...checks);
      const [verdict, name, text] = finds;
      expect(checks).toContainEqual({
        name,
        verdict,
        message: expect.stringMatching(text),
        remedy: verdict === 'ok' ? null : expect.stringMatching(remedy ?? /\.$/),
      });
      expect(checks.map((check) => check.name)).not.toContain(without);
    });
  }

  for (const situation of REFUSED_STARTS) {
    const { what, finds, isPossible = true } = situation;
    it.runIf(isPossible)(`finds ${what} just as a start does`, async () => {
      const { env } = await stage(situation);
      const { code, errors } = await run({ env: { ...sound(), ...env } });
      expect({ code, errors }).toEqual({ code: 1, errors: expect.stringMatching(finds[2]) });
    });
  }

  it.runIf(SITUATIONS.every(({ isPossible = true }) => isPossible))(
    'has a situation here for every verdict that its source can give',
    () => {
      const sites = verdictSites();
      expect(sites.length).toBeGreaterThan(50);
      const missing = sites.filter(({ isSeenIn }) => !seen.some(isSeenIn));
      expect(missing.map(({ place }) => place)).toEqual([]);
    },
  );
});
