import { existsSync, mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeBackup } from '../../src/data/backup/write.ts';
import { migrationsDirectory } from '../../src/data/migrations/migration-files.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { newFolder, removeFolder } from './commands.ts';

const HOUR_MS = 3_600_000;

describe('scheduled backups', () => {
  let folder: string;
  let now: Date;
  beforeEach(() => {
    folder = newFolder();
    now = new Date('2026-11-20T12:00:00.000Z');
  });
  afterEach(() => removeFolder(folder));

  const start = (env: Readonly<Record<string, string>> = {}, beside?: TestServer) =>
    startServer({
      env: { BACKUP_DIR: folder, BACKUP_EVERY_HOURS: '6', BACKUP_KEEP: '2', ...env },
      clock: () => now,
      ...(beside && { beside }),
    });
  const complete = () =>
    readdirSync(folder)
      .filter((name) => /Z$/.test(name))
      .toSorted();
  const metrics = async (server: TestServer) =>
    (await server.fetch('/metrics', { headers: { 'x-admin-api-key': server.adminKey } })).text();
  const checks = async (server: TestServer) =>
    ((await (await server.fetch('/health/ready')).json()) as { checks: Record<string, string> })
      .checks;
  /** Another process, which looks at once. */
  const another = (server: TestServer) => start({}, server);

  it('are written when one is due, by one process, and the oldest are removed', async () => {
    const first = await start();
    await expect.poll(complete).toEqual(['latchkey-20261120T120000.000Z']);
    const others = [await another(first), await another(first)];
    now = new Date(Number(now) + 6 * HOUR_MS);
    others.push(await another(first), await another(first));
    await expect.poll(complete).toHaveLength(2);
    now = new Date(Number(now) + 6 * HOUR_MS);
    others.push(await another(first));
    await expect
      .poll(complete)
      .toEqual(['latchkey-20261120T180000.000Z', 'latchkey-20261121T000000.000Z']);
    expect(await checks(first)).toMatchObject({ backup: 'ok' });
    const seconds = Date.parse('2026-11-21T00:00:00Z') / 1_000;
    const all = () => Promise.all([first, ...others].map(metrics));
    await expect
      .poll(async () => (await all()).join('\n'))
      .toContain(`latchkey_backup_last_success_timestamp_seconds ${seconds}\n`);
    for (const other of others) await other.stop();
    await first.stop();
  });

  it('remove what a killed process left, and not what another one writes', async () => {
    const old = join(folder, 'latchkey-20261118T120000.000Z.unfinished');
    const young = join(folder, 'latchkey-20261120T115900.000Z.unfinished');
    for (const path of [old, young]) mkdirSync(path, { recursive: true });
    const twoDaysAgo = new Date(Date.now() - 48 * HOUR_MS);
    utimesSync(old, twoDaysAgo, twoDaysAgo);
    const server = await start();
    await expect.poll(complete).toHaveLength(1);
    expect([existsSync(old), existsSync(young)]).toEqual([false, true]);
    await server.stop();
  });

  it('that fail are logged and shown, and the service goes on', async () => {
    rmSync(folder, { recursive: true });
    writeFileSync(folder, '');
    const server = await start();
    await expect
      .poll(async () => (await checks(server))['backup'])
      .toBe('failed: see the log for the cause');
    expect(await metrics(server)).toContain('latchkey_backup_failures 1');
    expect(server.logLines.join('')).toContain('a backup failed; it will be tried again');
    expect(server.logLines.join('')).toMatch(
      /The folder for backups .* cannot be read \(ENOTDIR\)/,
    );
    expect((await server.fetch('/health/ready')).status).toBe(200);
    await server.stop();
    rmSync(folder);
    mkdirSync(folder);
  });

  it('stay apart from those of another installation, which are not deleted', async () => {
    const first = await start();
    await expect.poll(complete).toEqual(['latchkey-20261120T120000.000Z']);
    await first.stop();
    now = new Date(Number(now) + 7 * HOUR_MS);
    const other = await start({ TOKEN_PEPPER: 'the pepper of another installation altogether' });
    await expect
      .poll(async () => (await checks(other))['backup'])
      .toBe('failed: see the log for the cause');
    expect(other.logLines.join('')).toContain('is a backup of another installation');
    expect(complete()).toEqual(['latchkey-20261120T120000.000Z']);
    await other.stop();
  });

  it('are written although a clock dated one ahead, which is removed as the oldest', async () => {
    const ahead = 'latchkey-20270101T000000.000Z';
    mkdirSync(join(folder, ahead));
    const server = await start();
    await expect.poll(complete).toEqual(['latchkey-20261120T120000.000Z', ahead]);
    expect((await checks(server))['backup']).toBe(
      '1 with dates in the future, which count as the oldest',
    );
    const seconds = Date.parse('2026-11-20T12:00:00Z') / 1_000;
    expect(await metrics(server)).toContain(
      `latchkey_backup_last_success_timestamp_seconds ${seconds}\n`,
    );
    now = new Date(Number(now) + 6 * HOUR_MS);
    await expect
      .poll(complete)
      .toEqual(['latchkey-20261120T120000.000Z', 'latchkey-20261120T180000.000Z']);
    now = new Date(Number(now) + 60_000);
    await expect.poll(async () => (await checks(server))['backup']).toBe('ok');
    const said = server.logLines.filter((line) => line.includes('dates in the future'));
    expect([said.length, said.join('').includes(ahead)]).toEqual([1, true]);
    await server.stop();
  });

  it('do not count as failed any longer when another process has written one', async () => {
    rmSync(folder, { recursive: true });
    writeFileSync(folder, '');
    const server = await start();
    const check = async () => (await checks(server))['backup'];
    await expect.poll(check).toBe('failed: see the log for the cause');
    rmSync(folder);
    mkdirSync(folder);
    const other = await another(server);
    await expect.poll(complete).toHaveLength(1);
    now = new Date(Number(now) + 5 * 60_000);
    await expect.poll(check).toBe('ok');
    expect(complete()).toHaveLength(1);
    await other.stop();
    await server.stop();
  });

  it('are not waited for by a stop while their database is away', async () => {
    const { promise: reached, resolve } = Promise.withResolvers<void>();
    const silent = createServer(() => resolve());
    await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done));
    const { port } = silent.address() as AddressInfo;
    const stopping = new AbortController();
    const written = writeBackup({
      url: `postgres://latchkey@127.0.0.1:${port}/latchkey`,
      folder,
      migrations: migrationsDirectory(),
      peppersOf: async () => [],
      signal: stopping.signal,
    });
    await reached;
    stopping.abort(new Error('the service stops'));
    // Otherwise it ends with what the connection ran into, after its time limit.
    await expect(written).rejects.toThrow('the service stops');
    silent.close();
  });

  it('end with an error when the database falls silent in the middle', async () => {
    const { databaseUrl, stop } = await startServer();
    const { hostname, port } = new URL(databaseUrl);
    // Passes everything on until rows are asked for.
    const proxy = createServer((client) => {
      const server = connect(Number(port), hostname);
      server.pipe(client);
      client.on('data', (chunk) => {
        if (String(chunk).includes('to stdout')) server.unpipe(client).pause();
        server.write(chunk);
      });
      for (const socket of [client, server]) socket.on('error', () => {});
      client.on('close', () => server.destroy());
    });
    await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done));
    const url = new URL(databaseUrl);
    url.host = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const written = writeBackup({
      ...{ url: url.href, folder, migrations: migrationsDirectory(), silenceMs: 500 },
      peppersOf: async () => [],
    });
    await expect(written).rejects.toThrow('The database has not answered for 0.5 seconds');
    expect(readdirSync(folder)).toEqual([]);
    proxy.close();
    await stop();
  });

  it('are off without a folder', async () => {
    const server = await startServer();
    expect(await checks(server)).not.toHaveProperty('backup');
    expect(await metrics(server)).not.toContain('latchkey_backup');
    expect(existsSync(join(server.app.config.dataDir, 'backups'))).toBe(false);
    await server.stop();
  });
});
