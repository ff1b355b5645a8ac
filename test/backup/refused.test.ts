import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dropScratchDatabase, query } from '../database/scratch.ts';
import { createHome, during, type Home, OLD } from '../key/peppers.ts';
import { fillStates } from '../key/states.ts';
import { runScript } from '../start/script.ts';
import { canMount } from '../support/small-disk.ts';
import {
  backedUp,
  backUp,
  newFolder,
  removeFolder,
  restore,
  SAME,
  settingsFor,
} from './commands.ts';

function flipByte(file: string): void {
  const bytes = readFileSync(file);
  const place = Math.floor(bytes.length / 2);
  bytes[place] = (bytes[place] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}

describe('what is refused in one line', () => {
  const folder = newFolder();
  let home: Home;
  let path: string;

  beforeAll(async () => {
    home = await createHome();
    await during(home, SAME, fillStates);
    path = await backedUp(home, folder);
  });
  afterAll(async () => {
    await dropScratchDatabase(home.databaseUrl);
    removeFolder(folder);
  });

  it.each([
    ['a flipped byte', 'users.copy.gz', flipByte, /users\.copy\.gz is damaged: its SHA-256 is not/],
    [
      'a missing file',
      'api_tokens.copy.gz',
      (file: string) => rmSync(file),
      /api_tokens\.copy\.gz is missing/,
    ],
    [
      'a truncated file',
      'audit_events.copy.gz',
      (file: string) => truncateSync(file, 30),
      /audit_events\.copy\.gz has 30 bytes instead of \d+/,
    ],
    ['a flipped byte in the manifest', 'manifest.json', flipByte, /manifest\.json is damaged/],
    ['no manifest', 'manifest.json', (file: string) => rmSync(file), /is not a complete backup/],
    [
      'a later form',
      'manifest.json',
      (file: string) => writeFileSync(file, '{}'),
      /manifest\.json is damaged/,
    ],
  ])('a backup with %s', async (_, file, spoil, text) => {
    const copy = join(folder, 'copy');
    cpSync(path, copy, { recursive: true });
    spoil(join(copy, file));
    const { databaseUrl, code, errors } = await restore(copy);
    expect([code, errors.split('\n').length]).toEqual([1, 2]);
    expect(errors).toMatch(text);
    expect(await query(databaseUrl, `select from pg_class where relname = 'users'`)).toEqual([]);
    await dropScratchDatabase(databaseUrl);
    rmSync(copy, { recursive: true });
  });

  it('a database that is not empty, which stays as it is', async () => {
    const { code, errors } = await runScript('restore', [path], settingsFor(home.databaseUrl));
    expect([code, errors.split('\n').length]).toEqual([1, 2]);
    expect(errors).toMatch(/is not empty: it has \d+ tables\. Restore into a new database/);
    expect(await query(home.databaseUrl, 'select from users')).toHaveLength(3);
  });

  it('another pepper, and none', async () => {
    const other = await restore(path, [], { TOKEN_PEPPER: OLD });
    expect([other.code, other.errors.split('\n').length]).toEqual([1, 2]);
    expect(other.errors).toMatch(
      /needs the pepper with fingerprint [0-9a-f]{12}, and the one given/,
    );
    const { TOKEN_PEPPER: _, ...without } = settingsFor(other.databaseUrl);
    const none = await runScript('restore', [path], { ...without, DATA_DIR: join(folder, 'new') });
    expect([none.code, none.errors.split('\n').length]).toEqual([1, 2]);
    expect(none.errors).toMatch(/and no pepper is set here: set TOKEN_PEPPER/);
    await dropScratchDatabase(other.databaseUrl);
  });

  it('not a lost pepper, if that is accepted: the keys can then be given up', async () => {
    const lost = await restore(path, ['--without-pepper'], { TOKEN_PEPPER: OLD });
    expect([lost.errors, lost.code]).toEqual(['', 0]);
    const env = { ...settingsFor(lost.databaseUrl), TOKEN_PEPPER: OLD };
    const counted = await runScript('pepper', ['forget'], env);
    const [, keys = ''] = /forget --keys (\d+)$/.exec(counted.errors.trim()) ?? [];
    const { output } = await runScript('pepper', ['forget', '--keys', keys], env);
    expect(output).toBe(`${keys} keys were revoked.\n`);
    await dropScratchDatabase(lost.databaseUrl);
  });

  it('a folder that cannot be written, and a full disk; nothing is left there', async () => {
    const blocked = join(folder, 'file');
    writeFileSync(blocked, '');
    const unwritable = await backUp(home, blocked);
    expect([unwritable.code, unwritable.errors.split('\n').length]).toEqual([1, 2]);
    expect(unwritable.errors).toContain(`could not be written to ${blocked} (EEXIST)`);

    const small = join(folder, 'small');
    mkdirSync(small);
    if (!canMount) return;
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', small]);
    try {
      const full = await backUp(home, small);
      expect([full.code, full.errors.split('\n').length]).toEqual([1, 2]);
      expect(full.errors).toContain('(ENOSPC): the disk is full');
      expect(readdirSync(small)).toEqual([]);
    } finally {
      execFileSync('umount', [small]);
    }
  });

  it('a database without tables, and words that are no command', async () => {
    const empty = await restore(join(folder, 'nowhere'));
    expect(empty.errors).toMatch(/nowhere is not a complete backup/);
    const nothing = await backUp(empty, folder);
    expect(nothing.errors).toMatch(/^latchkey: There is nothing to back up/);
    await dropScratchDatabase(empty.databaseUrl);
    for (const args of [['verify'], ['--to', ''], ['verify', 'a', 'b'], ['--other']])
      expect(await runScript('backup', args, {})).toMatchObject({ code: 2, output: '' });
    for (const args of [[], ['a', 'b'], ['a', '--into', 'mysql://h'], ['a', '--audit-export', '']])
      expect(await runScript('restore', args, {})).toMatchObject({ code: 2, output: '' });
  });

  it('by the verification, too, which restores into a database of its own', async () => {
    const right = await runScript('backup', ['verify', path], settingsFor(home.databaseUrl));
    expect([right.errors, right.code]).toEqual(['', 0]);
    expect(right.output).toMatch(/^The backup of \S+ is complete and can be restored: 42 tables/);
    expect(right.output).toContain('The audit log is intact');
    const copy = join(folder, 'copy');
    cpSync(path, copy, { recursive: true });
    flipByte(join(copy, 'meetings.copy.gz'));
    const wrong = await runScript('backup', ['verify', copy], settingsFor(home.databaseUrl));
    expect([wrong.code, wrong.output]).toEqual([1, '']);
  });
});
