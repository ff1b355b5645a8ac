import { readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createScratchDatabase, dropScratchDatabase } from '../database/scratch.ts';
import { newDatabaseFolder } from '../support/database-folder.ts';
import { adminKeyIn, create, emails } from './installation.ts';
import { build, run, start } from './process.ts';
import { runScript } from './script.ts';

beforeAll(build);

const MISSING =
  /^latchkey: The file \S+token-pepper is missing, .* Put the file back from a backup, or set TOKEN_PEPPER/;

/** All that need the secrets. */
const COMMANDS: readonly (readonly string[])[] = [
  ['admin-key'],
  ['analytics', 'check'],
  ['audit', 'verify'],
  ['audit', 'export'],
  ['pepper', 'status'],
  ['import', 'vexa', '--from', 'postgres://u@127.0.0.1:1/vexa'],
];

describe.each<[string, () => Promise<Record<string, string>>]>([
  ['the embedded database', async () => ({})],
  ['a database of its own', async () => ({ DATABASE_URL: await createScratchDatabase() })],
])('a data folder of an installation with %s', (_name, database) => {
  const dataDir = newDatabaseFolder('latchkey-missing-');
  const pepper = join(dataDir, 'token-pepper');
  let env: Record<string, string>;

  beforeAll(async () => {
    env = { ...(await database()), DATA_DIR: dataDir };
    const service = await start({ env });
    await create(service, adminKeyIn(dataDir), 'ada@example.com');
    await service.end('SIGINT');
    renameSync(pepper, `${pepper}.aside`);
    rmSync(join(dataDir, 'admin-key'));
  });
  afterAll(async () => {
    if (env['DATABASE_URL'] !== undefined) await dropScratchDatabase(env['DATABASE_URL']);
  });

  const secretsThere = () =>
    readdirSync(dataDir).filter((name) => /^(admin-key|token-pepper)$/.test(name));

  it('is refused by a start without its pepper, and nothing is generated', async () => {
    const { code, errors } = await run({ env });
    expect([code, errors.split('\n').length]).toEqual([1, 2]);
    expect(errors).toMatch(MISSING);
    expect(secretsThere()).toEqual([]);
  });

  it.each(COMMANDS.map((words) => [words.join(' '), words] as const))(
    'is refused by latchkey %s, and nothing is generated',
    async (_words, [name = '', ...args]) => {
      const { code, output, errors } = await runScript(name, args, env);
      expect([code, output, errors.split('\n').length]).toEqual([1, '', 2]);
      expect(errors).toMatch(MISSING);
      expect(secretsThere()).toEqual([]);
    },
  );

  it('lets `pepper forget` count what is lost, which generates nothing', async () => {
    const { errors, output } = await runScript('pepper', ['forget'], env);
    expect(errors + output).toMatch(
      /permanently revokes 0 working keys, discards .* forget --keys 0/,
    );
    expect(secretsThere()).toEqual([]);
  });

  it('works again with its pepper, and gets a new admin key, which is said', async () => {
    renameSync(`${pepper}.aside`, pepper);
    const command = await runScript('audit', ['verify'], env);
    expect(command.errors).toMatch(/admin-key was missing: a new admin key was generated/);
    expect(command.code).toBe(0);
    rmSync(join(dataDir, 'admin-key'));
    const service = await start({ env });
    expect(service.output()).toContain('The file was missing: this is a new key');
    expect(await emails(service, adminKeyIn(dataDir))).toEqual(['ada@example.com']);
    await service.end('SIGINT');
  });

  it('that has lost its pepper for good goes on with a new one', async () => {
    rmSync(pepper);
    const { output, code } = await runScript('pepper', ['forget', '--keys', '0'], env);
    expect([output, code]).toEqual(['0 keys were revoked.\n', 0]);
    expect(readFileSync(pepper, 'utf8').length).toBeGreaterThan(32);
    const service = await start({ env });
    await service.end('SIGINT');
  });
});

it('a database in which no pepper was ever used gets one', async () => {
  const env = { DATA_DIR: newDatabaseFolder('latchkey-unused-') };
  await runScript('backup', [], env);
  const service = await start({ env });
  expect(await service.end('SIGINT')).toBe(0);
});
