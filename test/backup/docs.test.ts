import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createScratchDatabase, dropScratchDatabase, query } from '../database/scratch.ts';
import { readPage } from '../docs/pages.ts';
import { startByCommand } from '../docs/shell.ts';
import { COMPOSE } from '../docs/stand-ins.ts';
import { createHome, during, type Home } from '../key/peppers.ts';
import { fillStates, type Texts } from '../key/states.ts';
import { build } from '../start/process.ts';
import { newFolder, PEPPER, removeFolder, SAME, settingsFor } from './commands.ts';

// Runs the commands of docs/backup.md as they stand there, from top to bottom. For those of containers,
// what is behind `exec` runs here.

const run = promisify(execFile);
const { programs, url } = inject('postgres');
const canDump = existsSync(join(programs, 'pg_dump'));

function blockWith(text: string): string {
  const blocks = [...readPage('docs/backup.md').text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)];
  const [, block] = blocks.find(([, commands]) => commands?.includes(text)) ?? [];
  if (block === undefined) throw new Error(`the page has no commands with ${text}`);
  return block;
}

/** The commands before the service is started, and those after it. */
function aroundStart(block: string): readonly [string, string] {
  const [before = '', after = ''] = block.split(/^npm start$/m);
  return [before, after];
}

describe('docs/backup.md', () => {
  const folder = newFolder();
  let home: Home;
  let target: string;
  let keys: Texts;

  beforeAll(async () => {
    home = await createHome();
    build();
    keys = await during(home, SAME, fillStates);
    target = await createScratchDatabase();
    writeFileSync(join(folder, 'pepper'), PEPPER);
  });
  afterAll(async () => {
    await dropScratchDatabase(home.databaseUrl);
    await dropScratchDatabase(target);
    for (const name of ['latchkey_restored', 'latchkey_contained'])
      if (canDump) await query(url, `drop database if exists ${name} with (force)`);
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
  /** Runs a block in which the service starts, and what the page asks it then. */
  async function restoreAndStart(block: string, database: string): Promise<readonly string[]> {
    const env = { DATABASE_URL: database, RESTORED_URL: database };
    const [before, after] = aroundStart(block);
    const restored = await shell(before, env);
    const service = await startByCommand(
      { ...settingsFor(database), DATA_DIR: folder },
      'npm start',
    );
    try {
      const asked = after.replaceAll('http://127.0.0.1:8056', service.url);
      return [restored, await shell(asked, { A_KEY_YOU_KNOW: keys.works })];
    } finally {
      await service.stop();
    }
  }
  const named = (commands: string) => {
    const [path = ''] = readdirSync(join(folder, 'backups'));
    return commands.replaceAll('latchkey-20261127T231500.123Z', path);
  };

  it('creates a backup and an export, verifies it, and restores it', async () => {
    await shell(blockWith('latchkey backup --to'));
    expect(await shell(named(blockWith('latchkey backup verify')))).toContain('can be restored');
    const [restored] = await restoreAndStart(named(blockWith('latchkey restore')), target);
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
    const [output, answers] = await restoreAndStart(commands, databaseOn('latchkey_restored'));
    expect(output).toMatch(/^ {2}current {3}\d+ working keys\nThe audit log is intact/);
    expect(answers).toContain('"status":"ready"');
    expect(answers).toContain('"email":');
  });

  it.runIf(canDump)('dumps and restores what runs in containers', async () => {
    const { username } = new URL(url);
    const database = new URL(home.databaseUrl).pathname.slice(1);
    const inside = (commands: string) =>
      `${COMPOSE}\n${commands}`
        .replaceAll(/ -U \w+/g, '')
        .replaceAll('--owner=latchkey', `--owner=${username}`)
        .replaceAll('latchkey_restored', 'latchkey_contained')
        .replaceAll('=custom latchkey ', `=custom ${database} `)
        .replaceAll('latchkey-2026-11-21.dump', 'latchkey-$(date +%F).dump');
    mkdirSync(join(folder, 'secrets'));
    writeFileSync(join(folder, 'secrets/pepper'), PEPPER);
    const services = readFileSync('compose.yaml', 'utf8');
    const named = [blockWith('docker compose exec'), blockWith('docker compose stop')];
    for (const [, name] of named.join('').matchAll(/(?:exec -T|stop|recreate) (\w+)/g))
      expect(services).toMatch(new RegExp(`^ {2}${name}:$`, 'm'));

    await shell(inside(blockWith('docker compose exec')));
    expect(await shell('cat audit-*.txt')).toContain('The audit log is intact');
    expect(await shell('tar -tzf latchkey-secrets.tar.gz')).toContain('secrets/pepper');
    await shell(inside(blockWith('docker compose stop')));
    expect(readFileSync(join(folder, 'compose-calls'), 'utf8')).toBe(
      'stop latchkey \nup -d --force-recreate latchkey \n',
    );
    const users = 'select count(*)::int as users from users';
    expect(await query(databaseOn('latchkey_contained'), users)).toEqual(
      await query(home.databaseUrl, users),
    );
  });
});

/** On the server of the tests. */
function databaseOn(name: string): string {
  return Object.assign(new URL(url), { pathname: `/${name}` }).href;
}
