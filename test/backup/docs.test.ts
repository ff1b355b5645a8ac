import { execFile } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createScratchDatabase, dropScratchDatabase, query } from '../database/scratch.ts';
import { readPage } from '../docs/pages.ts';
import { createHome, during, type Home } from '../key/peppers.ts';
import { fillStates } from '../key/states.ts';
import { newFolder, PEPPER, removeFolder, SAME, settingsFor } from './commands.ts';

// Runs the commands of docs/backup.md as they stand there, from top to bottom. The lines that start or
// stop the service, and those of containers, are those of other pages.

const run = promisify(execFile);
const { programs, url } = inject('postgres');
const canDump = existsSync(join(programs, 'pg_dump'));

function blockWith(text: string): string {
  const blocks = [...readPage('docs/backup.md').text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)];
  const [, block] = blocks.find(([, commands]) => commands?.includes(text)) ?? [];
  if (block === undefined) throw new Error(`the page has no commands with ${text}`);
  return block.replaceAll(/^(?:npm start|curl .*)$/gm, '');
}

describe('docs/backup.md', () => {
  const folder = newFolder();
  let home: Home;
  let target: string;

  beforeAll(async () => {
    home = await createHome();
    await during(home, SAME, fillStates);
    target = await createScratchDatabase();
    writeFileSync(join(folder, 'pepper'), PEPPER);
  });
  afterAll(async () => {
    await dropScratchDatabase(home.databaseUrl);
    await dropScratchDatabase(target);
    if (canDump) await query(url, 'drop database if exists latchkey_restored with (force)');
    removeFolder(folder);
  });

  const shell = async (commands: string, env: Readonly<Record<string, string>> = {}) => {
    const { PATH = '' } = process.env;
    const latchkey = `npx() { shift; "${process.execPath}" "${resolve('dist/latchkey.js')}" "$@"; }`;
    const { username, password, hostname, port } = new URL(url);
    const server = { PGUSER: username, PGPASSWORD: password, PGHOST: hostname, PGPORT: port };
    const own = { ...settingsFor(home.databaseUrl), ...server, ...env };
    const { stdout } = await run('sh', ['-e', '-c', `${latchkey}\n${commands}`], {
      cwd: folder,
      env: { PATH: `${programs}${delimiter}${PATH}`, ...own },
    });
    return stdout;
  };
  const named = (commands: string) => {
    const [path = ''] = readdirSync(join(folder, 'backups'));
    return commands.replaceAll('latchkey-20261127T231500.123Z', path);
  };

  it('creates a backup and an export, verifies it, and restores it', async () => {
    await shell(blockWith('latchkey backup --to'));
    expect(await shell(named(blockWith('latchkey backup verify')))).toContain('can be restored');
    const restored = await shell(named(blockWith('latchkey restore')), { DATABASE_URL: target });
    expect(restored).toContain('Ended because the audit log says so: 0 keys, 0 users.');
  });

  it.runIf(canDump)('dumps and restores with the tools of PostgreSQL', async () => {
    const tables = await shell(blockWith('pg_dump --format=custom --file'));
    expect(Number(tables.trim().split('\n').at(-1))).toBeGreaterThan(30);
    const file = readdirSync(folder).find((name) => name.endsWith('.dump')) ?? '';
    const head = /Its head is (\S+)\. /.exec(await shell('cat audit-*.txt'))?.[1] ?? '';
    const commands = blockWith('createdb latchkey_restored')
      .replaceAll('latchkey-2026-11-21.dump', file)
      .replaceAll('5:9f…', head)
      .replaceAll('/run/secrets/pepper', join(folder, 'pepper'))
      .replace('export ', 'unset TOKEN_PEPPER; export ');
    const restored = new URL(url);
    restored.pathname = '/latchkey_restored';
    const output = await shell(commands, { RESTORED_URL: restored.href });
    expect(output).toMatch(/^ {2}current {3}\d+ working keys\nThe audit log is intact/);
  });
});
