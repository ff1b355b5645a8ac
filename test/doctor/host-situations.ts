import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { canMount } from '../support/small-disk.ts';
import { first, type Situation } from './situation.ts';

/** A disk of this size until the end of the test. */
function mount(folder: string, options: string): string {
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
  onTestFinished(() => {
    execFileSync('umount', [folder]);
  });
  return folder;
}

const EMBEDDED = { DATABASE_URL: '' };
const memory = (mb: number) => first(`process.constrainedMemory = () => ${mb * 1_048_576};`);

export const HOST_SITUATIONS: readonly Situation[] = [
  {
    what: 'a data folder that can be made',
    finds: ['ok', 'data folder', /can be created/],
    start: ({ folder }) => ({ env: { DATA_DIR: join(folder, 'data') } }),
  },
  {
    what: 'a data folder that is there',
    finds: ['ok', 'data folder', /can be written/],
    start: ({ folder }) => ({ env: { DATA_DIR: folder } }),
  },
  {
    what: 'a data folder that cannot be',
    finds: ['fail', 'data folder', /\/proc\/x cannot be written/],
    remedy: /set DATA_DIR to another folder/,
    start: { env: { DATA_DIR: '/proc/x' } },
  },
  {
    what: 'a data folder that is a file',
    finds: ['fail', 'data folder', /\(ENOTDIR\)/],
    start: { env: { DATA_DIR: '/etc/hostname' } },
  },
  {
    what: 'a data folder of an embedded database, in a file',
    finds: ['fail', 'data folder', /\(ENOTDIR\)/],
    start: { env: { ...EMBEDDED, DATA_DIR: '/etc/hostname/data' } },
  },
  {
    what: 'a read-only disk where nothing is kept',
    finds: ['ok', 'data folder', /is read-only, and nothing has to be written there/],
    start: ({ folder }) => ({ env: { DATA_DIR: join(mount(folder, 'ro,size=16k'), 'data') } }),
    isPossible: canMount,
  },
  {
    what: 'a read-only disk where a key is to be kept',
    finds: ['fail', 'data folder', /\(EROFS\)/],
    start: ({ folder }) => ({
      env: { DATA_DIR: join(mount(folder, 'ro,size=16k'), 'data'), ADMIN_API_TOKEN: '' },
    }),
    isPossible: canMount,
  },
  {
    what: 'a place for backups',
    finds: ['ok', 'backup folder', /can be written/],
    start: ({ folder }) => ({ env: { BACKUP_DIR: folder } }),
  },
  {
    what: 'no place for backups',
    finds: ['fail', 'backup folder', /cannot be written/],
    remedy: /set BACKUP_DIR to another folder/,
    start: { env: { BACKUP_DIR: '/proc/x' } },
  },
  {
    what: 'a disk with room for the embedded database',
    finds: ['ok', 'disk', /^2048 MB are free/],
    start: ({ folder }) => ({ env: { ...EMBEDDED, DATA_DIR: mount(folder, 'size=2g') } }),
    isPossible: canMount,
  },
  {
    what: 'a disk with little room for the embedded database',
    finds: ['warn', 'disk', /^500 MB are free/],
    remedy: /set DATA_DIR to a folder on a larger disk/,
    start: ({ folder }) => ({ env: { ...EMBEDDED, DATA_DIR: mount(folder, 'size=500m') } }),
    isPossible: canMount,
  },
  {
    what: 'a disk with next to no room for the embedded database',
    finds: ['fail', 'disk', /^100 MB are free/],
    start: ({ folder }) => ({ env: { ...EMBEDDED, DATA_DIR: mount(folder, 'size=100m') } }),
    isPossible: canMount,
  },
  {
    what: 'a disk with next to no room, and a database elsewhere',
    finds: ['ok', 'data folder', /can be written/],
    without: 'disk',
    start: ({ folder }) => ({ env: { DATA_DIR: mount(folder, 'size=100m') } }),
    isPossible: canMount,
  },
  {
    what: 'a disk with next to no room for backups',
    finds: ['warn', 'disk', /^100 MB are free/],
    remedy: /set BACKUP_DIR to a folder on a larger disk/,
    start: ({ folder }) => ({ env: { BACKUP_DIR: mount(folder, 'size=100m') } }),
    isPossible: canMount,
  },
  {
    what: 'secrets that others can read',
    finds: ['fail', 'secrets', /Others on this machine can read .*token-pepper\.$/],
    remedy: /^Run: chmod 600 .*token-pepper$/,
    start: ({ folder, pepper }) => {
      const dataDir = join(folder, 'data');
      mkdirSync(dataDir);
      writeFileSync(join(dataDir, 'token-pepper'), pepper);
      chmodSync(join(dataDir, 'token-pepper'), 0o644);
      return { env: { DATA_DIR: dataDir } };
    },
  },
  {
    what: 'a low limit of open files',
    finds: ['warn', 'open files', /can open 1000 files/],
    remedy: /LimitNOFILE=65536/,
    start: { before: 'ulimit -n 1000' },
  },
  {
    what: 'a limit of open files that suffices',
    finds: ['ok', 'open files', /can open 4096 files/],
    start: { before: 'ulimit -n 4096' },
  },
  {
    what: 'a low limit of memory',
    finds: ['warn', 'memory', /^256 MB of memory/],
    remedy: /at least 512 MB/,
    start: { env: memory(256) },
  },
  {
    what: 'a limit of memory that suffices',
    finds: ['ok', 'memory', /^512 MB of memory/],
    start: { env: memory(512) },
  },
];
