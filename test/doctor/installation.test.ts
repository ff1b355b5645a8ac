import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dropScratchDatabase, query } from '../database/scratch.ts';
import { createHome, during, type Home } from '../key/peppers.ts';
import { runProgram, runScript } from '../start/script.ts';
import { freePort } from '../support/ports.ts';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { canMount } from '../support/small-disk.ts';

type Check = { name: string; verdict: string; message: string; remedy: string | null };
type Env = Readonly<Record<string, string>>;

const PEPPER = 'the pepper of a service that is examined';
const STRONG = 'pV7xKq2mTz9RbW4cYh8LdN6f';

describe('latchkey doctor', () => {
  let home: Home;
  let folder: string;
  let env: Env;

  beforeAll(async () => {
    home = await createHome();
    await during(home, { current: PEPPER }, async (server) =>
      seedKey(server, await seedUser(server)),
    );
    folder = mkdtempSync(join(tmpdir(), 'latchkey-doctor-'));
  });
  beforeEach(() => {
    env = {
      DATABASE_URL: home.databaseUrl,
      TOKEN_PEPPER: PEPPER,
      ADMIN_API_TOKEN: STRONG,
      DATA_DIR: join(folder, 'data'),
    };
  });
  afterAll(async () => {
    await dropScratchDatabase(home.databaseUrl);
    rmSync(folder, { recursive: true });
  });

  async function examine(given: Env = {}, args: readonly string[] = []) {
    const { code, output, errors } = await runScript('doctor', [...args, '--json'], {
      ...env,
      ...given,
    });
    expect(errors).toBe('');
    const { checks } = JSON.parse(output) as { checks: Check[] };
    expect(code).toBe(checks.some(({ verdict }) => verdict === 'fail') ? 1 : 0);
    for (const { verdict, remedy } of checks) expect(remedy === null).toBe(verdict === 'ok');
    return checks;
  }
  /** As `{name verdict}`, with the messages of those that are not fine. */
  const expectProblem = (checks: readonly Check[], name: string, verdict: string, text: RegExp) =>
    expect(checks).toContainEqual({
      name,
      verdict,
      message: expect.stringMatching(text),
      remedy: expect.any(String),
    });

  it('finds nothing wrong with a sound installation, and prints a line for each check', async () => {
    const { code, output } = await runScript('doctor', [], env);
    expect(code).toBe(0);
    const names = [...output.matchAll(/^ {2}(\w+) +(\w+(?: \w+)?) /gm)].map(
      ([, v, n]) => `${v} ${n}`,
    );
    expect(names.filter((line) => !/^ok/.test(line))).toEqual(['warn rights']);
    expect(names.map((line) => line.split(' ').slice(1).join(' '))).toEqual([
      ...['settings', 'secrets', 'data folder', 'disk', 'open files', 'memory', 'database'],
      ...['clock', 'time zones', 'locale', 'rights', 'migrations', 'pepper'],
    ]);
    expect(output).toMatch(/^13 checks, 0 failed, 1 warnings\.$/m);
  });

  it.each<[string, Env, string, string, RegExp]>([
    ['a bad setting', { PORT: 'x' }, 'settings', 'fail', /PORT must be a whole number/],
    [
      'a misspelled setting',
      { DRAIN_SECOND: '1' },
      'settings',
      'warn',
      /DRAIN_SECOND is not a setting/,
    ],
    [
      'an audit log that forgets what a backup needs',
      { AUDIT_RETENTION_DAYS: '5', BACKUP_DIR: '/tmp/latchkey-no-backups' },
      'retention',
      'warn',
      /keeps events for 5 days, and backups are up to 7 days old/,
    ],
    ['a weak secret', { ADMIN_API_TOKEN: 'changeme' }, 'secrets', 'warn', /ADMIN_API_TOKEN/],
    [
      'equal secrets',
      { ANALYTICS_API_TOKEN: STRONG },
      'secrets',
      'warn',
      /must differ from ADMIN_API_TOKEN/,
    ],
    [
      'a folder that cannot be',
      { DATA_DIR: '/proc/x' },
      'data folder',
      'fail',
      /\/proc\/x cannot be written/,
    ],
    [
      'a folder that is a file',
      { DATA_DIR: '/etc/hostname' },
      'data folder',
      'fail',
      /\(ENOTDIR\)/,
    ],
    [
      'no place for backups',
      { BACKUP_DIR: '/proc/x' },
      'backup folder',
      'fail',
      /cannot be written/,
    ],
    [
      'another pepper',
      { TOKEN_PEPPER: `${PEPPER}!` },
      'pepper',
      'fail',
      /1 of 1 keys were made with/,
    ],
    ['no pepper', { TOKEN_PEPPER: '' }, 'pepper', 'fail', /No pepper is set here, and 1 keys/],
    ['two peppers', { TOKEN_PEPPER_PREVIOUS: `${PEPPER}!` }, 'pepper', 'warn', /PREVIOUS is set/],
    [
      'a clock that is ahead',
      { NODE_OPTIONS: clockBy(60_000) },
      'clock',
      'warn',
      /60\.\d s ahead of/,
    ],
    ['a clock that is behind', { NODE_OPTIONS: clockBy(-60_000) }, 'clock', 'warn', /behind that/],
  ])('finds %s', async (_, given, name, verdict, text) => {
    expectProblem(await examine(given), name, verdict, text);
  });

  it.each<[string, string, string, string, string, RegExp]>([
    [
      'a missing migration',
      'delete from _prisma_migrations where migration_name = (select max(migration_name) from _prisma_migrations)',
      ...(['migrations', 'warn', '', /1 are not applied/] as const),
    ],
    [
      'a later program',
      `insert into _prisma_migrations (id, checksum, migration_name, finished_at) values ('x', 'x', '99990101000000_later', now())`,
      ...([
        'migrations',
        'fail',
        '',
        /newer than this program: it has 99990101000000_later/,
      ] as const),
    ],
    [
      'a collation of another version',
      'update pg_database set datcollversion = 1 where datname = current_database()',
      ...(['locale', 'warn', '', /created with version 1 of its collation/] as const),
    ],
    [
      'a read-only database',
      `do $$ begin execute format('alter database %I set default_transaction_read_only = on', current_database()); end $$`,
      ...(['database', 'fail', '', /The database is read-only/] as const),
    ],
    [
      'a role without rights',
      `do $$ begin execute format('create role %I login password ''poor''', current_database()); end $$`,
      ...(['rights', 'fail', 'poor', /cannot read and write \d+ tables/] as const),
    ],
  ])('finds %s', async (_, spoil, name, verdict, role, text) => {
    const other = await createHome();
    await query(other.databaseUrl, spoil);
    const url = new URL(other.databaseUrl);
    if (role !== '') Object.assign(url, { username: url.pathname.slice(1), password: role });
    expectProblem(await examine({ DATABASE_URL: url.href }), name, verdict, text);
    const database = url.pathname.slice(1);
    await dropScratchDatabase(other.databaseUrl);
    await query(home.databaseUrl, `drop role if exists ${database}`);
  });

  it('finds a database that does not respond', async () => {
    const url = Object.assign(new URL(home.databaseUrl), { port: String(await freePort()) }).href;
    expectProblem(await examine({ DATABASE_URL: url }), 'database', 'fail', /does not respond/);
  });

  it('finds secrets that others can read, and changes nothing in the folder', async () => {
    const dataDir = join(folder, 'open');
    mkdirSync(dataDir);
    writeFileSync(join(dataDir, 'token-pepper'), PEPPER);
    chmodSync(join(dataDir, 'token-pepper'), 0o644);
    expectProblem(
      await examine({ DATA_DIR: dataDir }),
      'secrets',
      'fail',
      /can read .*token-pepper/,
    );
  });

  it('finds a low limit of open files', async () => {
    const words = [
      '-c',
      `ulimit -n 1000; exec "$0" dist/latchkey.js doctor --json`,
      process.execPath,
    ];
    const program = join(folder, 'limited.mjs');
    writeFileSync(
      program,
      `import { spawnSync } from 'node:child_process'; spawnSync('sh', ${JSON.stringify(words)}, { stdio: 'inherit' });`,
    );
    const { output } = await runProgram(program, [], env);
    const { checks } = JSON.parse(output) as { checks: Check[] };
    expectProblem(checks, 'open files', 'warn', /can open 1000 files/);
  });

  it('says of an embedded database that is not there yet that the first start makes it', async () => {
    const { DATABASE_URL: _, ...rest } = env;
    env = rest;
    expect(await examine()).toContainEqual(
      expect.objectContaining({
        name: 'database',
        verdict: 'ok',
        message: expect.stringContaining('first start'),
      }),
    );
  });

  it.runIf(canMount)('lets a container be read-only that keeps everything elsewhere', async () => {
    const disk = mkdtempSync(join(tmpdir(), 'latchkey-doctor-ro-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'ro,size=16k', 'tmpfs', disk]);
    try {
      const verdict = async (given: Env) =>
        (await examine(given)).find(({ name }) => name === 'data folder')?.verdict;
      expect(await verdict({ DATA_DIR: join(disk, 'data') })).toBe('ok');
      expect(await verdict({ DATA_DIR: join(disk, 'data'), ADMIN_API_TOKEN: '' })).toBe('fail');
    } finally {
      execFileSync('umount', [disk]);
      rmSync(disk, { recursive: true });
    }
  });

  describe('through the public URL', () => {
    let server: TestServer;
    beforeAll(async () => {
      server = await startServer({ beside: home, env: { TOKEN_PEPPER: PEPPER } });
    });
    afterAll(() => server.stop());

    it('finds the service', async () => {
      expect(await examine({}, ['--url', server.url])).toContainEqual(
        expect.objectContaining({ name: 'public URL', verdict: 'ok' }),
      );
    });

    it('finds that nothing responds, that something else does, and that keys are readable', async () => {
      const away = `http://127.0.0.1:${await freePort()}`;
      expectProblem(await examine({}, ['--url', away]), 'public URL', 'fail', /ECONNREFUSED/);
      const other = createServer((_request, response) => response.end('<html>'));
      await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
      const elsewhere = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
      expectProblem(
        await examine({}, ['--url', elsewhere]),
        'public URL',
        'fail',
        /Something else/,
      );
      other.close();
      const open = server.url.replace('127.0.0.1', '0.0.0.0');
      expectProblem(await examine({}, ['--url', open]), 'TLS', 'warn', /without encryption/);
    });
  });
});

function clockBy(ms: number): string {
  return `--import=data:text/javascript,globalThis.n=Date.now;Date.now=()=>n()+(${ms})`;
}
